"""Tables as text: a row a line, its cells between pipes, as index.text.tables reads them."""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST_NAME = 80
_LONGEST_CELL = 300


def is_data(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the cells say something by where they stand, and do not only lay a page out."""
    return (
        len(rows) > 1
        and max(map(len, rows)) > 1
        and all(len(cell) <= _LONGEST_CELL for row in rows for cell in row)
    )


def pipe_table(rows: Sequence[Sequence[str]], header: bool = False) -> str:
    """:param header: whether the first row is said to name the columns; else it is taken to where
    it looks as if. Without names each row stands alone: there is nothing to read it with.
    """
    width = max(map(len, rows))
    lines = [_row([*row, *[""] * (width - len(row))]) for row in rows if any(row)]
    if len(lines) > 1 and (header or _looks_like_names(rows[0], width)):
        return "\n".join([lines[0], "|" + "---|" * width, *lines[1:]])
    return "\n\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    shown = (" ".join(cell.split()).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(shown)} |"


def _looks_like_names(row: Sequence[str], width: int) -> bool:
    return len(row) == width and all(
        any(map(str.isalpha, cell)) and len(cell) <= _LONGEST_NAME for cell in row
    )
