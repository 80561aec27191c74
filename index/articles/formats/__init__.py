"""File formats, one module each: what a file holds → its articles.

- `Format`, `Entry`: what each of them is, and gives (index.articles.formats.format)
- `FORMATS`, `format_of`: the registry (index.articles.formats.registry). A new format is a module
  here and an entry there.
- `Text`, `Markdown`: with or without front matter (index.articles.formats.text_file, markdown_file)
- `HTML`, `PDF`, `DOCX`, `ODT`, `RTF`, `EPUB`: pages, documents and books, in a module of their name
- `Mail`, `Mailbox` (index.articles.formats.mail_files), `Feed` (index.articles.formats.feed)
- `CSV`, `JSON`, `JSONLines`: an article a row or object (index.articles.formats.csv_file,
  json_file)
"""

from index.articles.formats.csv_file import CSV
from index.articles.formats.docx import DOCX
from index.articles.formats.epub import EPUB
from index.articles.formats.feed import Feed
from index.articles.formats.format import HEAD_BYTES, Entry, Format
from index.articles.formats.html_file import HTML
from index.articles.formats.json_file import JSON, JSONLines
from index.articles.formats.mail_files import Mail, Mailbox
from index.articles.formats.markdown_file import Markdown
from index.articles.formats.odt import ODT
from index.articles.formats.pdf import PDF
from index.articles.formats.registry import FORMATS, format_of, is_announced, suffixes
from index.articles.formats.rtf import RTF
from index.articles.formats.text_file import Text

__all__ = [
    "CSV",
    "DOCX",
    "EPUB",
    "FORMATS",
    "HEAD_BYTES",
    "HTML",
    "JSON",
    "ODT",
    "PDF",
    "RTF",
    "Entry",
    "Feed",
    "Format",
    "JSONLines",
    "Mail",
    "Mailbox",
    "Markdown",
    "Text",
    "format_of",
    "is_announced",
    "suffixes",
]
