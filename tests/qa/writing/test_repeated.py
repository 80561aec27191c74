"""What a model says twice is said once; what only looks alike is not the same."""

from __future__ import annotations

import pytest

from qa.answers import WrittenSentence
from qa.writing.repeated import said_once

CLOSED = "The council closed the old bridge in Harrowmere"


def once(*texts: str, language: str = "en") -> list[tuple[str, tuple[int, ...]]]:
    sentences = [WrittenSentence(text, (number,), True) for number, text in enumerate(texts, 1)]
    return [(s.text, s.citations) for s in said_once(sentences, language)]


@pytest.mark.parametrize(
    "again",
    [
        f"{CLOSED}!",
        "the council closed the  old bridge, in Harrowmere.",
        "The council has also closed the old bridge in Harrowmere.",
        "The town council closed the old bridge in Harrowmere.",
        "In Harrowmere, the council closed the old bridge.",
    ],
)
def test_trivial_changes_make_no_other_sentence(again: str) -> None:
    assert once(f"{CLOSED}.", again) == [(f"{CLOSED}.", (1, 2))]


@pytest.mark.parametrize(
    "other",
    [
        "The council opened the old bridge in Harrowmere.",
        "The council did not close the old bridge in Harrowmere.",
        "The council closed the old bridge in Harrowmere in 2021.",
        "The council closed the old bridge in Harrowmere for two days.",
        "The old bridge closed the council in Harrowmere.",
        "The council closed the old bridge.",
    ],
)
def test_another_word_number_or_order_makes_another_sentence(other: str) -> None:
    assert len(once(f"{CLOSED}.", other)) == 2


def test_the_numbers_of_a_sentence_said_five_times_are_kept() -> None:
    assert once(*["Vier Stunden."] * 5, language="de") == [("Vier Stunden.", (1, 2, 3, 4, 5))]


def test_what_is_supported_stands_for_what_is_not() -> None:
    for wrong, right in (((1,), (2,)), ((2,), (1,))):
        sentences = [
            WrittenSentence("Four hours.", wrong, wrong == (2,)),
            WrittenSentence("Four hours.", right, right == (2,)),
        ]
        assert said_once(sentences, "en") == [WrittenSentence("Four hours.", (2,), True)]
