"""An answer as a terminal shows it."""

from __future__ import annotations

import os
import unicodedata
from typing import TextIO

from qa.answers import Answer
from qa.composing import composed_answer

_STRONG, _PLAIN = "\x1b[1m", "\x1b[22m"  # ECMA-48, "select graphic rendition"


def answer_text(answer: Answer, strong: bool) -> str:
    """:param strong: show the words in each quote that answer in bold: for a terminal, not for a
    file."""
    composed = composed_answer(answer)
    text = printable(composed.text)
    if not strong:
        return text
    for citation, (start, _) in reversed([*zip(answer.citations, composed.quoted_at, strict=True)]):
        before, short, _ = citation.parts
        if short:
            first = start + len(before)
            last = first + len(short)
            text = f"{text[:first]}{_STRONG}{text[first:last]}{_PLAIN}{text[last:]}"
    return text


def printable(text: str) -> str:
    """Without what a terminal would obey: an article's text may hold its commands."""
    return "".join(c if c == "\n" or unicodedata.category(c) != "Cc" else " " for c in text)


def shows_bold(stream: TextIO) -> bool:
    """Whether it is a terminal that knows bold letters."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"
