"""A text document in OpenDocument (LibreOffice), in the order of the document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from index.articles.cleaning import clean_value
from index.articles.formats.format import Entry
from index.articles.markup import Blocks
from index.articles.packed import zip_parts
from index.articles.problems import Problem, reading
from index.articles.source import Source
from index.articles.xml import local_name, parse_xml, texts

_MIMETYPE = b"mimetypeapplication/vnd.oasis.opendocument.text"
# HTML's names for what OpenDocument calls otherwise.
_TAGS = {
    "h": "h2",
    "line-break": "br",
    "list": "ul",
    "list-item": "li",
    "p": "p",
    "table": "table",
    "table-cell": "td",
    "table-row": "tr",
}
_NOT_SHOWN = frozenset(("annotation", "tracked-changes", "sequence-decls", "forms", "script"))
_MOST_BLANKS = 100


class ODT:
    suffixes: tuple[str, ...] = (".odt", ".ott")
    apart = True

    def fits(self, head: bytes) -> bool:
        return head.startswith(b"PK\x03\x04") and _MIMETYPE in head[:100]

    def read(self, source: Source, problem: Problem) -> Iterator[Entry]:
        with reading("an OpenDocument text"), zip_parts(source) as parts:
            if parts.holds("META-INF/manifest.xml") and (
                b"encryption-data" in parts.part("META-INF/manifest.xml")
            ):
                raise ValueError("it is protected by a password: save it without one")
            root = parse_xml(parts.part("content.xml"))
            about = parts.part("meta.xml") if parts.holds("meta.xml") else b""
            given = _given(about) if about else {}
            blocks, notes = Blocks(), list[str]()
            for body in (e for e in root.iter() if local_name(e) == "text" and len(e)):
                _tell(body, blocks, notes)
                break
            for note in notes:
                blocks.start("p")
                blocks.data(note)
        text = blocks.text()
        if not text:
            raise ValueError("it holds no text")
        yield Entry(text, given)


def _tell(element: Any, blocks: Blocks, notes: list[str]) -> None:
    """The text of the tree, by HTML's tags; footnotes are told after it."""
    name = local_name(element)
    if name in _NOT_SHOWN or not name:
        return
    if name == "note":
        notes.extend(" ".join(body.split()) for body in texts(element, "note-body"))
        return
    tag = _TAGS.get(name, "span")
    blocks.start(tag)
    if name in ("s", "tab"):
        blocks.data(" " * min(_number(element), _MOST_BLANKS))
    blocks.data(element.text or "")
    for child in element:
        _tell(child, blocks, notes)
        blocks.data(child.tail or "")
    if tag != "br":
        blocks.end(tag)


def _number(element: Any) -> int:
    counts = (v for k, v in element.attrib.items() if k.endswith("}c"))
    count = next(counts, "1")
    return int(count) if count.isdecimal() else 1


def _given(about: bytes) -> dict[str, str]:
    root = parse_xml(about)

    def first(*names: str) -> str:
        found = (clean_value(text) for name in names for text in texts(root, name))
        return next(filter(None, found), "")

    given = {
        "title": first("title"),
        "author": first("initial-creator", "creator"),
        "date": first("creation-date", "date"),
        "language": first("language"),
    }
    return {name: value for name, value in given.items() if value}
