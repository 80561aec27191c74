"""Addresses that lead to an article, and to a quote in it."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from qa.answers import Citation
from qa.web_address import is_web_address

_LONGEST_WHOLE = 80  # characters; of a longer quote the first and last words are named
_WORDS = 4


def article_href(article_id: str, start: int | None = None, end: int | None = None) -> str:
    """The page, open at an article, or at what it says there; below wherever the page is."""
    place = {"article": article_id, "start": start, "end": end}
    return "?" + urlencode({name: value for name, value in place.items() if value is not None})


def citation_url(base: str, citation: Citation) -> str:
    """Where a reader finds a quote: in the original, if its article has an address, else in the
    chat that is served at `base`.

    :param base: the server's address, with a slash at its end or without.
    """
    url = citation.article.url
    if url is not None and is_web_address(url) and _is_whole(url):
        return url + ("" if "#" in url else "#") + _text_directive(citation.quote)
    where = article_href(citation.article.id, citation.start, citation.end)
    return f"{base.rstrip('/')}/{where}"


def _is_whole(url: str) -> bool:
    """Whether it is one address wherever it is put, and to the same host for whoever reads it: what
    an article says of itself may be anything."""
    return url.isprintable() and not any(char in url for char in " <>\"'\\")


def _text_directive(text: str) -> str:
    """The part of an address by which browsers scroll to a text (URL fragment text directives)."""
    words = text.split()
    if len(text) <= _LONGEST_WHOLE or len(words) < 2 * _WORDS:
        return f":~:text={_escaped(' '.join(words))}"
    first, last = " ".join(words[:_WORDS]), " ".join(words[-_WORDS:])
    return f":~:text={_escaped(first)},{_escaped(last)}"


def _escaped(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")  # which means something in a directive
