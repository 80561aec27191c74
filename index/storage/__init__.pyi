from .archive import Archive
from .article_filter import ArticleFilter
from .backing_up import back_up
from .catalogue import ORDERS, Listed, Order, Place
from .centres import Centre
from .damage import DamagedError
from .editing import add_articles, remove_articles
from .layout import database_or_raise, published
from .milvus import MilvusAddress
from .records import Within
from .repairing import Repair, repair_index
from .scan import Progress
from .sentence_ids import passage_of
from .snapshot import Snapshot
from .status import Status, archive_status
from .store import ArticleStore
from .update import Update, update_index
from .vectors import ExactVectors, Proposals
from .verifying import problems_of
from .watching import watch
from .workers import check_workers

__all__ = [
    "ORDERS",
    "Archive",
    "ArticleFilter",
    "ArticleStore",
    "Centre",
    "DamagedError",
    "ExactVectors",
    "Listed",
    "MilvusAddress",
    "Order",
    "Place",
    "Progress",
    "Proposals",
    "Repair",
    "Snapshot",
    "Status",
    "Update",
    "Within",
    "add_articles",
    "archive_status",
    "back_up",
    "check_workers",
    "database_or_raise",
    "passage_of",
    "problems_of",
    "published",
    "remove_articles",
    "repair_index",
    "update_index",
    "watch",
]
