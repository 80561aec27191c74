"""Pipe tables in a text: their headers and rows, as GitHub-flavoured Markdown has them.

A header row, a row of as many delimiters ("|---|:--:|"), then rows until a line without a pipe
(GFM, section 4.10, which would take that line too). The pipes at both ends of a row may be left
out, and a pipe behind a backslash is part of its cell. A row says little without its header: both
are read together ("Year: 1987 | Winner: Anna"), and the row alone is quoted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

Span = tuple[int, int]

_PIPE = re.compile(r"(?<!\\)\|")
_DELIMITER = re.compile(r":?-+:?")
_AROUND = " \t\r\f\v\u00a0\u2028\u2029"
_QUOTED = _AROUND + ">"  # a table may stand in a Markdown quotation
# What is read of a header is bounded: it is read with every row and passage.
_LONGEST_NAME, _LONGEST_READ, _LONGEST_HEADER, _MOST_CELLS = 80, 2_000, 300, 200
_LONGEST_ROW = 20_000  # a part of a row that begins further on is read without its header


@dataclass(frozen=True, slots=True)
class Table:
    """:param header: where the header row stands, and `columns` what its cells say.
    :param end: where the table ends.
    :param rows: where each row below the header stands, without the white space around it.
    """

    header: Span
    end: int
    columns: tuple[str, ...]
    rows: tuple[Span, ...]


def find_tables(text: str) -> list[Table]:
    """The tables of a text, in order."""
    tables: list[Table] = []
    block: list[Span] = []
    for start, end in _lines(text, 0):
        if "|" in text[start:end]:
            block.append((start, end))
        elif block:
            tables.extend(_table(text, block))
            block = []
    tables.extend(_table(text, block))
    return tables


def header_of(text: str, start: int) -> tuple[str, ...]:
    """The columns' names of the table that the row at `start` belongs to; none if it is no row."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    last = len(text) if last < 0 else last
    if "|" not in text[first:last]:
        return ()
    while first:
        before = text.rfind("\n", 0, first - 1) + 1
        if "|" not in text[before:first]:
            break
        first = before
    for table in _table(text, list(_lines(text[:last], first))):
        if table.rows and table.rows[-1][0] <= start:
            return _columns_from(table, text, table.rows[-1][0], start)
    return ()


def cells(row: str) -> list[str]:
    """What the cells of a row say."""
    parts = _PIPE.split(row.removeprefix("|"))
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return [part.replace("\\|", "|").strip() for part in parts]


def is_row(text: str, start: int, end: int) -> bool:
    """Whether text[start:end], in a text that may begin or end within a table, is a whole row."""
    return (
        _PIPE.search(text, start, end) is not None
        and not text[text.rfind("\n", 0, start) + 1 : start].strip(_QUOTED)
        and not text[end:].partition("\n")[0].strip()
    )


def read_as(text: str, spans: Sequence[Span], tables: Sequence[Table]) -> list[str]:
    """What is read for each of these sentences of a text: a row, or a part of one, with its header.

    :param spans: in order, and `tables` those of the text.
    """
    rows = [(row, table) for table in tables for row in table.rows]
    starts = [row[0] for row, _ in rows]
    read = []
    for start, end in spans:
        at = bisect_right(starts, start) - 1
        if at >= 0 and end <= rows[at][0][1]:
            (first, _), table = rows[at]
            columns = _columns_from(table, text, first, start)
            read.append(_with_names(columns, text[start:end]))
        else:
            read.append(text[start:end])
    return read


def header_before(text: str, start: int, tables: Sequence[Table]) -> str:
    """The header row of the table in the middle of which `start` lies; empty if it is in none."""
    at = bisect_right(tables, start, key=lambda table: table.header[1]) - 1
    if at < 0 or start >= tables[at].end:
        return ""
    first, last = tables[at].header
    return text[first : min(last, first + _LONGEST_HEADER)]


def _lines(text: str, start: int) -> Iterator[Span]:
    """Each line from `start` on, without the white space around it."""
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end].lstrip(_QUOTED)
        yield end - len(line), end - len(line) + len(line.rstrip(_AROUND))
        start = end + 1


def _table(text: str, block: Sequence[Span]) -> Iterator[Table]:
    """The table, if there is one, in lines with pipes that follow each other."""
    for number in range(1, len(block)):
        header, delimiters = (text[slice(*block[i])] for i in (number - 1, number))
        if _is_delimiters(delimiters):
            columns = [name[:_LONGEST_NAME] for name in cells(header)]
            if len(columns) == len(cells(delimiters)):
                rows = [span for span in block[number + 1 :] if _says_something(text[slice(*span)])]
                yield Table(
                    block[number - 1], block[-1][1], tuple(columns[:_MOST_CELLS]), tuple(rows)
                )
                return


def _is_delimiters(line: str) -> bool:
    return all(_DELIMITER.fullmatch(cell) for cell in cells(line))


def _says_something(line: str) -> bool:
    return bool(line.strip("|:-" + _AROUND))


def _columns_from(table: Table, text: str, row: int, start: int) -> tuple[str, ...]:
    """The names for a row, or for a part of a long one, which goes on in a later column.

    :param row: where the row begins, and `start` the part.
    """
    if start - row > _LONGEST_ROW:
        return ()
    return table.columns[len(_PIPE.findall(text, row + 1, start)) :]


def _with_names(columns: Sequence[str], row: str) -> str:
    pairs = zip_longest(columns, cells(row)[:_MOST_CELLS], fillvalue="")
    named = (f"{name}: {cell}" if name else cell for name, cell in pairs if cell)
    return " | ".join(named)[:_LONGEST_READ]
