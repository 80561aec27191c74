"""A quote in HTML: its short answer strong in it, and what its cells are where it is a row."""

from __future__ import annotations

import re
from html import escape

from index.text import cells
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


def row_html(citation: Citation) -> str:
    """A quoted row under the names of its columns; nothing for any other quote."""
    if not citation.table_header:
        return ""
    pairs = "".join(
        f"<tr><th scope='row'>{escape(name)}</th><td>{escape(cell)}</td></tr>"
        for name, cell in zip(citation.table_header, cells(citation.quote), strict=False)
        if name and cell
    )
    language = escape(citation.article.language)
    return f'<table class="row" lang="{language}" dir="auto">{pairs}</table>'
