"""Which format a file is of: its name announces some, and of these its content fits one."""

from __future__ import annotations

from index.articles.formats.csv_file import CSV
from index.articles.formats.docx import DOCX
from index.articles.formats.epub import EPUB
from index.articles.formats.feed import Feed
from index.articles.formats.format import HEAD_BYTES, Format
from index.articles.formats.html_file import HTML
from index.articles.formats.json_file import JSON, JSONLines
from index.articles.formats.mail_files import Mail, Mailbox
from index.articles.formats.markdown_file import Markdown
from index.articles.formats.odt import ODT
from index.articles.formats.pdf import PDF
from index.articles.formats.rtf import RTF
from index.articles.formats.text_file import Text
from index.articles.source import Source

FORMATS: list[Format] = [
    *(Text(), Markdown(), HTML(), PDF(), DOCX(), ODT(), RTF(), EPUB()),
    *(Mail(), Mailbox(), Feed(), CSV(), JSONLines(), JSON()),
]


def suffixes() -> tuple[str, ...]:
    """The endings of files that hold articles, in lower case, each once."""
    return tuple(dict.fromkeys(suffix for known in FORMATS for suffix in known.suffixes))


def is_announced(name: str) -> bool:
    """Whether a file of this name is of a format that is read."""
    return name.lower().endswith(suffixes())


def format_of(source: Source) -> Format:
    """The format of a source: the first that its name announces and its content fits.

    Content alone decides nothing: that a file of articles holds another thing than its name says is
    for its owner to know.

    :raises ValueError: where there is none; the message goes on from “cannot read FILE: ”.
    :raises InputError: where it cannot be read.
    """
    name = source.file_name
    announced = [known for known in FORMATS if name.endswith(known.suffixes)]
    if not announced:
        raise ValueError(f"not one of {', '.join(suffixes())}")
    head = source.head(HEAD_BYTES)
    for known in announced:
        if known.fits(head):
            return known
    suffix = next(s for known in announced for s in known.suffixes if name.endswith(s))
    raise ValueError(f"it is no {suffix} file, whatever its name says")
