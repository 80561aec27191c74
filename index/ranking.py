"""How likely is each sentence the one that answers? The features that tell, and their weights.

A conditional logit over the candidates of a question (McFadden 1974), which is ListNet's loss (Cao
et al. 2007) where one candidate is right. The weights are in ranking.json, fitted by
`python -m benchmarks.fit_ranking` on the questions of XQuAD: those for sentences in the question's
language, and those for other languages, where words say less and meaning has to say more.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

import numpy as np

from index.encoders import EncodedText
from index.stop_words import content_words


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for a sentence.

    :param sentence: cosine of question and sentence.
    :param neighbour: that of the better of the sentences next to it in its passage.
    :param passage: cosine of question and passage.
    :param content_words: how close the sentence comes to the question's content words: the mean of
        their tokens' best cosines.
    :param context_words: likewise, with the sentences next to it: whom it calls "he" stands there.
    :param function_words: how close the sentence comes to the other words, those that say what is
        asked for.
    :param lexical: BM25 of the sentence as a share of the best one's, 0 to 1; 0 where its language
        is not the question's.
    """

    sentence: float = 0.0
    neighbour: float = 0.0
    passage: float = 0.0
    content_words: float = 0.0
    context_words: float = 0.0
    function_words: float = 0.0
    lexical: float = 0.0


FEATURES = tuple(field.name for field in fields(Features))
_LEXICAL = FEATURES.index("lexical")
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


def better_neighbour(values: np.ndarray, passages: np.ndarray) -> np.ndarray:
    """For each sentence the higher of its neighbours' values; its own where it has none.

    :param values: (sentences, columns), in reading order within each passage.
    :param passages: (sentences,), the passage of each.
    """
    together = (passages[1:] == passages[:-1])[:, None]
    before, after = np.full_like(values, -np.inf), np.full_like(values, -np.inf)
    np.copyto(before[1:], values[:-1], where=together)
    np.copyto(after[:-1], values[1:], where=together)
    better = np.maximum(before, after)
    return np.where(np.isneginf(better), values, better)


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


def lexical_weight() -> float:
    """What a candidate gains by being the best match of the question's words."""
    return float(_weights()[0][_LEXICAL])


@cache
def _weights() -> tuple[np.ndarray, np.ndarray]:
    content = json.loads(files("index").joinpath("ranking.json").read_text(encoding="utf-8"))
    own, other = (
        np.array([content[kind][name] for name in FEATURES])
        for kind in ("own_language", "other_language")
    )
    return own, other
