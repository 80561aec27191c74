"""CSV files: their shape is found out, a row is an article."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from statistics import median

import pytest

from index import InputError
from index.articles import Source, extract_articles
from index.articles.formats import CSV

NEWS = Path(__file__).parents[5] / "shared" / "data" / "10kgnad-test.csv"

# Every mark that a dialect could take for its own stands in the text.
TEXTS = [
    'Die Ministerin sagte: "Nein"; mehr sagte sie nicht, auch nicht auf Nachfrage.',
    "Es war's dann: drei Tore, zwei Karten; ein Sieg | und das am Abend.",
    "Der Zug fuhr ab.\n\nNiemand sah ihm nach, denn es regnete; so war das 'damals'.",
    "Ein Satz ohne jedes Zeichen steht auch dabei",
]


def read_rows(content: str) -> list[dict[str, str]]:
    """What the rows of a file say, each of which is read."""
    rows, problems = _read(content)
    assert not problems
    return rows


def _read(
    content: str, name: str = "a.csv", columns: dict[str, str] | None = None
) -> tuple[list[dict[str, str]], list[str]]:
    problems: list[str] = []
    source = Source(Path(name), columns=columns, data=content.encode())
    entries = CSV().read(source, problems.append)
    return [{**entry.given, "text": entry.text} for entry in entries], problems


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
    assert (read_rows(content)) == [
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


def test_rows_without_text_are_told() -> None:
    content = _csv([["title", "text"], ["a", TEXTS[0]], ["b", ""], ["c", "  "], ["d"], []])
    rows, problems = _read(content)
    assert [row["title"] for row in rows] == ["a"]
    assert problems == ["no text in rows 2, 3 and 4"]


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
    problems: list[str] = []
    articles = list(extract_articles(Source(path), problems.append))
    assert problems == [f"{path}: 1 of its articles repeats another one"]
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
    rows = read_rows(NEWS.read_text(encoding="utf-8"))
    assert len(rows) == 1_028
    assert median(len(row["text"]) for row in rows) > 2_000
    assert rows[0]["text"].startswith('Die Gewerkschaft GPA-djp lanciert den "All-in-Rechner"')


LONG = "Der Deich brach in der Nacht, und viele Schafe ertranken in der Flut."


def test_a_text_that_falls_apart_at_its_commas_is_put_together() -> None:
    assert (read_rows(f"title,text\nA,{LONG}\nB,{LONG}\n")) == [
        {"title": "A", "text": LONG},
        {"title": "B", "text": LONG},
    ]


def test_a_row_with_too_many_fields_is_told_and_the_others_are_read() -> None:
    rows, problems = _read(f'text,title\n"{LONG}",A\n{LONG},B\n"{LONG}",C\n')
    assert [row["title"] for row in rows] == ["A", "C"]
    assert problems == [
        "the row in line 3 is left out: it has 3 fields instead of 2: put texts that hold “,” in "
        "quotes"
    ]


def test_a_quote_that_is_not_closed_costs_its_row_alone() -> None:
    lines = [f'A{n};"{LONG}' + ('"' if n != 5 else "") for n in range(10)]
    rows, problems = _read("title;text\n" + "\n".join(lines))
    assert [row["title"] for row in rows] == [f"A{n}" for n in range(10) if n != 5]
    assert len(problems) == 1
    assert problems[0].startswith("the row in line 7 is left out: ")
    assert problems[0].endswith('(is a closing " missing?)')


def test_a_quote_that_is_not_closed_before_the_end_is_told() -> None:
    rows, problems = _read(f'title;text\nA;"{LONG}"\nB;"{LONG}\nstill B\n')
    assert [row["title"] for row in rows] == ["A"]
    assert len(problems) == 1
    assert problems[0].startswith("lines 3 to 4 are left out: ")


def test_a_header_that_is_irregular_costs_no_row() -> None:
    rows, problems = _read(f'"title"x,text\nA,"{LONG}"\nB,"{LONG}"\n')
    assert [row["text"] for row in rows] == [LONG, LONG]
    assert len(problems) == 1


def test_a_row_that_swallows_others_is_told() -> None:
    content = f'title,text,nr\nA,"{LONG}",1\nB,"{LONG},2\nC,{LONG[:20]},3\nD,a plank of 5",4\n'
    rows, problems = _read(content.replace(LONG, "The dyke broke that night."))
    assert [row["title"] for row in rows] == ["A", "B"]
    assert problems == [
        "the row in line 3 seems to have swallowed some of those after it, up to line 5 "
        '(is a closing " missing?)'
    ]


def test_a_text_of_several_lines_swallows_nothing() -> None:
    rows = read_rows(f'title,text\nA,"Rain, and wind,\nand then, at last, sun\n{LONG}"\n')
    assert rows[0]["text"].count("\n") == 2


def test_of_many_bad_rows_the_first_are_told_and_the_others_counted() -> None:
    _, problems = _read(f'text,title\n"{LONG}",A\n' + f"{LONG},B\n" * 50)
    assert len(problems) == 21
    assert problems[-1] == "30 more rows are irregular"


def test_a_file_of_bad_rows_is_given_up() -> None:
    lines = [f'A{n};"{LONG}"' for n in range(300)] + [f'B;"{LONG}" x' for _ in range(200)]
    with pytest.raises(ValueError, match="it is not a regular CSV file"):
        _read("title;text\n" + "\n".join(lines))


def test_tabs_alone_part_the_columns_of_a_tsv_file() -> None:
    content = f"title\ttext\nA, B; C\t{LONG}\nD\t{LONG}\n"
    assert _read(content, "a.tsv")[0] == [
        {"title": "A, B; C", "text": LONG},
        {"title": "D", "text": LONG},
    ]


def test_columns_are_what_somebody_said() -> None:
    content = f"Kopf,Rumpf,text\nA,{LONG.replace(',', '')},note\n"
    said = {"text": "rumpf", "title": "Kopf"}
    assert _read(content, columns=said)[0] == [{"title": "A", "text": LONG.replace(",", "")}]
    with pytest.raises(ValueError, match=r"it has no column 'body' \(there are: Kopf, Rumpf, text"):
        _read(content, columns={"text": "body"})


def test_a_row_knows_its_number(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'title,text\nA,"{LONG}"\nB,\nC,"{LONG}"\n', encoding="utf-8")
    articles = extract_articles(Source(path))
    assert [(article.title, article.row) for article in articles] == [("A", 1), ("C", 3)]


def test_blank_lines_before_the_header_are_skipped() -> None:
    assert (read_rows(f'\n\ntitle,text\nA,"{LONG}"\n')) == [{"title": "A", "text": LONG}]


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
