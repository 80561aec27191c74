"""How likely is each sentence the one that answers? The weights of what speaks for it.

A conditional logit over the candidates of a question (McFadden 1974), which is ListNet's loss (Cao
et al. 2007) where one candidate is right. The weights are in ranking.json, fitted by
`python -m benchmarks.fit_ranking` on the questions of XQuAD: those for sentences in the question's
language, and those for other languages, where words say less and meaning has to say more.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

import numpy as np

from index.search.candidate import FEATURES

_LEXICAL = FEATURES.index("lexical")
# What a sentence in another language is taken to match: more would favour it, less the question's.
_LEXICAL_ELSEWHERE = 0.5


def scores(features: np.ndarray, in_question_language: np.ndarray) -> np.ndarray:
    """Log-odds against each other: of two candidates that differ by 1, the better is e times as
    likely the one that answers.

    :param features: (candidates, len(FEATURES)), cosines less their language's; the lexical one is
        of no matter in other languages.
    :param in_question_language: bool, (candidates,).
    """
    own, other = _weights()
    elsewhere = features.copy()
    elsewhere[:, _LEXICAL] = _LEXICAL_ELSEWHERE
    # Scaled to the same sum, so that a sentence in another language gains nothing by its weights.
    other = other * (np.delete(own, _LEXICAL).sum() / np.delete(other, _LEXICAL).sum())
    other[_LEXICAL] = own[_LEXICAL]
    return np.where(in_question_language, features @ own, elsewhere @ other)


def quote_margin() -> float:
    """How far below the best candidate's score another one may lie to be quoted beside it."""
    return float(_model()["margins"]["quote"])


def same_article_bonus() -> float:
    """What a candidate for a follow-up gains by standing in the article that answered before."""
    return float(_model()["margins"]["same_article"])


@cache
def _weights() -> tuple[np.ndarray, np.ndarray]:
    own, other = (
        np.array([_model()[kind][name] for name in FEATURES])
        for kind in ("own_language", "other_language")
    )
    return own, other


@cache
def _model() -> dict:
    return json.loads(files(__package__).joinpath("ranking.json").read_text(encoding="utf-8"))
