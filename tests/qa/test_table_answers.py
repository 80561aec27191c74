"""A question whose answer is one row of a long table, from the files to the text."""

from __future__ import annotations

import pytest

from index import Archive, Embedder, update_index
from prompts import languages, texts
from qa import Assistant
from qa.composing import compose_refusal

CLUBS = ("Eastbank", "Millford", "Northgate", "Old Ferry", "Pinewater")
FIRST = ("Anna", "Clara", "Edith", "Greta", "Ida", "Nora")
LAST = ("Holt", "Marsh", "Quill", "Rook", "Sander", "Thorne", "Ulmer", "Vance", "Wick", "Yardley")
NAMES = [f"{first} {last}" for last in LAST for first in FIRST]
ROWS = [f"| {year} | {name} | {CLUBS[year % 5]} |" for year, name in enumerate(NAMES, start=1950)]
ARTICLE = (
    "---\nlanguage: en\n---\n# The Larkham Regatta\n\nThe race is held every June.\n\n"
    "| Year | Winner | Club |\n|------|--------|------|\n" + "\n".join(ROWS) + "\n"
)
COLUMNS = ("Year", "Winner", "Club")


@pytest.fixture(scope="module")
def regatta(real_embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("regatta")
    (folder / "regatta.md").write_text(ARTICLE, encoding="utf-8")
    update_index(folder / "index", [folder], real_embedder, lambda done, total, what: None)
    return Assistant(Archive(folder / "index", real_embedder))


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("Who won the regatta in 1987?", 1987),
        ("Wer gewann die Regatta im Jahr 2003?", 2003),
        ("In which year did Edith Quill win?", 1950 + NAMES.index("Edith Quill")),
    ],
)
def test_the_row_that_answers_is_quoted_alone_with_its_columns(
    regatta: Assistant, question: str, year: int
) -> None:
    answer = regatta.answer(question)
    first = answer.citations[0]
    assert not answer.refused
    assert first.quote == ROWS[year - 1950]
    assert (
        regatta.archive.current().article(first.article.id).text[first.start : first.end]
        == first.quote
    )
    assert first.table_header == COLUMNS
    assert "Year | Winner | Club" in answer.text
    for citation, (start, end) in zip(answer.citations, answer.quoted_at, strict=True):
        assert answer.text[start:end] == citation.quote


def test_json_names_the_columns_of_a_row_and_of_nothing_else(regatta: Assistant) -> None:
    row = regatta.answer("Who won the regatta in 1987?").to_json()["citations"][0]
    assert row["table_header"] == COLUMNS
    prose = regatta.answer("When is the race held?").to_json()["citations"][0]
    assert prose["quote"].endswith("The race is held every June.")
    assert "table_header" not in prose


def test_every_language_names_the_columns(regatta: Assistant) -> None:
    nearest = regatta.answer("Who won the regatta in 1987?").citations[0]
    for language in languages("answer"):
        named = texts("answer", language)["columns"].format(columns="Year | Winner | Club")
        assert compose_refusal(nearest, language).text.endswith(named)
