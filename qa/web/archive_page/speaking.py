"""Which language the page speaks: the one that the reader chose, or the browser asks for."""

from __future__ import annotations

from babel import Locale
from starlette.requests import Request
from starlette.responses import Response

from prompts import FALLBACK, languages

COOKIE = "lang"
_LONGEST = 200  # characters of what the browser asks for
_KEPT_SECONDS = 365 * 24 * 3600


def language_of(request: Request) -> str:
    """By the address, what was chosen before, and the browser, in this order."""
    known = languages("archive")
    asked = request.headers.get("accept-language", "")[:_LONGEST].lower()
    wanted = (part.split(";")[0].split("-")[0].strip() for part in asked.split(","))
    for language in (chosen(request), request.cookies.get(COOKIE, ""), *wanted):
        if language in known:
            return language
    return FALLBACK


def chosen(request: Request) -> str:
    """What the address asks for; empty where it asks for nothing."""
    return request.query_params.get("lang", "")


def remember(request: Request, response: Response) -> None:
    """Keep what the reader has just chosen, in their browser."""
    if (language := chosen(request)) in languages("archive"):
        secure = request.url.scheme == "https"
        response.set_cookie(
            COOKIE, language, _KEPT_SECONDS, secure=secure, httponly=True, samesite="lax"
        )


def own_name(language: str) -> str:
    """Its name in itself: “Deutsch”."""
    name = str(Locale(language).get_display_name())
    return name[:1].upper() + name[1:]
