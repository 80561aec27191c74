"""What the reader says and what the search says, together.

A conditional logit over the candidates of a question (McFadden 1974), as in index.search.ranking:
its two weights are in weighing.json, fitted by `python -m benchmarks.fit_reading` on questions that
the reader has not seen.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


def reading_score(score: float, odds: float) -> float:
    """Log-odds against each other, as index.search.ranking.scores.

    :param score: of the search.
    :param odds: of the reader's best span in the sentence, against no answer in the passage.
    """
    model = _model()
    return float(model["search"]) * score + float(model["odds"]) * odds


def reading_margin() -> float:
    """How far below the best candidate's score another one may lie to be quoted beside it."""
    return float(_model()["quote_margin"])


def is_sure_of_words(odds: float) -> bool:
    """Whether the words that the reader takes for the answer are worth pointing at."""
    return odds >= float(_model()["short_answer"])


@cache
def _model() -> dict:
    return json.loads(files(__package__).joinpath("weighing.json").read_text(encoding="utf-8"))
