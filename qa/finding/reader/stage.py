"""The stage that reads: what the search ranks first is read with the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index import Candidate, Passage, Snapshot
from index.search import AnswerSpan, best_first
from index.text import Question
from qa.finding.reader.reader import Reader, ReadPassage
from qa.finding.reader.weighing import reading_score

# `python -m benchmarks.reading_depth` says what more of them give, and cost.
PASSAGES = 5


class Read:
    """:param snapshot: whose articles have the passages' titles.
    :param limit: how many passages are read.
    """

    def __init__(self, snapshot: Snapshot, reader: Reader, limit: int = PASSAGES) -> None:
        self._snapshot = snapshot
        self._reader = reader
        self._limit = limit

    def __call__(self, question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The sentences of the best passages, those first that the reader finds an answer in; then
        what it has not read, in the order of the search.

        :param candidates: best first.
        """
        passages = list({c.passage.id: c.passage for c in candidates}.values())[: self._limit]
        read = self._read(question, passages)
        weighed = [_weighed(candidate, read.get(candidate.passage.id)) for candidate in candidates]
        first = best_first(candidate for candidate in weighed if candidate.answer is not None)
        rest = best_first(candidate for candidate in weighed if candidate.answer is None)
        if first and rest:
            below = min(0.0, first[-1].score - rest[0].score)
            rest = [replace(candidate, score=candidate.score + below) for candidate in rest]
        return first + rest

    def _read(self, question: Question, passages: Sequence[Passage]) -> dict[int, ReadPassage]:
        titles = self._snapshot.titles({passage.article_id for passage in passages})
        texts = [(titles[passage.article_id], passage.text) for passage in passages]
        read = self._reader.read(question.standalone, texts)
        return {passage.id: of for passage, of in zip(passages, read, strict=True)}


def _weighed(candidate: Candidate, read: ReadPassage | None) -> Candidate:
    sentence, shift = candidate.sentence, candidate.passage.start
    span = read.best(sentence.start - shift, sentence.end - shift) if read is not None else None
    if span is None:  # not read, or beyond what the encoder has positions for
        return candidate
    answer = AnswerSpan(span.start + shift, span.end + shift, span.odds)
    score = reading_score(candidate.score, span.odds)
    return replace(candidate, answer=answer, score=score)
