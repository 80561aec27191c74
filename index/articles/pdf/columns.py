"""A page's lines in the order in which they are read: a column after the other.

What reaches over the gap between columns (a headline, a wide table) parts the page: what stands
above it is read before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.articles.pdf.pieces import Piece

_LINES = 3  # that a column has at least
_LETTERS = 15  # of a column's lines, in the mean: a table's cells have fewer
_MAY_CROSS = 0.35  # of the pieces: headlines and the like
_OVERLAP = 0.5  # of the lower of two columns beside each other
_MOST_COLUMNS = 6
_SAME_LINE = 0.5  # of the height
_AT_EDGE = 2.0  # points


@dataclass(frozen=True, slots=True)
class Line:
    """:param column: its borders, from the left of its lines to the right."""

    text: str
    left: float
    right: float
    bottom: float
    size: float
    column: tuple[float, float]


def read_lines(pieces: Sequence[Piece]) -> list[Line]:
    """The lines of a page."""
    gaps = _gaps(pieces)
    lines: list[Line] = []
    band: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if any(piece.left < gap < piece.right for gap in gaps):
            lines.extend(_columns(band, gaps))
            band = []
            lines.extend(_lines([piece]))
        else:
            band.append(piece)
    lines.extend(_columns(band, gaps))
    return _in_their_columns(lines, gaps)


def _gaps(pieces: Sequence[Piece]) -> list[float]:
    """Where columns begin, but the first, from the left."""
    gaps: list[float] = []
    right = list(pieces)
    while len(gaps) < _MOST_COLUMNS:
        gap = next((x for x in _left_edges(right) if _parts_columns(right, x)), None)
        if gap is None:
            break
        gaps.append(gap)
        right = [piece for piece in right if piece.left >= gap]
    return gaps


def _left_edges(pieces: Sequence[Piece]) -> Iterator[float]:
    """Just before the edges at which several pieces begin, each once."""
    edges = sorted(piece.left for piece in pieces)
    given = float("-inf")
    for first, last in zip(edges, edges[_LINES - 1 :], strict=False):
        if last - first <= _AT_EDGE < first - given:
            given = first
            yield first - 0.5


def _parts_columns(pieces: Sequence[Piece], x: float) -> bool:
    left = [piece for piece in pieces if piece.right <= x]
    right = [piece for piece in pieces if piece.left >= x]
    crossing = len(pieces) - len(left) - len(right)
    if not left or not right or crossing > _MAY_CROSS * len(pieces):
        return False
    bottom = max(min(piece.bottom for piece in side) for side in (left, right))
    top = min(max(piece.top for piece in side) for side in (left, right))
    # What stands above or below the other side says nothing of it: there may be a table.
    beside = ([p for p in side if bottom <= p.middle <= top] for side in (left, right))
    lower = min(_height(left), _height(right))
    return all(map(_is_column, beside)) and top - bottom >= _OVERLAP * lower


def _is_column(pieces: Sequence[Piece]) -> bool:
    letters = sum(len(piece.text) for piece in pieces)
    return len(pieces) >= _LINES and letters >= _LETTERS * len(pieces)


def _height(pieces: Sequence[Piece]) -> float:
    return max(piece.top for piece in pieces) - min(piece.bottom for piece in pieces)


def _columns(pieces: Sequence[Piece], gaps: Sequence[float]) -> Iterator[Line]:
    borders = [float("-inf"), *gaps, float("inf")]
    for left, right in zip(borders[:-1], borders[1:], strict=True):
        yield from _lines([piece for piece in pieces if left <= piece.left < right])


def _lines(pieces: Sequence[Piece]) -> Iterator[Line]:
    """Pieces of one column, from the top, those on a line together."""
    line: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        height = max(piece.top - piece.bottom, 1.0)
        if line and abs(line[0].middle - piece.middle) > _SAME_LINE * height:
            yield _line(line)
            line = []
        line.append(piece)
    if line:
        yield _line(line)


def _line(pieces: list[Piece]) -> Line:
    pieces = sorted(pieces, key=lambda piece: piece.left)
    left, right = pieces[0].left, max(piece.right for piece in pieces)
    return Line(
        text=" ".join(piece.text for piece in pieces),
        left=left,
        right=right,
        bottom=min(piece.bottom for piece in pieces),
        size=max(pieces, key=lambda piece: len(piece.text)).size,
        column=(left, right),
    )


def _in_their_columns(lines: list[Line], gaps: Sequence[float]) -> list[Line]:
    """The lines with the borders of the columns that they stand in."""

    def column(line: Line) -> tuple[int, int]:
        return sum(gap <= line.left for gap in gaps), sum(gap < line.right for gap in gaps)

    borders: dict[tuple[int, int], tuple[float, float]] = {}
    for line in lines:
        left, right = borders.get(column(line), (line.left, line.right))
        borders[column(line)] = min(left, line.left), max(right, line.right)
    return [
        Line(line.text, line.left, line.right, line.bottom, line.size, borders[column(line)])
        for line in lines
    ]
