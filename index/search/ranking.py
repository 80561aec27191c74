"""How likely is each sentence the one that answers? The features that tell, and their weights.

A conditional logit over the candidates of a question (McFadden 1974), which is ListNet's loss (Cao
et al. 2007) where one candidate is right. The weights are in ranking.json, fitted by
`python -m benchmarks.fit_ranking` on the questions of XQuAD: those for sentences in the question's
language, and those for other languages, where words say less and meaning has to say more.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

import numpy as np

from index.embedding.encoder import EncodedText
from index.text.stop_words import content_words


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for a sentence.

    :param sentence: cosine of question and sentence.
    :param neighbour: that of the better of the sentences next to it in its passage.
    :param passage: cosine of question and passage.
    :param content_words: how close the sentence comes to the question's content words: the mean of
        their tokens' best cosines.
    :param context_words: likewise, with the sentences next to it: whom it calls "he" stands there.
    :param weakest_word: how close the passage comes to that of the question's content words which
        it holds least of, less how close any text of its language does.
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
    weakest_word: float = 0.0
    function_words: float = 0.0
    lexical: float = 0.0


FEATURES = tuple(field.name for field in fields(Features))
_LEXICAL = FEATURES.index("lexical")
# What a sentence in another language is taken to match: more would favour it, less the question's.
_LEXICAL_ELSEWHERE = 0.5


def tokens_of_content(question: str, language: str, asked: EncodedText) -> list[np.ndarray]:
    """For each content word of a question the numbers of its tokens."""
    starts, ends = asked.spans[:, 0], asked.spans[:, 1]
    words = content_words(question, language)
    tokens = [np.flatnonzero((starts < word.end()) & (word.start() < ends)) for word in words]
    return [of_word for of_word in tokens if len(of_word)]


def mean_of_kinds(
    by_token: np.ndarray, content: Sequence[np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """The mean over the content words' tokens, and over the others: (rows,) each. Where a question
    has no tokens of a kind, all of them stand in.

    :param by_token: (rows, tokens of the question).
    :param content: the tokens of each content word.
    """
    if not by_token.shape[1]:
        return np.zeros(len(by_token)), np.zeros(len(by_token))
    held = np.zeros(by_token.shape[1], dtype=bool)
    for of_word in content:
        held[of_word] = True
    every = np.ones_like(held)
    of_content = held if held.any() else every
    of_others = ~held if not held.all() else every
    return by_token[:, of_content].mean(axis=1), by_token[:, of_others].mean(axis=1)


def weakest_word(by_token: np.ndarray, content: Sequence[np.ndarray]) -> np.ndarray:
    """The lowest of the content words' means, (rows,); the mean of all tokens where there is none.

    :param by_token: (rows, tokens of the question).
    :param content: the tokens of each content word.
    """
    if not content:
        return mean_of_kinds(by_token, content)[0]
    return np.min([by_token[:, of_word].mean(axis=1) for of_word in content], axis=0)


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


def best_of_passage(values: np.ndarray, passages: np.ndarray) -> np.ndarray:
    """For each sentence the highest values in its passage, column by column.

    :param values: (sentences, columns), passage after passage.
    :param passages: (sentences,), the passage of each.
    """
    first = np.r_[True, passages[1:] != passages[:-1]]
    return np.maximum.reduceat(values, np.flatnonzero(first), axis=0)[np.cumsum(first) - 1]


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
    content = json.loads(files(__package__).joinpath("ranking.json").read_text(encoding="utf-8"))
    own, other = (
        np.array([content[kind][name] for name in FEATURES])
        for kind in ("own_language", "other_language")
    )
    return own, other
