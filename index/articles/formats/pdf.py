"""A PDF file with a text layer: paragraphs in reading order, and the pages that they stand on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from index.articles.cleaning import clean_text, clean_value
from index.articles.formats.format import Entry
from index.articles.pdf import Page, join_lines, read_lines, read_pieces, without_margins
from index.articles.pdf.paragraphs import goes_on, joined
from index.articles.problems import Problem, reading, several
from index.articles.source import Source

_OPENING, _SEARCHED = b"%PDF-", 1_024  # something else may stand before it
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NO_CHARACTER, _GARBLED_FROM = re.compile("[\ufffd\ue000-\uf8ff]"), 0.2
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)(\d\d)?)?")
# What programs write where nobody gave a title: a file's name for one.
_NO_TITLE = re.compile(r"untitled|microsoft word|.*\.(?:docx?|pdf|indd|qxd|tex|dvi|rtf|odt)$", re.I)


class PDF:
    suffixes: tuple[str, ...] = (".pdf",)
    apart = True  # pdfium is for one thread, and the library that most is tried on

    def fits(self, head: bytes) -> bool:
        return _OPENING in head[:_SEARCHED]

    def read(self, source: Source, problem: Problem) -> Iterator[Entry]:
        import pypdfium2 as pdfium

        with reading("a PDF file"):
            try:
                document = pdfium.PdfDocument(source.content())
            except pdfium.PdfiumError as error:
                if "password" in str(error).lower():
                    reason = "it is protected by a password: save it without one"
                    raise ValueError(reason) from error
                raise
            try:
                pages = _pages(document, source.limits.pages)
                given = _given(document)
            finally:
                document.close()
            yield _entry(pages, given, problem)


def _pages(document: Any, most: int) -> list[Page]:
    if len(document) > most:
        raise ValueError(f"it has more than {most:,} pages: split it up")
    pages = []
    for number in range(len(document)):
        page = document[number]
        pages.append(read_pieces(page))
        page.close()
    return pages


def _entry(pages: Sequence[Page], given: dict[str, str], problem: Problem) -> Entry:
    without_text = [number for number, page in enumerate(pages, start=1) if not page.pieces]
    if len(without_text) == len(pages):
        raise ValueError(
            "it has no text layer, as scans have none: have its text recognised first, "
            "by ocrmypdf for one"
        )
    if without_text:
        problem(f"no text on {several('page', without_text)} (scanned?)")
    lines = [read_lines(page.pieces) for page in without_margins(pages)]
    words = {word.lower() for page in lines for line in page for word in _WORD.findall(line.text)}
    text, starts = _pages_joined([join_lines(page, words) for page in lines], words)
    if not text:
        raise ValueError("it holds no text but what repeats on its pages")
    if is_garbled(text):
        raise ValueError(
            "its fonts do not say which letters they show: have its text recognised anew, "
            "by ocrmypdf --force-ocr for one"
        )
    return Entry(text, given, pages=starts)


def is_garbled(text: str) -> bool:
    """Whether much of a text is of characters that stand for none."""
    return len(_NO_CHARACTER.findall(text)) > _GARBLED_FROM * len(text)


def _pages_joined(pages: Sequence[Sequence[str]], words: set[str]) -> tuple[str, tuple[int, ...]]:
    """(text, where each page begins) of pages of paragraphs; one may go on over the next page."""
    parts: list[str] = []
    starts, length = [], 0
    for paragraphs in pages:
        page = clean_text("\n\n".join(paragraphs))
        if parts and page:
            first = page.partition("\n\n")[0]
            before = parts[-1]
            if goes_on(before, first):
                parts[-1] = joined(before, first, words).removesuffix(first)
            else:
                parts[-1] = f"{before}\n\n"
            length += len(parts[-1]) - len(before)
        starts.append(length)
        if page:
            parts.append(page)
            length += len(page)
    return "".join(parts), tuple(starts)


def _given(document: Any) -> dict[str, str]:
    said = document.get_metadata_dict()
    title = clean_value(said.get("Title", ""))
    given = {
        "title": "" if _NO_TITLE.match(title) else title,
        "author": clean_value(said.get("Author", "")),
        "date": _date(said.get("CreationDate", "")),
    }
    return {name: value for name, value in given.items() if value}


def _date(value: str) -> str:
    """ISO 8601 of what PDF writes as D:20220112095100+01'00'."""
    found = _DATE.match(value)
    if found is None:
        return ""
    year, month, day, hour, minute, second = found.groups()
    date = "-".join(filter(None, (year, month, day if month else None)))
    return f"{date}T{hour}:{minute}:{second or '00'}" if day and hour else date
