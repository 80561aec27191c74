"""The language of who waits for a page."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from prompts import FALLBACK, languages


def language_of(connection: HTTPConnection) -> str:
    """The first of the browser's languages that there are texts in."""
    known = languages("access")
    for part in connection.headers.get("accept-language", "")[:200].split(","):
        language = part.split(";")[0].split("-")[0].strip().lower()
        if language in known:
            return language
    return FALLBACK
