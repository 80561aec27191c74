"""Which answers a suggested question has to have."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from index import ArticleDescription
from qa import Answer, Assistant, Citation
from qa.answers import ShortAnswer
from qa.suggesting.checking import is_answered
from qa.suggesting.suggestion import Suggestion

QUOTE = "Bundeskanzlerin Angela Merkel und Präsident Nicolas Sarkozy forderten mit Moskau Dialog."
ARTICLE = ArticleDescription(id="a", title="Titel", language="de")
WHO = Suggestion("Wer ist Nicolas Sarkozy?", "de", "who", "other", 0, QUOTE, (0, 0))


class Answering:
    """Whoever is asked, this is the answer."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def quote(self, question: str) -> Answer:
        return self._answer


def answer(words: str | None, **how: object) -> Answer:
    """One that quotes QUOTE, which stands at 100, with these words of it."""
    short = None
    if words is not None:
        start = 100 + QUOTE.index(words)
        short = ShortAnswer(words, start, start + len(words))
    citation = Citation(
        1, QUOTE, 100, 100 + len(QUOTE), 0.9, short_answer=short, article=ARTICLE
    )  # fmt: skip
    given = Answer(
        "?", "de", "…", False, 0.9, "quote", citations=(citation,), sureness="likely"
    )  # fmt: skip
    return replace(given, **how)  # type: ignore[arg-type]


def passes(suggestion: Suggestion, given: Answer) -> bool:
    return is_answered(suggestion, cast(Assistant, Answering(given)))


@pytest.mark.parametrize(
    ("words", "is_meant"),
    [
        ("Präsident", True),
        ("Bundeskanzlerin", False),
        ("Bundeskanzlerin Angela Merkel und Präsident", False),
        ("Präsident Nicolas Sarkozy", False),
        ("räsident", False),
        ("Dialog", False),
        (None, False),
    ],
)
def test_who_somebody_is_says_their_own_role(words: str | None, is_meant: bool) -> None:
    assert passes(WHO, answer(words)) is is_meant


@pytest.mark.parametrize(
    "how",
    [
        {"refused": True},
        {"sureness": "perhaps"},
        {"language": "en"},
        {"citations": ()},
    ],
)
def test_an_answer_has_to_be_sure_and_in_the_readers_language(how: dict) -> None:
    assert passes(WHO, answer("Präsident"))
    assert not passes(WHO, answer("Präsident", **how))


def test_what_somebody_demanded_stands_right_behind_that() -> None:
    end = QUOTE.index(" mit Moskau")
    act = Suggestion("?", "de", "demand", "a", 100, QUOTE, (end, len(QUOTE)))
    assert passes(act, answer("mit Moskau Dialog"))
    assert passes(act, answer("Dialog"))
    assert not passes(act, answer("Nicolas Sarkozy"))
    assert not passes(replace(act, article="another"), answer("Dialog"))
    early = replace(act, answer=(0, len(QUOTE)))
    assert not passes(early, answer("Dialog"))


def test_when_something_was_is_said_by_the_date() -> None:
    start = QUOTE.index("Moskau")
    dated = Suggestion("?", "de", "when", "a", 100, QUOTE, (start, start + 6))
    assert passes(dated, answer("mit Moskau"))
    assert not passes(dated, answer("Dialog"))


def test_what_an_article_is_about_is_said_by_that_article() -> None:
    about = Suggestion("?", "de", "about", "a", 0, "Titel", (0, 0))
    assert passes(about, answer(None))
    assert not passes(replace(about, article="another"), answer(None))
