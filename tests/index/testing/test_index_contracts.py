"""Every format, container and store of vectors keeps its contract."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_files import made_docx, made_epub, made_odt, word_paragraph
from made_pdf import column, made_pdf

from index.articles import FORMATS, Folder, Format
from index.articles.formats import (
    CSV,
    DOCX,
    EPUB,
    HTML,
    JSON,
    ODT,
    PDF,
    RTF,
    Feed,
    JSONLines,
    Mail,
    Mailbox,
    Markdown,
    Text,
)
from index.storage.faiss_vectors import FaissVectors
from index.testing import check_container, check_format, check_vectors
from index.testing.vectors import Content

_MARKDOWN = """---
title: Der Deich von Fahlenwerder
date: 2022-01-12
---
# Der Deich

Am Abend zählte der Deichgraf 417 Schafe. Der Graben führte kaum noch Wasser.
"""
_TABLE = """title;text
Deich;"Am Abend zählte der Deichgraf 417 Schafe; der Graben führte kaum noch Wasser."
Brücke;"Die Brücke wurde am Dienstag geöffnet. Viele kamen, um sie zu sehen."
"""
_PAGE = "<html><head><meta charset='utf-8'></head><body><p>Der Deich hielt.</p></body></html>"
_MAIL = "Subject: Deich\nFrom: Eva Lang <eva@example.org>\n\nDer Deich hielt.\n"
_FEED = "<rss><channel><item><title>Deich</title><description>Er hielt.</description></item>"
SAMPLES: dict[type[Format], dict[str, bytes]] = {
    Markdown: {"front.md": _MARKDOWN.encode()},
    Text: {
        "front.txt": _MARKDOWN.encode(),
        "plain.txt": "Ein Satz.\r\nNoch einer.\r\n".encode("utf-16"),
    },
    CSV: {
        "table.csv": _TABLE.encode(),
        "table.tsv": b"title\ttext\nA\tEin Satz.\nB\tNoch einer.\n",
    },
    HTML: {"page.html": _PAGE.encode(), "page.htm": _PAGE.encode("utf-16")},
    PDF: {"pages.pdf": made_pdf([column(50, 700, ["Der Deich", "hielt."]), [], []])},
    DOCX: {"letter.docx": made_docx(word_paragraph("Der Deich hielt."))},
    ODT: {"letter.odt": made_odt("<text:p>Der Deich hielt.</text:p>")},
    RTF: {"letter.rtf": rb"{\rtf1\ansi Der Deich hielt.\par Es regnete.}"},
    EPUB: {"book.epub": made_epub({"a.xhtml": "<p>Eins.</p>", "b.xhtml": "<p>Zwei.</p>"})},
    Mail: {"mail.eml": _MAIL.encode()},
    Mailbox: {"mails.mbox": f"From eva\n{_MAIL}\nFrom jan\n{_MAIL}Zwei.\n".encode()},
    Feed: {"feed.rss": f"{_FEED}</channel></rss>".encode()},
    JSON: {"articles.json": b'[{"text": "Eins."}, {"text": "Zwei."}]'},
    JSONLines: {"articles.jsonl": b'{"text": "Eins."}\n{"text": "Zwei."}\n'},
}


@pytest.mark.parametrize("reader", FORMATS, ids=lambda reader: type(reader).__name__)
def test_every_registered_format(reader: Format, tmp_path: Path) -> None:
    check_format(reader, SAMPLES[type(reader)], tmp_path)


def test_a_folder_is_a_container(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "below/c.csv", ".hidden.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Text")
    expected = [str(tmp_path / name) for name in ("a.md", "b.txt", "below/c.csv")]
    check_container(Folder(tmp_path), expected)


def test_vectors_in_faiss(tmp_path: Path) -> None:
    def make(content: Content) -> FaissVectors:
        store = FaissVectors.empty(16, tmp_path)
        for ids, vectors in content.values():
            store.add(ids, vectors)
        store.save(tmp_path / "vectors.faiss")
        loaded = FaissVectors.load(tmp_path / "vectors.faiss", len(store), 16, tmp_path)
        loaded.set_languages({language: ids for language, (ids, _) in content.items()})
        return loaded

    check_vectors(make)


def test_a_store_that_mixes_languages_up_is_found_out(tmp_path: Path) -> None:
    def make(content: Content) -> FaissVectors:
        store = FaissVectors.empty(16, tmp_path)
        for ids, vectors in content.values():
            store.add(ids, vectors)
        every = [i for ids, _ in content.values() for i in ids]
        store.set_languages(dict.fromkeys(content, every))
        return store

    with pytest.raises(AssertionError, match="only what is asked for"):
        check_vectors(make)
