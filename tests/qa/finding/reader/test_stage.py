"""The stage that reads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index import Archive, Candidate
from index.text import Question
from qa.finding import Reader, find, open_reader, run, stages
from qa.finding.reader.stage import PASSAGES, Read

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
    read = [candidate for candidate in after if candidate.answer is not None]
    assert {c.sentence.id for c in read} == {c.sentence.id for c in before if c.passage.id in best}
    for candidate in read:
        assert candidate.answer is not None
        sentence, answer = candidate.sentence, candidate.answer
        assert sentence.start <= answer.start < answer.end <= sentence.end


def test_what_is_not_read_follows_in_the_order_of_the_search(
    seeds_archive: Archive, reader: Reader
) -> None:
    before, after = found(seeds_archive, None), found(seeds_archive, reader)
    rest = after[sum(candidate.answer is not None for candidate in after) :]
    assert rest and all(candidate.answer is None for candidate in rest)
    ids = {candidate.sentence.id for candidate in rest}
    assert [c.sentence.id for c in rest] == [c.sentence.id for c in before if c.sentence.id in ids]
    assert len(after) == len(before)


def test_no_more_is_read_than_the_limit_says(seeds_archive: Archive, reader: Reader) -> None:
    before = found(seeds_archive, None)
    after = Read(seeds_archive.current(), reader, 2)(QUESTION, before)
    assert len({c.passage.id for c in after if c.answer is not None}) == 2


def test_only_what_is_read_is_quoted(seeds_archive: Archive, reader: Reader) -> None:
    snapshot = seeds_archive.current()
    finding = find(QUESTION, stages(snapshot, seeds_archive.embedder, reader), snapshot)
    best, *others = finding.candidates
    unread = [replace(c, answer=None, score=best.score) for c in others]
    (quote,) = replace(finding, candidates=(best, *unread)).quotes(3)
    assert quote.best == best


def test_a_time_is_told_from_a_place(seeds_archive: Archive, reader: Reader) -> None:
    first = found(seeds_archive, reader)[0]
    assert "dauerte vier Stunden" in first.sentence.text
    assert first.answer is not None
    text = seeds_archive.current().article(first.sentence.article_id).text
    assert "vier Stunden" in text[first.answer.start : first.answer.end]
