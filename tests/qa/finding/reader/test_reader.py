"""The shipped reader at work."""

from __future__ import annotations

import numpy as np
import pytest

from qa.finding import Reader, open_reader
from qa.finding.reader.reader import ReadPassage

TALKS = (
    "Die Gespräche im Rathaus von Quellstadt dauerten vier Stunden. Bürgermeisterin Ilse Brandt "
    "lud danach zum Essen ein. Am 3. Mai wird in Kassel weiter verhandelt."
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    opened = open_reader()
    assert opened is not None
    return opened


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How long did the talks last?", "vier Stunden"),
        ("Wie lange dauerten die Gespräche?", "vier Stunden"),
        ("Who invited them to dinner?", "Ilse Brandt"),
        ("Où les négociations se poursuivent-elles ?", "Kassel"),
        ("¿Cuándo continúan las negociaciones?", "3. Mai"),
    ],
)
def test_it_finds_the_words_that_answer_in_any_language(
    reader: Reader, question: str, answer: str
) -> None:
    (read,) = reader.read(question, [("Gespräche im Rathaus", TALKS)])
    span = read.best(0, len(TALKS))
    assert span is not None
    assert answer in TALKS[span.start : span.end]
    assert len(TALKS[span.start : span.end]) < 40


def test_it_is_less_sure_where_the_answer_is_not(reader: Reader) -> None:
    question = "How long did the talks last?"
    without = TALKS.partition(". ")[2]
    held, lacking, other = reader.read(
        question, [("", TALKS), ("", without), ("", "Der Zirkus bleibt bis Sonntag in Würzburg.")]
    )
    odds = [
        read.best(0, len(text)).odds  # type: ignore[union-attr]
        for read, text in ((held, TALKS), (lacking, without), (other, "x" * 42))
    ]
    assert odds[0] > odds[1] + 1
    assert odds[0] > odds[2] + 1


def test_what_is_read_beside_a_passage_changes_nothing(reader: Reader) -> None:
    (alone,) = reader.read("Who invited them?", [("", TALKS)])
    *_, beside = reader.read("Who invited them?", [("", TALKS * 3), ("", "Kurz."), ("", TALKS)])
    np.testing.assert_allclose(alone.starts, beside.starts, atol=0.6)
    assert alone.best(0, len(TALKS)) is not None
    ours, theirs = alone.best(0, len(TALKS)), beside.best(0, len(TALKS))
    assert ours is not None and theirs is not None
    assert (ours.start, ours.end) == (theirs.start, theirs.end)


def test_an_answer_begins_before_it_ends_and_stays_in_its_sentence() -> None:
    spans = np.array([[0, 4], [5, 9], [10, 14], [15, 19]])
    read = ReadPassage(spans, np.array([0.0, 1.0, 9.0, 2.0]), np.array([9.0, 1.0, 0.0, 3.0]))
    best = read.best(0, 20)
    assert best is not None and (best.start, best.end, best.odds) == (10, 19, 12.0)
    within = read.best(0, 9)
    assert within is not None and (within.start, within.end, within.odds) == (0, 4, 9.0)
    inside = read.best(6, 8)
    assert inside is not None and (inside.start, inside.end) == (6, 8)
    assert read.best(20, 30) is None


def test_no_passages_no_answers(reader: Reader) -> None:
    assert reader.read("Who?", []) == []
