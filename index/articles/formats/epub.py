"""A book in EPUB: a chapter an article, since a whole book is nothing to cite."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from index.articles.cleaning import clean_value
from index.articles.declared import decode_declared, without_declaration
from index.articles.formats.format import Entry
from index.articles.markup import Blocks, read_markup
from index.articles.packed import ZipParts, zip_parts
from index.articles.problems import Problem, reading
from index.articles.source import Source
from index.articles.xml import local_name, parse_xml

_MIMETYPE = b"mimetypeapplication/epub+zip"
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONTS_ONLY = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_PAGES = ("application/xhtml+xml", "text/html")
# dc: element → field; what several of them say is put in one line.
_SAID = {"creator": "author", "date": "date", "language": "language", "title": "source"}


class EPUB:
    suffixes: tuple[str, ...] = (".epub",)
    apart = True

    def fits(self, head: bytes) -> bool:
        return head.startswith(b"PK\x03\x04") and _MIMETYPE in head[:100]

    def read(self, source: Source, problem: Problem) -> Iterator[Entry]:
        with reading("an EPUB book"), zip_parts(source) as parts:
            _refuse_protected(parts)
            book = _book(parts)
            entries = list(_chapters(parts, book, problem))
        if not entries:
            raise ValueError("it holds no text")
        yield from entries


@dataclass(frozen=True, slots=True)
class _Book:
    """:param pages: the paths of its pages in reading order, navigation left out."""

    given: Mapping[str, str]
    pages: list[str]


def _refuse_protected(parts: ZipParts) -> None:
    if not parts.holds(_ENCRYPTION):
        return
    methods = (e for e in parse_xml(parts.part(_ENCRYPTION)).iter() if _is(e, "EncryptionMethod"))
    if any(method.get("Algorithm") not in _FONTS_ONLY for method in methods):
        raise ValueError("it is protected by its publisher (DRM)")


def _book(parts: ZipParts) -> _Book:
    roots = [e for e in parse_xml(parts.part(_CONTAINER)).iter() if _is(e, "rootfile")]
    path = next((e.get("full-path") for e in roots if e.get("full-path")), None)
    if path is None:
        raise ValueError("it does not say where its package is")
    package = parse_xml(parts.part(path))
    folder = posixpath.dirname(path)
    items = {e.get("id"): e for e in package.iter() if _is(e, "item")}
    contents = {e.get("href", "") for e in package.iter() if _is_contents(e)}
    pages = []
    for reference in (e for e in package.iter() if _is(e, "itemref")):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _PAGES or _is_contents(item):
            continue
        href = item.get("href", "")
        if href not in contents:
            pages.append(posixpath.normpath(posixpath.join(folder, unquote(href))))
    return _Book(_given(package), list(dict.fromkeys(pages)))


def _is_contents(element: Any) -> bool:
    """Whether it names a page that lists the chapters, which is none itself."""
    in_guide = _is(element, "reference") and element.get("type") == "toc"
    return in_guide or "nav" in element.get("properties", "").split()


def _given(package: Any) -> dict[str, str]:
    said: dict[str, list[str]] = {}
    for element in package.iter():
        field = _SAID.get(local_name(element))
        value = clean_value("".join(element.itertext())) if field else ""
        if field and value:
            said.setdefault(field, []).append(value)
    given = {field: values[0] for field, values in said.items()}
    if "author" in said:
        given["author"] = clean_value(", ".join(said["author"]))
    return given


def _chapters(parts: ZipParts, book: _Book, problem: Problem) -> Iterator[Entry]:
    for path in book.pages:
        try:
            page = read_markup(without_declaration(decode_declared(parts.part(path), None)))
        except ValueError as error:
            problem(f"chapter {path} is left out: {error}")
            continue
        text = page.text()
        if text:  # a cover has none
            yield Entry(text, {**book.given, **_title(page)}, entry=path)


def _title(page: Blocks) -> dict[str, str]:
    title = next(filter(None, map(clean_value, page.headings)), "")
    return {"title": title} if title else {}


def _is(element: Any, name: str) -> bool:
    return local_name(element) == name
