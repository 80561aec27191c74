"""File formats, one module each: what a file holds → its articles.

- `Format`: what each of them is (index.articles.formats.format)
- `Text`: plain text and Markdown, with or without front matter (index.articles.formats.text_file)
- `CSV`: a table, an article a row (index.articles.formats.csv_file)
- `FORMATS`: the registry. A new format is a module here and an entry there.
"""

from __future__ import annotations

from index.articles.formats.csv_file import CSV
from index.articles.formats.format import Entry, Format
from index.articles.formats.text_file import Text
from index.articles.source import Source

FORMATS: list[Format] = [Text(), CSV()]

__all__ = ["CSV", "FORMATS", "Entry", "Format", "Text", "format_of", "suffixes"]


def suffixes() -> tuple[str, ...]:
    """The endings of files that hold articles, in lower case."""
    return tuple(suffix for known in FORMATS for suffix in known.suffixes)


def format_of(source: Source) -> Format | None:
    """The format that a source's name announces; None where it announces none."""
    suffix = source.path.suffix.lower()
    return next((known for known in FORMATS if suffix in known.suffixes), None)
