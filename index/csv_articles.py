"""A CSV file, an article a row. Delimiter, quote character and columns are found out."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator
from statistics import median

# The names, in any case, by which a header row may call an article's fields.
_COLUMNS = {
    "text": ("text", "body", "content", "article", "inhalt", "texte", "articletext", "volltext"),
    "title": ("title", "headline", "titel", "titre", "überschrift"),
    "date": ("date", "published", "datum", "publication_date", "veröffentlicht"),
    "author": ("author", "authors", "byline", "autor", "auteur"),
    "source": ("source", "publisher", "newspaper", "quelle"),
    "url": ("url", "link", "href"),
    "language": ("language", "lang", "sprache", "langue"),
}
_ROWS_SAMPLED = 200
_MAX_FIELD = 20_000_000


def read_rows(content: str) -> Iterator[dict[str, str]]:
    """Each row's known fields, "text" among them; rows without text are left out.

    :raises ValueError: if no column of running text is found, or the file is not regular CSV.
    """
    csv.field_size_limit(_MAX_FIELD)
    delimiter, quote = _dialect(content)
    sample = list(itertools.islice(_rows(content, delimiter, quote), _ROWS_SAMPLED))
    header = _header(sample[0])
    columns = header or {"text": _longest_column(sample)}
    if "text" not in columns:
        columns["text"] = _longest_column(sample[1:])
    rows = _rows(content, delimiter, quote)
    if header:
        next(rows)
    for row in rows:
        fields = {name: row[i].strip() for name, i in columns.items() if i < len(row)}
        if fields.get("text"):
            yield {name: value for name, value in fields.items() if value}


def _rows(content: str, delimiter: str, quote: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(content), delimiter=delimiter, quotechar=quote)
    except csv.Error as error:
        raise ValueError(f"it is not a regular CSV file: {error}") from error


def _dialect(content: str) -> tuple[str, str]:
    """The delimiter and quote character under which the rows agree best on their width.

    `csv.Sniffer` looks at characters only and fails on running text that is quoted by "'".
    """
    best, best_agreement = None, 0.0
    for delimiter, quote in itertools.product(";,\t|", "\"'"):
        rows = itertools.islice(_rows(content, delimiter, quote), _ROWS_SAMPLED)
        try:
            widths = Counter(len(row) for row in rows if row)
        except ValueError:
            continue
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        # Rows that swallow each other through a wrong quote are few: prefer more rows.
        agreement = count / widths.total() * min(1.0, count / _ROWS_SAMPLED + 0.5)
        if width > 1 and agreement > best_agreement:
            best, best_agreement = (delimiter, quote), agreement
    if best is not None:
        return best
    if _header([content.split("\n", 1)[0].strip().strip("\"'")]):
        return ",", '"'  # a single column, named
    raise ValueError("no columns were found in it (a delimiter of ; , | or tab is expected)")


def _header(row: list[str]) -> dict[str, int]:
    names = [cell.strip().lower() for cell in row]
    found = {
        field: names.index(alias)
        for field, aliases in _COLUMNS.items()
        for alias in reversed(aliases)
        if alias in names
    }
    return found


def _longest_column(rows: list[list[str]]) -> int:
    width = max(map(len, rows), default=0)
    lengths = [median(len(row[i]) for row in rows if i < len(row)) for i in range(width)]
    if not lengths or max(lengths) < 20:
        raise ValueError("no column of running text was found in it (name one “text”)")
    return lengths.index(max(lengths))
