from .articles import Article, ArticleDescription, Passage, Sentence
from .embedding import Embedder, open_embedder
from .errors import FundstelleError, InputError, MissingIndexError
from .search import Candidate, Search
from .settings import Settings
from .storage import (
    Archive,
    ArticleFilter,
    DamagedError,
    Snapshot,
    Status,
    Update,
    archive_status,
    update_index,
)

__all__ = [
    "Archive",
    "Article",
    "ArticleDescription",
    "ArticleFilter",
    "Candidate",
    "DamagedError",
    "Embedder",
    "FundstelleError",
    "InputError",
    "MissingIndexError",
    "Passage",
    "Search",
    "Sentence",
    "Settings",
    "Snapshot",
    "Status",
    "Update",
    "archive_status",
    "open_embedder",
    "update_index",
]
