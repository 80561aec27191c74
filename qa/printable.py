"""Text that a terminal shows and does not obey."""

from __future__ import annotations

import unicodedata


def printable(text: str) -> str:
    """Without what a terminal would obey: an article's text may hold its commands."""
    return "".join(c if c == "\n" or unicodedata.category(c) != "Cc" else " " for c in text)
