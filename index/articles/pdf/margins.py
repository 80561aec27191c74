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

_Mark = tuple[str, int]


def without_margins(pages: Sequence[Page]) -> list[Page]:
    """The pages without what repeats at their top or bottom, its numbers aside."""
    on_pages = Counter(mark for page in pages for mark in set(map(_mark, _margins(page))))
    needed = min(_ON_PAGES, max(2, len(pages)))
    repeated = {mark for mark, count in on_pages.items() if count >= needed}
    return [
        Page(
            page.height,
            [p for p in page.pieces if not (_in_margin(p, page) and _mark(p) in repeated)],
        )
        for page in pages
    ]


def _margins(page: Page) -> list[Piece]:
    return [piece for piece in page.pieces if _in_margin(piece, page)]


def _in_margin(piece: Piece, page: Page) -> bool:
    return not _MARGIN < piece.middle / max(page.height, 1.0) < 1 - _MARGIN


def _mark(piece: Piece) -> _Mark:
    """What a header is known by, whatever the page's number."""
    words = _NUMBER.sub("#", piece.text).split()
    return " ".join(words), round(piece.bottom / _SAME_PLACE)
