"""A quote in HTML, its short answer strong in it."""

from __future__ import annotations

import re
from html import escape

from qa.answers import Citation


def quote_html(citation: Citation) -> str:
    """Letter by letter as it stands in its article."""
    return strong_html(*citation.parts)


def inline_quote_html(citation: Citation) -> str:
    """On one line: a quote's own line breaks are not the answer's paragraphs."""
    return strong_html(*(re.sub(r"\s*\n\s*", " ", part) for part in citation.parts))


def strong_html(before: str, answer: str, after: str) -> str:
    """:param answer: the words that answer; empty where there are none."""
    strong = f"<strong>{escape(answer)}</strong>" if answer else ""
    return f"{escape(before)}{strong}{escape(after)}"
