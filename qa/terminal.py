"""An answer as a terminal shows it."""

from __future__ import annotations

import os
from typing import TextIO

from prompts import texts
from qa.answers import Answer, Citation
from qa.composing import composed_answer
from qa.printable import printable

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
            text = _bold(text, first, last)
    return text


def gist_text(citation: Citation, language: str, doubtful: bool, strong: bool) -> str:
    """A quote's translation under its label.

    :param doubtful: show what failed its checks too.
    :param strong: as for `answer_text`.
    """
    wording = texts("chat", language)
    gist = printable(citation.gist or wording["gist_left_out"])
    if strong and citation.gist and citation.gist_answer:
        gist = _bold(gist, *citation.gist_answer)
    text = f"[{citation.number}] {wording['gist']} {gist}"
    if citation.doubtful_gist is None:
        return text
    if not doubtful:
        return f"{text} ({wording['show_anyway']}: --show-doubtful)"
    return f"{text}\n    {wording['doubtful']} {printable(citation.doubtful_gist)}"


def _bold(text: str, start: int, end: int) -> str:
    return f"{text[:start]}{_STRONG}{text[start:end]}{_PLAIN}{text[end:]}"


def shows_bold(stream: TextIO) -> bool:
    """Whether it is a terminal that knows bold letters."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"
