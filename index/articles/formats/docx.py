"""A document of Word, in its order, its tables in their rows and cells.

Read here from its XML: libraries for it put links, pictures and notes into the text as marks of
their own, which would stand in a quote then.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from index.articles.cleaning import clean_value
from index.articles.formats.format import Entry
from index.articles.markup import Blocks
from index.articles.packed import ZipParts, zip_parts
from index.articles.problems import Problem, reading
from index.articles.source import Source
from index.articles.xml import local_name, parse_xml, texts

_OLE = b"\xd0\xcf\x11\xe0"  # what Word packs an encrypted document into; its old format too
_DOCUMENT, _PROPERTIES = "word/document.xml", "docProps/core.xml"
_NOTES = {"footnoteReference": "word/footnotes.xml", "endnoteReference": "word/endnotes.xml"}
# Deleted and moved text, what fields are made by, copies of what stands before them.
_NOT_SHOWN = frozenset(("moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr"))
_MOST_COLUMNS = 200


class DOCX:
    suffixes: tuple[str, ...] = (".docx", ".docm", ".dotx")
    apart = True

    def fits(self, head: bytes) -> bool:
        return head.startswith((b"PK\x03\x04", _OLE)) and b"mimetypeapplication/" not in head[:80]

    def read(self, source: Source, problem: Problem) -> Iterator[Entry]:
        if source.head(len(_OLE)) == _OLE:
            raise ValueError(
                "it is protected by a password, or of the format before .docx: save it as .docx"
            )
        with reading("a Word document"), zip_parts(source) as parts:
            document = _Document(parts)
            document.tell(parse_xml(parts.part(_DOCUMENT)))
            text = document.text()
            given = _given(parts.part(_PROPERTIES)) if parts.holds(_PROPERTIES) else {}
        if not text:
            raise ValueError("it holds no text")
        yield Entry(text, given)


class _Document:
    """Tells what a tree of WordprocessingML shows, by HTML's tags."""

    def __init__(self, parts: ZipParts) -> None:
        self._parts = parts
        self._blocks = Blocks()
        self._boxes: list[Any] = []  # text beside a paragraph: it follows it
        self._notes: list[str] = []
        self._notes_of: dict[str, dict[str | None, str]] = {}

    def text(self) -> str:
        for note in self._notes:
            self._blocks.start("p")
            self._blocks.data(note)
        return self._blocks.text()

    def tell(self, element: Any) -> None:
        name = local_name(element)
        if name in _NOT_SHOWN:
            return
        if name == "p":
            self._paragraph(element)
        elif name == "txbxContent":
            self._boxes.append(element)
        elif name == "tc":
            self._cell(element)
        elif name in ("tbl", "tr"):
            self._within("table" if name == "tbl" else "tr", element)
        elif name == "t":  # of a run, or of a formula
            self._blocks.data(element.text or "")
        elif name in ("tab", "ptab"):
            self._blocks.data(" ")
        elif name in ("br", "cr"):
            self._blocks.start("br")
        elif name == "noBreakHyphen":
            self._blocks.data("\u2011")
        elif name in _NOTES:
            self._notes.append(self._note(name, _attribute(element, "id")))
        else:
            for child in element:
                self.tell(child)

    def _within(self, tag: str, element: Any) -> None:
        self._blocks.start(tag)
        for child in element:
            self.tell(child)
        self._blocks.end(tag)

    def _paragraph(self, element: Any) -> None:
        is_item = any(local_name(e) == "numPr" for e in element.iterfind("./*/*"))
        self._within("li" if is_item else "p", element)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            for child in box:
                self.tell(child)

    def _cell(self, element: Any) -> None:
        """A cell; one that spans several columns is followed by empty ones, so that those below
        each other stay so."""
        is_name = any(local_name(e) == "tblHeader" for e in element.iterfind("../*/*"))
        self._within("th" if is_name else "td", element)
        spans = [e for e in element.iterfind("./*/*") if local_name(e) == "gridSpan"]
        width = _attribute(spans[0], "val") if spans else None
        for _ in range(min(int(width), _MOST_COLUMNS) - 1 if width and width.isdecimal() else 0):
            self._blocks.start("td")
            self._blocks.end("td")

    def _note(self, name: str, number: str | None) -> str:
        if name not in self._notes_of:
            path = _NOTES[name]
            root = parse_xml(self._parts.part(path)) if self._parts.holds(path) else ()
            self._notes_of[name] = {
                _attribute(note, "id"): " ".join("".join(texts(note, "t")).split()) for note in root
            }
        return self._notes_of[name].get(number, "")


def _attribute(element: Any, name: str) -> str | None:
    found = (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name)
    return next(found, None)


def _given(properties: bytes) -> dict[str, str]:
    root = parse_xml(properties)
    fields = {"title": "title", "author": "creator", "date": "created", "language": "language"}
    given = {
        field: next(filter(None, map(clean_value, texts(root, name))), "")
        for field, name in fields.items()
    }
    return {field: value for field, value in given.items() if value}
