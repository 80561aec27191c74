"""Addresses that a link may lead to."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_web_address(url: str | None) -> bool:
    """Whether a browser may follow it: an article can name any address, `javascript:…` too."""
    if not url or not url.isprintable() or any(char in url for char in " <>\"'\\"):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
