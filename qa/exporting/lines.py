"""Text without what orders other text anew."""

from __future__ import annotations

import re
import unicodedata

# They would order what stands around them anew, in whatever shows the line.
_ORDERING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    """With single blanks, without control characters and marks that order text anew."""
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text)
    return " ".join(_ORDERING.sub("", kept).split())


def lines(text: str) -> str:
    """The same, line by line."""
    return "\n".join(one_line(line) for line in text.split("\n"))
