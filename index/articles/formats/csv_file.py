"""A CSV file, an article a row. Delimiter, quote character and columns are found out."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from statistics import median

from index.articles.article import GIVEN_FIELDS
from index.articles.formats.format import Entry
from index.articles.formats.text_file import is_text
from index.articles.front_matter import clean_value
from index.articles.source import Source

# Other names, in any case, by which a header row may call an article's text and fields.
_ALIASES = {
    "text": ("body", "content", "article", "inhalt", "texte", "articletext", "volltext"),
    "title": ("headline", "titel", "titre", "überschrift"),
    "date": ("published", "datum", "publication_date", "veröffentlicht"),
    "author": ("authors", "byline", "autor", "auteur"),
    "source": ("publisher", "newspaper", "quelle"),
    "url": ("link", "href"),
    "language": ("lang", "sprache", "langue"),
}
_COLUMNS = {name: (name, *_ALIASES.get(name, ())) for name in ("text", *GIVEN_FIELDS)}
_ROWS_SAMPLED = 200
_CHARACTERS_SAMPLED = 200_000
_MAX_FIELD = 20_000_000


class CSV:
    suffixes: tuple[str, ...] = (".csv",)

    def fits(self, head: bytes) -> bool:
        return is_text(head)

    def read(self, source: Source) -> Iterator[Entry]:
        holds_text = False
        for row in read_rows(source.text()):
            holds_text = True
            text = row.pop("text")
            # Rows move when others are added: a row is known by what it says, not by its number.
            yield Entry(text, row, place=f"{row.get('title')}\n{text}")
        if not holds_text:
            raise ValueError("it holds no text")


def read_rows(content: str) -> Iterator[dict[str, str]]:
    """Each row's known fields, "text" among them; rows without text are left out.

    :raises ValueError: if no column of running text is found, or the file is not regular CSV.
    """
    csv.field_size_limit(_MAX_FIELD)
    delimiter, quote = _dialect(content)
    rows = _rows(content, delimiter, quote)
    sample = [row for _, row in itertools.islice(rows, _ROWS_SAMPLED)]
    header = _header(sample[0])
    width = len(sample[0]) if header else Counter(map(len, sample)).most_common(1)[0][0]
    columns = header or {"text": _longest_column(sample, width)}
    if "text" not in columns:
        columns["text"] = _longest_column(sample[1:], width)
    rows = _rows(content, delimiter, quote, strict=True)
    if header:
        next(rows)
    for line, row in rows:
        cells = _fit(row, width, delimiter, columns["text"], line)
        fields = {
            name: cells[i].strip() if name == "text" else clean_value(cells[i])
            for name, i in columns.items()
            if i < len(cells)
        }
        if fields.get("text"):
            yield {name: value for name, value in fields.items() if value}


def _rows(
    content: str, delimiter: str, quote: str, strict: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the number of its first line.

    :raises ValueError: if `strict` and a quote is not closed: it would swallow the rows after it.
    """
    reader = csv.reader(io.StringIO(content), delimiter=delimiter, quotechar=quote, strict=strict)
    line = 1
    try:
        for row in reader:
            if any(map(str.strip, row)):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(
            f"it is not a regular CSV file: {error}, in the row that begins in line {line} "
            f"(is a closing {quote} missing?)"
        ) from error


def _fit(row: list[str], width: int, delimiter: str, text: int, line: int) -> list[str]:
    """The row without surplus cells: a text that nobody quoted falls apart at its delimiters."""
    while len(row) > width and not row[-1].strip():
        row = row[:-1]
    if len(row) <= width:
        return row
    if text == width - 1:
        return [*row[:text], delimiter.join(row[text:])]
    raise ValueError(
        f"the row in line {line} has {len(row)} fields instead of {width}: "
        f"put texts that hold “{delimiter}” in quotes"
    )


def _dialect(content: str) -> tuple[str, str]:
    """The delimiter and quote character under which the rows agree best on their width.

    `csv.Sniffer` looks at characters only and fails on running text that is quoted by "'".
    """
    best, best_agreement = None, 0.0
    candidates = [(mark, quote) for mark in ";,\t|" for quote in _quotes(content, mark)]
    for delimiter, quote in candidates:
        rows = itertools.islice(_rows(content, delimiter, quote), _ROWS_SAMPLED)
        try:
            widths = Counter(len(row) for _, row in rows)
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
    if _header([content.lstrip().split("\n", 1)[0].strip().strip("\"'")]):
        return ",", '"'  # a single column, named
    raise ValueError("no columns were found in it (a delimiter of ; , | or tab is expected)")


def _quotes(content: str, delimiter: str) -> str:
    """The quote characters that may be in use: `"` alone where it opens most of the quoted cells.

    A `"` that is not closed makes its rows look better where `'` is taken for the quote character.
    """
    opening = re.compile(rf"(?:^|{re.escape(delimiter)})([\"'])", re.MULTILINE)
    opened = Counter(opening.findall(content[:_CHARACTERS_SAMPLED]))
    return '"' if opened['"'] and opened['"'] >= opened["'"] else "\"'"


def _header(row: list[str]) -> dict[str, int]:
    names = [cell.strip().lower() for cell in row]
    found = {
        field: names.index(alias)
        for field, aliases in _COLUMNS.items()
        for alias in reversed(aliases)
        if alias in names
    }
    return found


def _longest_column(rows: list[list[str]], width: int) -> int:
    width = min(width, max(map(len, rows), default=0))
    lengths = [median(len(row[i]) for row in rows if i < len(row)) for i in range(width)]
    if not lengths or max(lengths) < 20:
        raise ValueError("no column of running text was found in it (name one “text”)")
    return lengths.index(max(lengths))
