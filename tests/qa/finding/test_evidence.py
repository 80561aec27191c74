"""Which candidates are quoted: as many as come close, neighbours as one."""

from __future__ import annotations

from index import Candidate
from index.articles.article import Article, Passage, Sentence
from index.search import Features
from qa.finding.evidence import choose_quotes

SENTENCES = [
    "Am Montag kam der Minister an.",
    "Er sprach mit den Gesandten.",
    "Am Dienstag reiste er ab.",
    "Ein Vertrag kam nicht zustande.",
    "Beide Seiten wollen im Mai wieder verhandeln.",
]
TEXT = " ".join(SENTENCES)
ARTICLE = Article(id="report", text=TEXT, title="Besuch", language="de")


def candidate(number: int, score: float, article: str = "report") -> Candidate:
    """The sentence of that number."""
    start = TEXT.index(SENTENCES[number])
    end = start + len(SENTENCES[number])
    return Candidate(
        sentence=Sentence(number, 1, article, start, end, TEXT[start:end]),
        passage=Passage(1, article, 0, len(TEXT), TEXT),
        language="de",
        features=Features(sentence=score, passage=score),
        score=score,
    )


def quoted(*candidates: Candidate) -> list[str]:
    return [TEXT[quote.start : quote.end] for quote in choose_quotes(candidates)]


def test_the_best_sentence_alone_is_quoted_where_the_others_are_far_behind() -> None:
    assert quoted(candidate(2, 9.0), candidate(0, 3.9)) == [SENTENCES[2]]


def test_sentences_next_to_each_other_are_one_quote_in_reading_order() -> None:
    assert quoted(candidate(2, 9.0), candidate(1, 8.9)) == [f"{SENTENCES[1]} {SENTENCES[2]}"]


def test_a_sentence_between_two_quotes_makes_them_one() -> None:
    quotes = quoted(candidate(2, 9.0), candidate(0, 8.9), candidate(4, 8.8), candidate(1, 8.7))
    assert quotes == [" ".join(SENTENCES[:3]), SENTENCES[4]]


def test_two_quotes_that_would_be_too_long_together_stay_two() -> None:
    quotes = quoted(candidate(1, 9.0), candidate(0, 8.9), candidate(3, 8.8), candidate(2, 8.7))
    assert quotes == [" ".join(SENTENCES[:3]), SENTENCES[3]]


def test_a_quote_stands_where_its_best_sentence_does() -> None:
    quotes = choose_quotes([candidate(0, 9.0), candidate(3, 8.9), candidate(4, 8.8)])
    assert [quote.best.sentence.text for quote in quotes] == [SENTENCES[0], SENTENCES[3]]


def test_a_quote_has_no_more_than_three_sentences() -> None:
    quotes = quoted(*(candidate(number, 9 - number / 10) for number in range(5)))
    assert quotes == [" ".join(SENTENCES[:3]), " ".join(SENTENCES[3:])]


def test_there_are_no_more_than_three_quotes_however_many_sentences_come_close() -> None:
    others = [candidate(number, 9.0, f"article {number}") for number in range(5)]
    assert [quote.article_id for quote in choose_quotes(others)] == [
        "article 0",
        "article 1",
        "article 2",
    ]


def test_a_fourth_quote_does_not_hide_a_neighbour_of_the_first() -> None:
    apart = [candidate(number, 9.0, f"article {number}") for number in (0, 2, 3)]
    quotes = choose_quotes([*apart, candidate(1, 9.0, "article 0")])
    assert quotes[0].sentences == 2


def test_what_says_the_same_in_another_article_is_quoted_once() -> None:
    quotes = choose_quotes([candidate(1, 9.0), candidate(1, 8.9, "copy"), candidate(3, 8.8)])
    assert [quote.article_id for quote in quotes] == ["report", "report"]


def test_a_refusal_quotes_the_closest_place_alone() -> None:
    quotes = choose_quotes([candidate(0, 9.0), candidate(3, 8.9), candidate(1, 8.8)], limit=1)
    assert len(quotes) == 1


def test_rows_of_a_table_are_quoted_each_alone() -> None:
    rows = ["| 1986 | Jonas Quill |", "| 1987 | Anna Holt |", "| 1988 | Ida Wick |"]
    text = "\n".join(rows)
    candidates = [
        Candidate(
            sentence=Sentence(n, 1, "cup", text.index(row), text.index(row) + len(row), row),
            passage=Passage(1, "cup", 0, len(text), text),
            language="en",
            features=Features(),
            score=9 - n,
        )
        for n, row in enumerate(rows)
    ]
    assert [text[q.start : q.end] for q in choose_quotes(candidates)] == rows
