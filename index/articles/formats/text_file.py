"""Plain text: one article a file, with or without front matter. Its text is stored as it stands.

What looks like Markdown there may be meant: a star is a star.
"""

from __future__ import annotations

from collections.abc import Iterator

from index.articles.formats.format import Entry
from index.articles.front_matter import split_front_matter
from index.articles.problems import Problem
from index.articles.source import Source

# What the files of other programs begin with. Some of them hold no byte that text could not.
_OTHER_KINDS = (
    b"%PDF-", b"%!PS", b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!",
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x7fELF", b"SQLite ",
)  # fmt: skip


def is_text(head: bytes) -> bool:
    """Whether a file that begins so may be text."""
    return not head.startswith(_OTHER_KINDS)


class Text:
    suffixes: tuple[str, ...] = (".txt", ".text")
    apart = False

    def fits(self, head: bytes) -> bool:
        return is_text(head)

    def read(self, source: Source, problem: Problem) -> Iterator[Entry]:
        given, body = split_front_matter(source.text())
        text = body.strip()
        if not text:
            raise ValueError("it holds no text")
        yield Entry(text, given)
