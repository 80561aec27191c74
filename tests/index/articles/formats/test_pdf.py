"""PDF files: reading order, broken words, margins, pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_pdf import HEIGHT, Line, column, made_pdf

from index import Article, InputError
from index.articles import Limits, Source, extract_articles
from index.articles.formats.pdf import is_garbled
from index.articles.pdf.pieces import _AS_READ, HYPHEN

LEFT, RIGHT, TOP = 50, 320, 700


def _read(data: bytes, limits: Limits | None = None) -> tuple[Article, list[str]]:
    source = Source(Path("a.pdf"), data=data)
    if limits:
        source = Source(Path("a.pdf"), data=data, limits=limits)
    problems: list[str] = []
    (article,) = extract_articles(source, problems.append)
    return article, problems


def _text(*lines: str) -> str:
    return _read(made_pdf([column(LEFT, TOP, lines)]))[0].text


STORY = [
    "The dyke of the village held all night long,",
    "although the water had risen by two metres and",
    "nobody had slept. In the morning the keeper",
    "walked along it once more, from end to end.",
]
OTHER = [
    "The bridge was opened on Tuesday at noon. The",
    "mayor cut the ribbon, and the band played on",
    "until it rained. Some said that it had cost too",
    "much, and that a ferry would have done as well.",
]


def test_lines_become_paragraphs() -> None:
    lines = column(LEFT, TOP, STORY) + column(LEFT, TOP - 80, OTHER)
    assert _read(made_pdf([lines]))[0].text == f"{' '.join(STORY)}\n\n{' '.join(OTHER)}"


def test_an_indented_line_begins_a_paragraph() -> None:
    lines = column(LEFT, TOP, STORY) + column(LEFT + 12, TOP - 48, OTHER[:1])
    lines += column(LEFT, TOP - 60, OTHER[1:])
    assert _read(made_pdf([lines]))[0].text == f"{' '.join(STORY)}\n\n{' '.join(OTHER)}"


@pytest.mark.parametrize("by_rows", [False, True])
def test_two_columns_are_read_one_after_the_other(by_rows: bool) -> None:
    left, right = column(LEFT, TOP, STORY), column(RIGHT, TOP, OTHER)
    rows = [line for pair in zip(left, right, strict=True) for line in pair]
    headline = Line(LEFT, TOP + 40, "A headline that reaches over both of the columns below", 18)
    lines = [headline, *(rows if by_rows else left + right)]
    text = _read(made_pdf([lines]))[0].text
    assert text.split("\n\n") == [headline.text, " ".join(STORY), " ".join(OTHER)]


def test_a_sentence_goes_on_in_the_next_column() -> None:
    left, right = column(LEFT, TOP, STORY[:3]), column(RIGHT, TOP, [STORY[3], *OTHER])
    text = _read(made_pdf([left + right]))[0].text
    assert " ".join(STORY) in text


def test_the_cells_of_a_table_stay_in_their_rows() -> None:
    rows = [("Year", "Height"), ("1987", "3.2 m"), ("1993", "2.9 m"), ("2002", "4.1 m")]
    lines = [
        Line(x, TOP - 12 * i, cell)
        for i, row in enumerate(rows)
        for x, cell in zip((LEFT, RIGHT), row, strict=True)
    ]
    text = _read(made_pdf([lines]))[0].text
    assert "1987 3.2 m" in text and "2002 4.1 m" in text


def test_the_long_cells_of_a_table_are_no_column() -> None:
    rows = [
        ("Year", "What happened"),
        ("1987", "The dyke held, but only just, they say"),
        ("1993", "The dyke held again, and nobody was hurt"),
        ("2002", "The dyke was raised"),
    ]
    lines = column(LEFT, TOP, STORY) + [
        Line(x, TOP - 80 - 12 * i, cell)
        for i, row in enumerate(rows)
        for x, cell in zip((LEFT, 150), row, strict=True)
    ]
    assert "1993 The dyke held again" in _read(made_pdf([lines]))[0].text


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("Der Wasser-", "stand stieg."), "Der Wasserstand stieg."),
        (("Die Nord-Ost-", "Strecke war gesperrt."), "Die Nord-Ost-Strecke war gesperrt."),
        (("Alle Haupt-", "und Nebenstellen."), "Alle Haupt- und Nebenstellen."),
        (("The well-known man is well-", "known."), "The well-known man is well-known."),
        (("In den Jahren 1987-", "1993 war es so."), "In den Jahren 1987-1993 war es so."),
        (("Der Was\xad", "serstand stieg."), "Der Wasserstand stieg."),
    ],
)
def test_a_hyphen_goes_where_it_only_broke_a_word(lines: tuple[str, str], text: str) -> None:
    assert _text(*lines) == text


def test_headers_footers_and_page_numbers_are_left_out() -> None:
    pages = [
        [
            Line(LEFT, HEIGHT - 30, f"The Daily Example - page {number}"),
            *column(LEFT, TOP, story),
            Line(280, 30, f"{number}"),
        ]
        for number, story in ((1, STORY), (2, OTHER), (3, STORY[::-1]))
    ]
    article, problems = _read(made_pdf(pages))
    assert "Daily" not in article.text
    assert not any(mark.isdigit() for mark in article.text)
    assert not problems


def test_the_rows_of_a_long_table_are_no_headers() -> None:
    pages = [
        [Line(x, HEIGHT - 40 - 12 * i, f"{page}{i}{x}") for i in range(60) for x in (LEFT, RIGHT)]
        for page in (1, 2, 3)
    ]
    text = _read(made_pdf(pages))[0].text
    assert all(line.text in text for lines in pages for line in lines)


def test_letters_that_are_set_as_one_are_read_as_several() -> None:
    assert "ﬁ".translate(_AS_READ) + "\xad".translate(_AS_READ) == f"fi{HYPHEN}"


def test_letters_that_stand_for_none_are_no_text() -> None:
    assert is_garbled("\ue001\ue002 \ufffd\ufffd The")
    assert not is_garbled("The dyke \ue001 held all night.")
    # a font whose letters are all of the private use area
    data = made_pdf([column(LEFT, TOP, STORY)])
    names = b" ".join(b"/uni%04X" % (0xE000 + code) for code in range(32, 127))
    encoding = b"/Encoding << /Type /Encoding /Differences [32 " + names + b"] >>"
    font = b"/Type /Font /Subtype /Type1 /BaseFont /Unknown "
    at = data.index(b"/Encoding /WinAnsiEncoding")
    start = data.rindex(b"/Type /Font", 0, at)
    data = data[:start] + font + encoding + data[at + len(b"/Encoding /WinAnsiEncoding") :]
    assert "its fonts do not say which letters they show" in _refusal(data)


def test_a_quote_knows_its_page_and_goes_on_over_it() -> None:
    pages = [column(LEFT, TOP, STORY[:3]), column(LEFT, TOP, STORY[3:]), column(LEFT, TOP, OTHER)]
    article, _ = _read(made_pdf(pages))
    assert article.text == f"{' '.join(STORY)}\n\n{' '.join(OTHER)}"
    assert article.page_of(article.text.index("nobody")) == 1
    assert article.page_of(article.text.index("walked")) == 2
    assert article.page_of(article.text.index("The bridge")) == 3


def test_a_word_that_a_page_breaks_is_put_together() -> None:
    pages = [column(LEFT, TOP, ["Und dann stieg der Wasser-"]), column(LEFT, TOP, ["stand."])]
    article, _ = _read(made_pdf(pages))
    assert article.text == "Und dann stieg der Wasserstand."
    assert article.page_of(article.text.index("stand.")) == 2


def test_what_it_says_of_itself_is_kept() -> None:
    said = {"Title": "The dyke", "Author": "Jane Doe", "CreationDate": "D:20220112095100+01'00'"}
    article, _ = _read(made_pdf([column(LEFT, TOP, STORY)], said))
    assert (article.title, article.author) == ("The dyke", "Jane Doe")
    assert article.date == "2022-01-12T09:51:00"
    article, _ = _read(made_pdf([column(LEFT, TOP, STORY)], {"Title": "Microsoft Word - a.doc"}))
    assert "Word" not in article.title


def test_a_page_without_text_is_told() -> None:
    _, problems = _read(made_pdf([column(LEFT, TOP, STORY), [], column(LEFT, TOP, OTHER)]))
    assert problems == ["a.pdf: no text on page 2 (scanned?)"]


def _refusal(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(InputError) as caught:
        _read(data, limits)
    return str(caught.value)


def test_a_scan_is_refused_with_what_to_do() -> None:
    assert _refusal(made_pdf([[], []])) == (
        "cannot read a.pdf: it has no text layer, as scans have none: have its text recognised "
        "first, by ocrmypdf for one"
    )


def test_what_is_protected_is_refused() -> None:
    data = made_pdf([column(LEFT, TOP, STORY)]).replace(
        b"/Root 1 0 R",
        (
            b"/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
            b"/O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>"
        ),
    )
    reason = "it is protected by a password: save it without one"
    assert _refusal(data) == f"cannot read a.pdf: {reason}"


def test_too_many_pages_are_refused() -> None:
    data = made_pdf([column(LEFT, TOP, STORY)] * 3)
    assert "it has more than 2 pages: split it up" in _refusal(data, Limits(pages=2))


def test_a_damaged_file_is_one_clear_line() -> None:
    assert _refusal(b"%PDF-1.4\nnothing").startswith("cannot read a.pdf: it is damaged")
    assert _refusal(b"no PDF at all").endswith("it is no .pdf file, whatever its name says")
