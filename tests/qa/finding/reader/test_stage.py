"""The stage that reads."""

from __future__ import annotations

import pytest

from index import Archive, Candidate
from index.text import Question
from qa.finding import Reader, open_reader, run, stages
from qa.finding.reader.stage import PASSAGES

QUESTION = Question("How long did the meeting last?", "en")


@pytest.fixture(scope="module")
def reader() -> Reader:
    opened = open_reader()
    assert opened is not None
    return opened


def found(archive: Archive, reader: Reader | None) -> list[Candidate]:
    return run(QUESTION, stages(archive.current(), archive.embedder, reader))


def test_of_the_best_passages_every_sentence_is_read(
    seeds_archive: Archive, reader: Reader
) -> None:
    before, after = found(seeds_archive, None), found(seeds_archive, reader)
    best = list(dict.fromkeys(c.passage.id for c in before))[:PASSAGES]
    assert {c.sentence.id for c in after} == {c.sentence.id for c in before if c.passage.id in best}
    for candidate in after:
        assert candidate.answer is not None
        sentence, answer = candidate.sentence, candidate.answer
        assert sentence.start <= answer.start < answer.end <= sentence.end


def test_a_time_is_told_from_a_place(seeds_archive: Archive, reader: Reader) -> None:
    first = found(seeds_archive, reader)[0]
    assert "dauerte vier Stunden" in first.sentence.text
    assert first.answer is not None
    text = seeds_archive.current().article(first.sentence.article_id).text
    assert "vier Stunden" in text[first.answer.start : first.answer.end]
