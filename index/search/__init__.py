"""A question → candidates: the sentences that may answer it, scored.

- `Search`: the stages `propose` and `rank`, for one snapshot (index.search.search)
- `Candidate`, `Features`, `AnswerSpan`, `best_first`: what they pass on (index.search.candidate)
- `quote_margin`, `same_article_bonus`: constants on the scale of the scores (index.search.ranking)

Inside: what speaks for a sentence (`features`), and how much (`ranking`, ranking.json).
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
