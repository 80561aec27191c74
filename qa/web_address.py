"""Addresses that a link may lead to."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_web_address(url: str | None) -> bool:
    """Whether a link may lead there: an article can name any address, `javascript:…` too."""
    if not url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
