"""What other sites' pages may not do in a reader's browser: call this computer by a name of their
own, read what it answers, or change anything."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.web.access.refusing import refuse
from qa.web.access.rules import changes_state, rule_of
from qa.web.access.settings import Access
from qa.web.problems import Problem

_HOST = re.compile(r"(\[(?P<six>[^\[\]]+)\]|(?P<name>[^:\[\]@/]+))(:\d{1,5})?")


class Hosts:
    """Answers to the names that are set alone: another site's page may point a name of its own at
    this computer (DNS rebinding)."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._hosts = app, access.hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and not rule_of(scope).any_name:
            name = _name(Headers(scope=scope).get("host", ""))
            if name not in self._hosts:
                await refuse(_OTHER_NAME, scope, receive, send)
                return
        await self._app(scope, receive, send)


class Origins:
    """Refuses what another site's page sends. A link from there is followed.

    A browser says where a request comes from, in Sec-Fetch-Site or at least in Origin, and no page
    can make it say otherwise; who says neither is no browser.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and _is_foreign(scope):
            await refuse(_OTHER_SITE, scope, receive, send)
            return
        await self._app(scope, receive, send)


_OTHER_NAME = Problem(
    400,
    "Bad Request",
    "this server does not go by that name: whoever runs it can add it to the setting hosts",
)
_OTHER_SITE = Problem(403, "Forbidden", "another site's page may not do that here")


def _name(host: str) -> str:
    """A name or address without its port, as `Access.hosts` has it."""
    found = _HOST.fullmatch(host.lower())
    return found["six"] or found["name"] if found else ""


def _is_foreign(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    token = headers.get("authorization", "").lower().startswith("bearer ")
    if token and "cookie" not in headers:
        return False  # nothing that a browser adds by itself: whoever sends it has the token
    site = headers.get("sec-fetch-site")
    if site is not None and scope["type"] == "http":
        if site in ("same-origin", "none"):
            return False
        return changes_state(scope) or headers.get("sec-fetch-mode") != "navigate"
    origin = headers.get("origin")
    if origin is None or not changes_state(scope):
        return False
    return urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
