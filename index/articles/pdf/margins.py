"""Headers, footers and page numbers: what stands at the same place of several pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.articles.pdf.pieces import Page, Piece

_MARGIN = 0.12  # of the page's height
_ON_PAGES = 3  # or on both of two
_SAME_PLACE = 4.0  # points
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
# Of what holds no word, a page's number alone is left out: a table's rows repeat like it.
_PAGE_NUMBER = re.compile(r"[^\w#]*#(?:\s*[/|–—-]\s*#)?[^\w#]*")

_Mark = tuple[str, int]


def without_margins(pages: Sequence[Page]) -> list[Page]:
    """The pages without what repeats at their top or bottom, its numbers aside."""
    margins = [_margins(page) for page in pages]
    on_pages = Counter(mark for pieces in margins for mark in set(map(_mark, pieces)))
    needed = min(_ON_PAGES, max(2, len(pages)))
    left_out = {
        id(piece) for pieces in margins for piece in pieces if on_pages[_mark(piece)] >= needed
    }
    return [
        Page(page.height, [piece for piece in page.pieces if id(piece) not in left_out])
        for page in pages
    ]


def _margins(page: Page) -> list[Piece]:
    """What stands where headers and footers do, and may be one."""
    if not page.pieces:
        return []
    height = max(page.height, 1.0)
    pieces = [p for p in page.pieces if not _MARGIN < p.middle / height < 1 - _MARGIN]
    bottoms = [piece.bottom for piece in page.pieces]
    edges = (min(bottoms), max(bottoms))
    numbers = Counter(piece.bottom for piece in page.pieces if not _holds_words(piece))
    return [
        piece
        for piece in pieces
        if _holds_words(piece)
        or (
            piece.bottom in edges
            and numbers[piece.bottom] == 1  # else it is in a row of them
            and _PAGE_NUMBER.fullmatch(_mark(piece)[0])
        )
    ]


def _holds_words(piece: Piece) -> bool:
    return any(map(str.isalpha, _mark(piece)[0]))


def _mark(piece: Piece) -> _Mark:
    """What a header is known by, whatever the page's number."""
    words = _NUMBER.sub("#", piece.text).split()
    return " ".join(words), round(piece.bottom / _SAME_PLACE)
