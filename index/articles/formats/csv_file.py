"""A CSV or TSV file, an article a row. Delimiter, quote character and columns are found out."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from statistics import median

from index.articles.columns import find_columns
from index.articles.formats.csv_dialect import (
    ROWS_SAMPLED,
    IrregularRow,
    csv_rows,
    find_dialect,
)
from index.articles.formats.format import Entry
from index.articles.formats.rows import row_entry
from index.articles.formats.text_file import is_text
from index.articles.problems import FewLines, Problem, several
from index.articles.source import Source

_DELIMITERS = ";,\t|"
_MOST_BAD_ROWS = 100


class CSV:
    suffixes: tuple[str, ...] = (".csv", ".tsv", ".tab")
    apart = False

    def fits(self, head: bytes) -> bool:
        return is_text(head)

    def read(self, source: Source, problem: Problem) -> Iterator[Entry]:
        delimiters = _DELIMITERS if source.file_name.endswith(".csv") else "\t"
        without_text, holds_text = list[int](), False
        for row, fields in read_rows(source.text(), problem, source.columns, delimiters):
            entry = row_entry(fields, row)
            if entry is None:
                without_text.append(row)
            else:
                holds_text = True
                yield entry
        if not holds_text:
            raise ValueError("it holds no text")
        if without_text:
            problem(f"no text in {several('row', without_text)}")


def read_rows(
    content: str,
    problem: Problem,
    said: Mapping[str, str] | None = None,
    delimiters: str = _DELIMITERS,
) -> Iterator[tuple[int, dict[str, str]]]:
    """(number, known fields) of each row below the header, from 1.

    :param problem: told of rows that are left out, or look as if they had swallowed others.
    :param said: which column is which field.
    :raises ValueError: if no column of running text is found, or the file is not regular CSV.
    """
    lines = list(io.StringIO(content))
    delimiter, quote = find_dialect(lines, delimiters)
    sampled = list(itertools.islice(csv_rows(lines, delimiter, quote), ROWS_SAMPLED))
    sample = [row for _, row in sampled]
    columns = find_columns(sample[0], said)
    has_header = bool(columns)
    first_line = sampled[0][0] + 1 if has_header else 0
    width = len(sample[0]) if has_header else Counter(map(len, sample)).most_common(1)[0][0]
    if "text" not in columns:
        columns["text"] = _longest_column(sample[1:] if has_header else sample, width)
    bad_rows = FewLines(problem, "rows are irregular")
    rows = _regular_rows(lines, delimiter, quote, width, bad_rows)
    below_header = itertools.dropwhile(lambda row: row[0] < first_line, rows)
    for number, (line, last_line, row) in enumerate(below_header, start=1):
        cells = _fit(row, width, delimiter, columns["text"])
        if cells is None:
            bad_rows(
                f"the row in line {line} is left out: it has {len(row)} fields instead of "
                f"{width}: put texts that hold “{delimiter}” in quotes"
            )
            continue
        if any(_is_row(text, width, delimiter) for text in lines[line:last_line]):
            bad_rows(
                f"the row in line {line} seems to have swallowed some of those after it, up to "
                f"line {last_line} (is a closing {quote} missing?)"
            )
        yield number, {name: cells[i] for name, i in columns.items() if i < len(cells)}
    bad_rows.end()


def _regular_rows(
    lines: list[str], delimiter: str, quote: str, width: int, problem: Problem
) -> Iterator[tuple[int, int, list[str]]]:
    """(first line, last line, cells) of each row. After one whose quote is not closed it goes on
    with the next line that makes a whole row.

    :raises ValueError: where there are too many of those.
    """
    start = 0
    for _ in range(_MOST_BAD_ROWS):
        before: tuple[int, list[str]] | None = None
        try:
            for line, row in csv_rows(itertools.islice(lines, start, None), delimiter, quote, True):
                if before:
                    yield before[0], start + line - 1, before[1]
                before = start + line, row
            if before:
                yield before[0], len(lines), before[1]
            return
        except IrregularRow as error:
            bad = start + error.line
            if before:
                yield before[0], bad - 1, before[1]
            start = bad
            while start < len(lines) and _width(lines[start], delimiter, quote) < width:
                start += 1
            which = f"the row in line {bad} is" if start == bad else f"lines {bad} to {start} are"
            problem(f"{which} left out: {error}")
    raise ValueError(f"it is not a regular CSV file: {_MOST_BAD_ROWS} rows of it are irregular")


def _width(line: str, delimiter: str, quote: str) -> int:
    return max(map(len, csv.reader([line], delimiter=delimiter, quotechar=quote)), default=0)


def _is_row(line: str, width: int, delimiter: str) -> bool:
    """Whether a line within a cell looks like a row: in prose a blank follows a comma."""
    cells = line.rstrip("\n").split(delimiter)
    return len(cells) == width > 1 and not any(cell[:1].isspace() for cell in cells[1:])


def _fit(row: list[str], width: int, delimiter: str, text: int) -> list[str] | None:
    """The row without surplus cells: a text that nobody quoted falls apart at its delimiters."""
    while len(row) > width and not row[-1].strip():
        row = row[:-1]
    if len(row) <= width:
        return row
    if text == width - 1:
        return [*row[:text], delimiter.join(row[text:])]
    return None


def _longest_column(rows: list[list[str]], width: int) -> int:
    width = min(width, max(map(len, rows), default=0))
    lengths = [median(len(row[i]) for row in rows if i < len(row)) for i in range(width)]
    if not lengths or max(lengths) < 20:
        raise ValueError("no column of running text was found in it (name one “text”)")
    return lengths.index(max(lengths))
