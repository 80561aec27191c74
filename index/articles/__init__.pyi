from .article import (
    GIVEN_FIELDS,
    Article,
    ArticleDescription,
    Passage,
    Sentence,
)
from .columns import parse_columns
from .containers import Container, Folder, is_read, packing_suffixes
from .decoding import check_encoding
from .extraction import extract_articles
from .formats import FORMATS, Entry, Format, suffixes
from .limits import DEFAULT_LIMITS, Limits
from .passages import PassageSpans, split_passages
from .problems import Problem, ignore
from .source import Source
from .worker import Extracted, Extractor

__all__ = [
    "DEFAULT_LIMITS",
    "FORMATS",
    "GIVEN_FIELDS",
    "Article",
    "ArticleDescription",
    "Container",
    "Entry",
    "Extracted",
    "Extractor",
    "Folder",
    "Format",
    "Limits",
    "Passage",
    "PassageSpans",
    "Problem",
    "Sentence",
    "Source",
    "check_encoding",
    "extract_articles",
    "ignore",
    "is_read",
    "packing_suffixes",
    "parse_columns",
    "split_passages",
    "suffixes",
]
