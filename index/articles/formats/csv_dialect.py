"""How a CSV file is written: its delimiter and its quotation mark, found out by its rows."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from index.articles.columns import find_columns

ROWS_SAMPLED = 200
_CHARACTERS_SAMPLED = 200_000
_MAX_FIELD = 20_000_000


def csv_rows(
    lines: Iterable[str], delimiter: str, quote: str, strict: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the number of its first line.

    :raises IrregularRow: if `strict` and a quote is not closed: it would swallow the rows after it.
    """
    csv.field_size_limit(_MAX_FIELD)
    reader = csv.reader(iter(lines), delimiter=delimiter, quotechar=quote, strict=strict)
    line = 1
    try:
        for row in reader:
            if any(map(str.strip, row)):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        reason = str(error).replace("\t", "tab")
        raise IrregularRow(line, f"{reason} (is a closing {quote} missing?)") from error


class IrregularRow(ValueError):
    """:param line: in which the row begins, from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def find_dialect(lines: list[str], delimiters: str) -> tuple[str, str]:
    """The delimiter and quote character under which the rows agree best on their width.

    `csv.Sniffer` looks at characters only and fails on running text that is quoted by "'".

    :raises ValueError: if no columns are found.
    """
    best, best_agreement = None, 0.0
    start = "".join(lines[: 10 * ROWS_SAMPLED])[:_CHARACTERS_SAMPLED]
    candidates = [(mark, quote) for mark in delimiters for quote in _quotes(start, mark)]
    for delimiter, quote in candidates:
        rows = itertools.islice(csv_rows(lines, delimiter, quote), ROWS_SAMPLED)
        try:
            widths = Counter(len(row) for _, row in rows)
        except ValueError:
            continue
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        # Rows that swallow each other through a wrong quote are few: prefer more rows.
        agreement = count / widths.total() * min(1.0, count / ROWS_SAMPLED + 0.5)
        if width > 1 and agreement > best_agreement:
            best, best_agreement = (delimiter, quote), agreement
    if best is not None:
        return best
    first = next((line for line in lines if line.strip()), "").strip().strip("\"'")
    if find_columns([first], None):
        return delimiters[0], '"'  # a single column, named
    raise ValueError(
        f"no columns were found in it (a delimiter of {_listed(delimiters)} is expected)"
    )


def _listed(delimiters: str) -> str:
    return " ".join(delimiters.replace("\t", "")) + " or tab" if delimiters != "\t" else "tab"


def _quotes(start: str, delimiter: str) -> str:
    """The quote characters that may be in use: `"` alone where it opens most of the quoted cells.

    A `"` that is not closed makes its rows look better where `'` is taken for the quote character.
    """
    opening = re.compile(rf"(?:^|{re.escape(delimiter)})([\"'])", re.MULTILINE)
    opened = Counter(opening.findall(start))
    return '"' if opened['"'] and opened['"'] >= opened["'"] else "\"'"
