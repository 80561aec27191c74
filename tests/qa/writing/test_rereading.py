"""Read again with the question, a sentence has to give its quote's answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index import Article, Embedder
from qa.answers import Citation, ShortAnswer
from qa.finding import Reader, open_reader
from qa.writing.checking import check
from qa.writing.draft import read_draft
from qa.writing.rereading import answers_otherwise
from qa.writing.support import Support

TEXT = "Nach dem Treffen im Rathaus reiste die Ministerin mit dem Nachtzug weiter nach Kiruna."
TRIP = Article(id="trip", text=TEXT, title="Ministerin auf Reisen", language="de")
ASKED = "Where did the minister travel after the meeting?"


def quote(short: str | None = "Kiruna") -> Citation:
    at = TEXT.index(short) if short else 0
    answer = ShortAnswer(short, at, at + len(short)) if short else None
    return Citation(1, TEXT, 0, len(TEXT), 0.9, article=TRIP.description, short_answer=answer)


@pytest.fixture(scope="module")
def reader() -> Reader:
    opened = open_reader()
    assert opened is not None
    return opened


@pytest.fixture(scope="module")
def support(real_embedder: Embedder) -> Support:
    return Support(real_embedder)


@pytest.mark.parametrize(
    ("sentence", "otherwise"),
    [
        ("The minister travelled on to Kiruna.", False),
        ("La ministre a continué son voyage vers Kiruna.", False),
        ("The minister travelled to the town hall.", True),
        ("The weather in the north is mild for the season.", False),
    ],
)
def test_a_sentence_that_answers_gives_its_quotes_answer(
    sentence: str, otherwise: bool, reader: Reader, support: Support
) -> None:
    assert answers_otherwise(sentence, ASKED, [quote()], reader, support) == otherwise


def test_a_quote_without_a_short_answer_says_nothing_of_it(
    reader: Reader, support: Support
) -> None:
    said = "The minister travelled to the town hall."
    assert not answers_otherwise(said, ASKED, [quote(None)], reader, support)
    assert not answers_otherwise(said, ASKED, [], reader, support)


def test_one_of_its_quotes_is_enough(reader: Reader, support: Support) -> None:
    said = "The minister travelled on to Kiruna."
    other = replace(quote("im Rathaus"), number=2)
    assert answers_otherwise(said, ASKED, [other], reader, support)
    assert not answers_otherwise(said, ASKED, [other, quote()], reader, support)


def test_what_answers_otherwise_is_not_supported(reader: Reader, support: Support) -> None:
    """Its words are all in the quote: nothing else tells."""
    draft = read_draft("The minister travelled to the town hall [1].", "en")

    def supported(read: Reader | None) -> bool:
        (sentence,) = check(draft, ASKED, "en", [quote()], {TRIP.id: TRIP}, support, read)
        return sentence.supported

    assert supported(None), "the other checks find nothing"
    assert not supported(reader)
