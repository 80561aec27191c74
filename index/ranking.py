"""How likely is each sentence the one that answers? The features that tell, and their weights.

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

from index.encoders import EncodedText
from index.stop_words import content_words

# A candidate's, in this order: cosines, the last but for BM25's share of the best match.
FEATURES = ("sentence", "passage", "content_words", "function_words", "lexical")
# What a sentence in another language is taken to match: more would favour it, less the question's.
_LEXICAL_ELSEWHERE = 0.5


def is_of_content(question: str, language: str, asked: EncodedText) -> np.ndarray:
    """Which of a question's tokens belong to its content words: bool, (tokens,)."""
    starts, ends = asked.spans[:, 0], asked.spans[:, 1]
    held = np.zeros(len(starts), dtype=bool)
    for word in content_words(question, language):
        held |= (starts < word.end()) & (word.start() < ends)
    return held


def mean_of_kinds(by_token: np.ndarray, of_content: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean over the content words' tokens, and over the others: (rows,) each. Where a question
    has no tokens of a kind, all of them stand in.

    :param by_token: (rows, tokens of the question).
    """
    if not by_token.shape[1]:
        return np.zeros(len(by_token)), np.zeros(len(by_token))
    every = np.ones_like(of_content)
    content = of_content if of_content.any() else every
    function = ~of_content if not of_content.all() else every
    return by_token[:, content].mean(axis=1), by_token[:, function].mean(axis=1)


def scores(features: np.ndarray, in_question_language: np.ndarray) -> np.ndarray:
    """Log-odds against each other: of two candidates that differ by 1, the better is e times as
    likely the one that answers.

    :param features: (candidates, len(FEATURES)), cosines less their language's; the lexical one is
        of no matter in other languages.
    :param in_question_language: bool, (candidates,).
    """
    own, other = _weights()
    lexical = FEATURES.index("lexical")
    elsewhere = features.copy()
    elsewhere[:, lexical] = _LEXICAL_ELSEWHERE
    # Scaled to the same sum, so that a sentence in another language gains nothing by its weights.
    scale = np.delete(own, lexical).sum() / np.delete(other, lexical).sum()
    other = other * scale
    other[lexical] = own[lexical]
    return np.where(in_question_language, features @ own, elsewhere @ other)


def lexical_weight() -> float:
    """What a candidate gains by being the best match of the question's words."""
    return float(_weights()[0][FEATURES.index("lexical")])


@cache
def _weights() -> tuple[np.ndarray, np.ndarray]:
    content = json.loads(files("index").joinpath("ranking.json").read_text(encoding="utf-8"))
    own, other = (
        np.array([content[kind][name] for name in FEATURES])
        for kind in ("own_language", "other_language")
    )
    return own, other
