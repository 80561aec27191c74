"""Books: a chapter is an article, in reading order."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_files import made_epub, zipped

from index import Article, InputError
from index.articles import Source, extract_articles

SAID = (
    "<dc:title>The Flood</dc:title><dc:creator>Jane Doe</dc:creator>"
    "<dc:creator>John Roe</dc:creator><dc:date>2022</dc:date><dc:language>en</dc:language>"
)
CHAPTERS = {
    "cover.xhtml": "<html><body><img src='a.png'/></body></html>",
    "text/two.xhtml": "<html><head><title>x</title></head><body><h1>The dyke</h1><p>It held.</p>"
    "</body></html>",
    "text/one.xhtml": "<html><body><p>The bridge opened.</p><p>Many came.</p></body></html>",
}


def _read(data: bytes) -> tuple[list[Article], list[str]]:
    problems: list[str] = []
    return list(extract_articles(Source(Path("a.epub"), data=data), problems.append)), problems


def test_a_chapter_is_an_article_of_its_book() -> None:
    (first, second), problems = _read(made_epub(CHAPTERS, SAID))
    assert first.text == "The dyke\n\nIt held."
    assert (first.title, first.source) == ("The dyke", "The Flood")
    assert (first.author, first.date, first.language) == ("Jane Doe, John Roe", "2022", "en")
    assert first.entry == "book/text/two.xhtml"
    assert second.text == "The bridge opened.\n\nMany came."
    assert second.entry == "book/text/one.xhtml"
    assert first.id != second.id
    assert not problems


def test_a_chapter_keeps_its_identity_where_others_are_added() -> None:
    before = {article.id for article in _read(made_epub(CHAPTERS))[0]}
    more = {"new.xhtml": "<p>New.</p>"} | CHAPTERS
    assert before < {article.id for article in _read(made_epub(more))[0]}


def test_a_chapter_that_is_missing_is_told() -> None:
    data = made_epub(CHAPTERS | {"gone.xhtml": "x"}).replace(b"gone.xhtml", b"lost.xhtml")
    # its name in the package is packed: only the file itself is renamed
    articles, problems = _read(data)
    assert len(articles) == 2
    assert problems == [
        "a.epub: chapter book/gone.xhtml is left out: it lacks its part book/gone.xhtml"
    ]


def test_what_lists_the_chapters_is_none() -> None:
    pages = {"list.xhtml": "<p>The dyke</p>", "nav.xhtml": "<nav>The dyke</nav>"} | CHAPTERS
    articles, problems = _read(made_epub(pages, contents="list.xhtml"))
    assert len(articles) == 2
    assert not problems


def test_a_protected_book_is_refused() -> None:
    method = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
    encryption = f'<encryption><EncryptionMethod Algorithm="{method}"/></encryption>'
    more = {"META-INF/encryption.xml": encryption}
    with pytest.raises(InputError, match=r"it is protected by its publisher \(DRM\)"):
        _read(made_epub(CHAPTERS, more=more))
    fonts = encryption.replace(method, "http://www.idpf.org/2008/embedding")
    assert len(_read(made_epub(CHAPTERS, more={"META-INF/encryption.xml": fonts}))[0]) == 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (made_epub({}), "it holds no text"),
        (zipped({"mimetype": "application/epub+zip"}), "it lacks its part META-INF/container.xml"),
        (
            zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": "<a/>"}),
            "it does not say where its package is",
        ),
        (zipped({"a.txt": "x"}), "it is no .epub file, whatever its name says"),
    ],
)
def test_a_bad_book_is_one_clear_line(data: bytes, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        _read(data)
    assert str(caught.value) == f"cannot read a.epub: {reason}"
