"""What a file says, as it is stored: nothing that cannot be shown, stored or trusted.

It is done once, before a text is stored: what is quoted is cut from the stored text.
"""

from __future__ import annotations

import re
import unicodedata

_MAX_VALUE = 1_000
# They reorder what stands around them: a title could make the page about it say something else.
_BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_LINE_END = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_AT_LINE_ENDS = re.compile(r"(?<![^\S\n])[^\S\n]+$", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n{3,}")


def clean_value(value: str) -> str:
    """One bounded line, for what is said of an article."""
    kept = (
        char
        for char in value
        if char.isspace()
        or not (unicodedata.category(char) in ("Cc", "Cs") or char in _BIDI_CONTROLS)
    )
    return " ".join("".join(kept).split())[:_MAX_VALUE].rstrip()


def clean_text(text: str) -> str:
    """A text without edges: lines end with `\\n`, with nothing before it, at most one blank line
    parts paragraphs, and there are no control characters."""
    text = _NOT_TEXT.sub("", _LINE_END.sub("\n", text))
    return _BLANK_LINES.sub("\n\n", _AT_LINE_ENDS.sub("", text)).strip()
