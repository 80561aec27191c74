"""File formats, one module each: what a file holds → its articles.

- `Format`, `Entry`: what each of them is, and gives (index.articles.formats.format)
- `FORMATS`, `format_of`: the registry (index.articles.formats.registry). A new format is a module
  here and an entry there.
- `Text`: plain text and Markdown, with or without front matter (index.articles.formats.text_file)
- `CSV`: a table, an article a row (index.articles.formats.csv_file)
"""

from index.articles.formats.csv_file import CSV
from index.articles.formats.format import HEAD_BYTES, Entry, Format
from index.articles.formats.registry import FORMATS, format_of, is_announced, suffixes
from index.articles.formats.text_file import Text

__all__ = [
    "CSV",
    "FORMATS",
    "HEAD_BYTES",
    "Entry",
    "Format",
    "Text",
    "format_of",
    "is_announced",
    "suffixes",
]
