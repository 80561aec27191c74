"""How much a request may send."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.access.refusing import refuse
from qa.web.access.rules import rule_of
from qa.web.access.settings import Access
from qa.web.problems import Problem


class Bodies:
    """Ends a request that sends more than it may, before what is too much is kept anywhere."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        uploads = rule_of(scope).uploads
        most = self._access.upload_bytes if uploads else self._access.body_bytes
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced[:20]) > most:
            await refuse(_too_large(most), scope, receive, send)
            return
        taken, begun, exceeded = 0, False, False

        async def bounded() -> Message:
            nonlocal taken, exceeded
            message = await receive()
            taken += len(message.get("body", b""))
            exceeded = exceeded or taken > most
            # As if the client had gone: what reads it gives up, and has nothing to say any more.
            return {"type": "http.disconnect"} if exceeded else message

        async def unless_exceeded(message: Message) -> None:
            nonlocal begun
            if not exceeded or begun:
                begun = True
                await send(message)

        try:
            await self._app(scope, bounded, unless_exceeded)
        except Exception:
            if not exceeded or begun:
                raise
        if exceeded and not begun:
            await refuse(_too_large(most), scope, receive, send)


def _too_large(most: int) -> Problem:
    return Problem(
        413,
        "Content Too Large",
        f"send at most {most:,} bytes at once",
        {"Connection": "close"},
    )
