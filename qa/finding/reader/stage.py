"""The stage that reads: what the search ranks first is read with the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index import Candidate, Passage, Snapshot
from index.search import AnswerSpan, best_first
from index.text import Question
from qa.finding.reader.reader import Reader, ReadPassage
from qa.finding.reader.weighing import reading_score

PASSAGES = 8


class Read:
    """:param snapshot: whose articles have the passages' titles."""

    def __init__(self, snapshot: Snapshot, reader: Reader) -> None:
        self._snapshot = snapshot
        self._reader = reader

    def __call__(self, question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The sentences of the best passages, those first that the reader finds an answer in.

        :param candidates: best first.
        """
        passages = list({c.passage.id: c.passage for c in candidates}.values())[:PASSAGES]
        read = self._read(question, passages)
        return best_first(
            _weighed(candidate, read[candidate.passage.id])
            for candidate in candidates
            if candidate.passage.id in read
        )

    def _read(self, question: Question, passages: Sequence[Passage]) -> dict[int, ReadPassage]:
        titles = self._snapshot.titles({passage.article_id for passage in passages})
        texts = [(titles[passage.article_id], passage.text) for passage in passages]
        read = self._reader.read(question.standalone, texts)
        return {passage.id: of for passage, of in zip(passages, read, strict=True)}


def _weighed(candidate: Candidate, read: ReadPassage) -> Candidate:
    sentence, shift = candidate.sentence, candidate.passage.start
    span = read.best(sentence.start - shift, sentence.end - shift)
    if span is None:  # beyond what the encoder has positions for
        return candidate
    answer = AnswerSpan(span.start + shift, span.end + shift, span.odds)
    score = reading_score(candidate.score, span.odds)
    return replace(candidate, answer=answer, score=score)
