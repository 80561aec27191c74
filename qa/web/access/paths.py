"""Paths that nothing is at."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from qa.web.access.refusing import NOTHING_HERE, refuse


class Paths:
    """Refuses a path with a character in it that cannot be seen: a route's pattern ends before a
    line's end, a rule's does not, and what no rule is for would be let through to the route."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and not scope["path"].isprintable():
            await refuse(NOTHING_HERE, scope, receive, send)
            return
        await self._app(scope, receive, send)
