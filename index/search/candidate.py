"""A sentence that may answer a question, with what speaks for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from index.articles import Passage, Sentence


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for a sentence.

    :param sentence: cosine of question and sentence.
    :param neighbour: that of the better of the sentences next to it in its passage: whom it calls
        "he" stands there.
    :param passage: cosine of question and passage.
    :param lexical: BM25 of the sentence as a share of the best one's, 0 to 1; 0 where its language
        is not the question's.
    """

    sentence: float = 0.0
    neighbour: float = 0.0
    passage: float = 0.0
    lexical: float = 0.0

    @property
    def closeness(self) -> float:
        """By the vectors alone, as a cosine: ½ sentence + ½ passage."""
        return 0.5 * self.sentence + 0.5 * self.passage


FEATURES = tuple(field.name for field in fields(Features))


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """The words in a sentence that answer, if any do.

    :param start: of the words in the article's text; `end` likewise.
    :param odds: how sure a reader is of them, in log-odds against the passage's holding no answer.
    """

    start: int
    end: int
    odds: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence in its passage.

    :param language: of the article, ISO 639-1.
    :param match: BM25 of the sentence and the question, where they share a language; else 0.
    :param features: what speaks for it, once it is ranked.
    :param answer: what a reader takes for the answer, where one has read the sentence.
    :param score: all of it together, in log-odds; candidates of one question are compared by it.
    """

    sentence: Sentence
    passage: Passage
    language: str
    match: float = 0.0
    features: Features = Features()
    answer: AnswerSpan | None = None
    score: float = 0.0


def best_first(candidates: Iterable[Candidate]) -> list[Candidate]:
    """In the order of their scores; of equal ones the first in the archive first."""
    return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.sentence.id))
