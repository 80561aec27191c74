"""A page's letters, as pdfium gives them, put together where they stand beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

HYPHEN = "\x02"
"""What stands for a hyphen at the end of a line: pdfium writes it so, or as U+FFFE."""

_GAP = 1.2  # of the letters' size: beyond it a column begins, or a cell
_SHIFT = 0.5  # of the letters' size: beyond it a line begins
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_AS_READ = str.maketrans(
    {"\ufffe": HYPHEN, "\xad": HYPHEN}
    # Letters that are set as one.
    | dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters beside each other, with their box and the size of their font."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Page:
    height: float
    pieces: list[Piece]


@dataclass(slots=True)
class _Open:
    """A piece that more letters may follow."""

    size: float
    letters: list[str] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    top: float = 0.0

    def goes_on(self, left: float, bottom: float, top: float) -> bool:
        height = max(self.top - self.bottom, self.size, 1.0)
        shift = abs((bottom + top) - (self.bottom + self.top)) / 2
        return shift <= _SHIFT * height and -height <= left - self.right <= _GAP * height

    def add(self, letter: str, left: float, right: float, bottom: float, top: float) -> None:
        if not self.letters:
            self.left, self.right, self.bottom, self.top = left, right, bottom, top
        self.letters.append(letter)
        self.right = max(self.right, right)

    def piece(self) -> Piece | None:
        # pdfium gives letters beyond U+FFFF in two halves.
        text = _SURROGATES.sub(_one_letter, "".join(self.letters).translate(_AS_READ))
        if not text.strip(f" {HYPHEN}"):
            return None
        return Piece(text.strip(" "), self.left, self.right, self.bottom, self.top, self.size)


def _one_letter(halves: re.Match[str]) -> str:
    return halves[0].encode("utf-16", "surrogatepass").decode("utf-16")


def read_pieces(page: Any) -> Page:
    """:param page: of pdfium's."""
    text_page = page.get_textpage()
    try:
        pieces = [piece for piece in _pieces(text_page) if piece is not None]
        return Page(page.get_height(), pieces)
    finally:
        text_page.close()


def _pieces(text_page: Any) -> Iterator[Piece | None]:
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    current: _Open | None = None
    for index in range(text_page.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(text_page, index))
        if letter in "\r\n\0":
            continue
        blank = letter.isspace()
        if not blank:
            pdfium.FPDFText_GetLooseCharBox(text_page, index, box)
            if current is None or not current.goes_on(box.left, box.bottom, box.top):
                if current is not None:
                    yield current.piece()
                current = _Open(size=pdfium.FPDFText_GetFontSize(text_page, index))
            current.add(letter, box.left, box.right, box.bottom, box.top)
        elif current is not None:
            current.letters.append(" ")
    if current is not None:
        yield current.piece()
