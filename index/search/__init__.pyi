from .candidate import FEATURES, AnswerSpan, Candidate, Features, best_first
from .ranking import quote_margin, same_article_bonus
from .search import Search

__all__ = [
    "FEATURES",
    "AnswerSpan",
    "Candidate",
    "Features",
    "Search",
    "best_first",
    "quote_margin",
    "same_article_bonus",
]
