"""CSV files: their shape is found out, a row is an article."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from statistics import median

import pytest

from index import InputError
from index.articles import Source, extract_articles
from index.articles.formats.csv_file import read_rows

NEWS = Path(__file__).parents[5] / "shared" / "data" / "10kgnad-test.csv"

# Every mark that a dialect could take for its own stands in the text.
TEXTS = [
    'Die Ministerin sagte: "Nein"; mehr sagte sie nicht, auch nicht auf Nachfrage.',
    "Es war's dann: drei Tore, zwei Karten; ein Sieg | und das am Abend.",
    "Der Zug fuhr ab.\n\nNiemand sah ihm nach, denn es regnete; so war das 'damals'.",
    "Ein Satz ohne jedes Zeichen steht auch dabei",
]


def _csv(rows: list[list[str]], delimiter: str = ",", quote: str = '"') -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, quotechar=quote).writerows(rows)
    return file.getvalue().replace("\r\n", "\n")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_delimiter_and_quote_are_found_out(delimiter: str, quote: str) -> None:
    rows = [["Inland", text] for text in TEXTS]
    assert [row["text"] for row in read_rows(_csv(rows, delimiter, quote))] == TEXTS


@pytest.mark.parametrize("name", ["text", "Text", " BODY ", "content", "Inhalt", "texte"])
def test_the_text_column_is_found_by_its_name(name: str) -> None:
    remark = "A remark that is much longer than any of the texts that stand next to it. " * 9
    content = _csv([["remark", name], *([remark, text] for text in TEXTS)])
    assert [row["text"] for row in read_rows(content)] == TEXTS


def test_without_a_name_the_longest_column_is_the_text() -> None:
    content = _csv([["id", "was", "topic"], *([str(i), t, "News"] for i, t in enumerate(TEXTS))])
    read = [row["text"] for row in read_rows(content)]
    assert read[-len(TEXTS) :] == TEXTS


def test_named_columns_become_the_fields() -> None:
    content = _csv(
        [
            ["Datum", "Titel", "Autor", "Quelle", "Link", "Sprache", "Volltext", "Nr"],
            ["2022-01-12", "Zug", "E. Lang", "Bote", "https://example.org", "de", TEXTS[0], "7"],
        ]
    )
    assert list(read_rows(content)) == [
        {
            "date": "2022-01-12",
            "title": "Zug",
            "author": "E. Lang",
            "source": "Bote",
            "url": "https://example.org",
            "language": "de",
            "text": TEXTS[0],
        }
    ]


def test_a_named_title_does_not_hide_an_unnamed_text() -> None:
    content = _csv([["title", "stuff"], *([f"T{i}", text] for i, text in enumerate(TEXTS))])
    assert [(row["title"], row["text"]) for row in read_rows(content)] == [
        (f"T{i}", text) for i, text in enumerate(TEXTS)
    ]


def test_a_single_named_column_will_do() -> None:
    assert [row["text"] for row in read_rows("text\nOne line\nAnother line\n")] == [
        "One line",
        "Another line",
    ]


def test_rows_without_text_are_left_out() -> None:
    content = _csv([["title", "text"], ["a", TEXTS[0]], ["b", ""], ["c", "  "], ["d"], []])
    assert [row["title"] for row in read_rows(content)] == ["a"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("just a line of text\nand another one\n", "no columns were found"),
        ("a,b,c\n1,2,3\n4,5,6\n", "no column of running text was found"),
        ("", "no columns were found"),
        ("\n\n\n", "no columns were found"),
    ],
)
def test_what_is_no_table_of_texts_is_an_error(content: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        list(read_rows(content))


def test_a_row_is_an_article_and_a_repeated_row_is_not_another(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    rows = [["title", "language", "text"], ["A", "de", TEXTS[0]], ["B", "de", TEXTS[1]]]
    path.write_text(_csv([*rows, ["A", "de", TEXTS[0]]]), encoding="utf-8")
    articles = list(extract_articles(Source(path)))
    assert [(a.title, a.text, a.path) for a in articles] == [
        ("A", TEXTS[0], str(path)),
        ("B", TEXTS[1], str(path)),
    ]


def test_a_row_keeps_its_identity_where_it_moves(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    header, row = ["title", "language", "text"], ["A", "de", TEXTS[0]]
    path.write_text(_csv([header, row]), encoding="utf-8")
    (alone,) = extract_articles(Source(path))
    path.write_text(_csv([header, ["New", "de", TEXTS[1]], row]), encoding="utf-8")
    assert [a.id for a in extract_articles(Source(path))][1] == alone.id


def test_a_bad_csv_file_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("a,b,c\n1,2,3\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        list(extract_articles(Source(path)))
    assert str(caught.value) == (
        f"cannot read {path}: no column of running text was found in it (name one “text”)"
    )


def test_a_csv_file_whose_texts_are_all_empty_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("title,text\nA,\nB,\n", encoding="utf-8")
    with pytest.raises(InputError, match="it holds no text"):
        list(extract_articles(Source(path)))


def test_a_real_archive_of_news_is_read_row_by_row() -> None:
    if not NEWS.is_file():
        pytest.skip(f"the news archive is not there ({NEWS})")
    rows = list(read_rows(NEWS.read_text(encoding="utf-8")))
    assert len(rows) == 1_028
    assert median(len(row["text"]) for row in rows) > 2_000
    assert rows[0]["text"].startswith('Die Gewerkschaft GPA-djp lanciert den "All-in-Rechner"')


LONG = "Der Deich brach in der Nacht, und viele Schafe ertranken in der Flut."


def test_a_text_that_falls_apart_at_its_commas_is_put_together() -> None:
    assert list(read_rows(f"title,text\nA,{LONG}\nB,{LONG}\n")) == [
        {"title": "A", "text": LONG},
        {"title": "B", "text": LONG},
    ]


def test_a_row_with_too_many_fields_is_an_error() -> None:
    with pytest.raises(ValueError, match="the row in line 3 has 3 fields instead of 2"):
        list(read_rows(f'text,title\n"{LONG}",A\n{LONG},B\n'))


def test_a_quote_that_is_not_closed_is_an_error() -> None:
    rows = [f'A{n};"{LONG}' + ('"' if n != 5 else "") for n in range(10)]
    with pytest.raises(ValueError, match="in the row that begins in line 7"):
        list(read_rows("title;text\n" + "\n".join(rows)))


def test_blank_lines_before_the_header_are_skipped() -> None:
    assert list(read_rows(f'\n\ntitle,text\nA,"{LONG}"\n')) == [{"title": "A", "text": LONG}]


def test_metadata_is_one_bounded_line() -> None:
    (row,) = read_rows(f'title,text\n"{"x" * 5_000}\n\x1b\u202ey","{LONG}"\n')
    assert row["title"] == "x" * 1_000


def test_a_language_is_kept_only_where_it_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    languages = ("EN", "de-AT", "Deutsch", "[de, en]")
    rows = "".join(f'"{name}","{LONG} {name}"\n' for name in languages)
    path.write_text(f"language,text\n{rows}", encoding="utf-8")
    assert [article.language for article in extract_articles(Source(path))] == [
        "en",
        "de",
        "de",
        "de",
    ]
