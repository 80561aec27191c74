"""A question → candidates: the sentences that may answer it, scored.

- `Search`: the stages `propose` and `rank`, for one snapshot (index.search.search)
- `Candidate`, `Features`, `AnswerSpan`, `best_first`: what they pass on (index.search.candidate)
- `quote_margin`, `same_article_bonus`: constants on the scale of the scores (index.search.ranking)

Inside: what speaks for a sentence (`features`), and how much (`ranking`, ranking.json).
"""

from index.search.candidate import FEATURES, AnswerSpan, Candidate, Features, best_first
from index.search.ranking import quote_margin, same_article_bonus
from index.search.search import Search

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
