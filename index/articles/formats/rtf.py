"""A document in Rich Text Format, as older word processors wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.articles.cleaning import clean_text, clean_value
from index.articles.formats.format import Entry
from index.articles.problems import Problem, reading
from index.articles.source import Source

_OPENING = b"{\\rtf"
_SAID = re.compile(r"\{\\(title|author) ([^{}]{1,2000})\}")
_LINES = re.compile(r"\n+")


class RTF:
    suffixes: tuple[str, ...] = (".rtf",)
    apart = True

    def fits(self, head: bytes) -> bool:
        return head.lstrip().startswith(_OPENING) or not head.strip()

    def read(self, source: Source, problem: Problem) -> Iterator[Entry]:
        from striprtf.striprtf import rtf_to_text

        content = source.content().decode("latin-1")  # it is ASCII, with escapes for all else
        with reading("an RTF document"):
            # A line is a paragraph there; \line, which is none, becomes one too.
            text = clean_text(_LINES.sub("\n\n", rtf_to_text(content, errors="ignore")))
            said = _SAID.findall(content[:100_000])
            given = {
                name: clean_value(rtf_to_text("{\\rtf1\\ansi " + value + "}", errors="ignore"))
                for name, value in said
            }
        if not text:
            raise ValueError("it holds no text")
        yield Entry(text, {name: value for name, value in given.items() if value})
