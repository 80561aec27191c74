"""Documents of word processors: their order, their tables, and what they say of themselves."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from made_files import made_docx, made_odt, word_paragraph, zipped

from index import Article, InputError
from index.articles import Source, extract_articles

STORY = "The dyke held all night. Nobody in the village slept."


def _read(name: str, data: bytes) -> Article:
    (article,) = extract_articles(Source(Path(name), data=data))
    return article


def _cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{word_paragraph(text)}</w:tc>"


def test_a_word_document_is_read_in_its_order() -> None:
    table = (
        "<w:tbl><w:tr>" + _cell("Year") + _cell("Height") + "</w:tr><w:tr>"
        "" + _cell("1987") + _cell("3.2 m") + "</w:tr></w:tbl>"
    )
    item = "<w:numPr><w:numId w:val='1'/></w:numPr>"
    body = (
        word_paragraph("After the flood", properties='<w:pStyle w:val="Heading1"/>')
        + word_paragraph("The dyke held ", "all night. ", "Nobody in the village slept.")
        + table
        + word_paragraph("Three sheep were lost", properties=item)
        + word_paragraph("No house was", properties=item)
    )
    assert _read("a.docx", made_docx(body)).text.split("\n\n") == [
        "After the flood",
        STORY,
        "| Year | Height |\n|---|---|\n| 1987 | 3.2 m |",
        "- Three sheep were lost",
        "- No house was",
    ]


def test_cells_that_span_columns_keep_the_others_in_theirs() -> None:
    span = '<w:gridSpan w:val="2"/>'
    rows = [
        _cell("Year") + _cell("High") + _cell("Low"),
        _cell("both", span) + _cell("2.9 m"),
    ]
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert _read("a.docx", made_docx(body)).text.endswith("| both |  | 2.9 m |")


def test_notes_stand_behind_the_text_and_what_was_deleted_nowhere() -> None:
    body = (
        "<w:p><w:r><w:t>The dyke held.</w:t></w:r>"
        '<w:r><w:footnoteReference w:id="2"/></w:r>'
        "<w:del><w:r><w:delText>never</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:t xml:space='preserve"
        "'> It rained.</w:t><w:br/><w:t>All day</w:t><w:noBreakHyphen/><w:t>long.</w:t></w:r></w:p>"
    )
    notes = f'<w:footnote w:id="2">{word_paragraph("So the ", "keeper says.")}</w:footnote>'
    assert _read("a.docx", made_docx(body, notes)).text == (
        "The dyke held. It rained.\nAll day\u2011long.\n\nSo the keeper says."
    )


def test_a_text_box_follows_its_paragraph() -> None:
    box = (
        f"<w:r><w:pict><w:txbxContent>{word_paragraph('In a box.')}</w:txbxContent></w:pict></w:r>"
    )
    body = f"<w:p><w:r><w:t>Before </w:t></w:r>{box}<w:r><w:t>and after.</w:t></w:r></w:p>"
    assert _read("a.docx", made_docx(body)).text == "Before and after.\n\nIn a box."


def test_a_word_document_says_what_it_is() -> None:
    said = (
        "<dc:title>The dyke</dc:title><dc:creator>Jane Doe</dc:creator>"
        "<dcterms:created>2022-01-12T09:51:00Z</dcterms:created>"
    )
    article = _read("a.docx", made_docx(word_paragraph(STORY), said=said))
    assert (article.title, article.author) == ("The dyke", "Jane Doe")
    assert article.date == "2022-01-12T09:51:00Z"


def test_an_opendocument_text_is_read_in_its_order() -> None:
    body = (
        '<text:h>After the<text:s text:c="2"/>flood</text:h>'
        "<text:p>The dyke <text:span>held</text:span> all night.<text:note><text:note-citation>1"
        "</text:note-citation><text:note-body><text:p>So the keeper says.</text:p>"
        "</text:note-body></text:note> Nobody slept.<text:line-break/>It rained.</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Year</text:p></table:table-cell>"
        "<table:table-cell><text:p>Height</text:p></table:table-cell></table:table-row>"
        "<table:table-row><table:table-cell><text:p>1987</text:p></table:table-cell>"
        "<table:table-cell><text:p>3.2 m</text:p></table:table-cell></table:table-row>"
        "</table:table>"
        "<text:list><text:list-item><text:p>Three sheep</text:p></text:list-item></text:list>"
        "<office:annotation><text:p>never</text:p></office:annotation>"
    )
    said = (
        "<dc:title>The dyke</dc:title><meta:initial-creator>Jane Doe</meta:initial-creator>"
        "<meta:creation-date>2022-01-12T09:51:00</meta:creation-date>"
    )
    article = _read("a.odt", made_odt(body, said))
    assert article.text.split("\n\n") == [
        "After the flood",
        "The dyke held all night. Nobody slept.\nIt rained.",
        "| Year | Height |\n|---|---|\n| 1987 | 3.2 m |",
        "- Three sheep",
        "So the keeper says.",
    ]
    assert (article.title, article.author) == ("The dyke", "Jane Doe")
    assert article.date == "2022-01-12T09:51:00"


def test_an_rtf_document_is_read() -> None:
    data = (
        rb"{\rtf1\ansi\ansicpg1250{\fonttbl{\f0 Times;}}{\info{\title Der Deich}{\author Eva Lang}}"
        rb"\pard Za\'bf\'f3\'b3\'e6 g\u281?\'9cl\u261?.\par Der \b Deich\b0  hielt.\par}"
    )
    article = _read("a.rtf", data)
    assert article.text == "Zażółć gęślą.\n\nDer Deich hielt."
    assert (article.title, article.author) == ("Der Deich", "Eva Lang")


BOMB = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghi"))
    + "]>"
)
SECRET = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("prolog", [BOMB, SECRET])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_not_read(prolog: str, encoding: str) -> None:
    name = "i" if prolog is BOMB else "a"
    content = f'{prolog}<a xmlns:office="o"><office:text><p>&{name};</p></office:text></a>'
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content.encode(encoding),
    }
    with pytest.raises(InputError) as caught:
        _read("a.odt", zipped(parts))
    assert str(caught.value) == "cannot read a.odt: it has XML entities, which are not read"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", b"\xd0\xcf\x11\xe0", "it is protected by a password, or of the format before"),
        ("a.docx", zipped({"other.xml": "<a/>"}), "it lacks its part word/document.xml"),
        ("a.docx", made_docx(""), "it holds no text"),
        ("a.docx", made_docx("<w:p>"), "it is not well-formed XML"),
        ("a.docx", b"PK\x03\x04", "it is no regular ZIP file"),
        ("a.docx", b"nothing", "it is no .docx file, whatever its name says"),
        ("a.odt", made_odt(""), "it holds no text"),
        ("a.odt", zipped({"mimetype": "application/epub+zip"}), "it is no .odt file"),
        ("a.rtf", b"{\\rtf1}", "it holds no text"),
        (
            "a.docx",
            made_docx(word_paragraph("a" * 20_000_000)),
            "its part word/document.xml cannot be read: it unpacks to more than 200 times its size",
        ),
    ],
)
def test_a_bad_document_is_one_clear_line(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        _read(name, data)
    assert str(caught.value).startswith(f"cannot read {name}: {reason}")
    assert "\n" not in str(caught.value)


def test_an_encrypted_opendocument_text_is_refused() -> None:
    data = zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": "<manifest:encryption-data/>",
            "content.xml": b"\x00\x01",
        }
    )
    with pytest.raises(InputError, match="protected by a password: save it without one"):
        _read("a.odt", data)
