"""What of Gradio's routes the page needs. All others are closed: they fetch files and addresses,
keep what is uploaded, show figures and code, and more of them come with each version.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.access.headers import nonce_of
from qa.web.access.refusing import NOTHING_HERE, refuse
from qa.web.access.rules import path_of

_READ, _POST = ("GET", "HEAD"), ("POST",)
_NEEDED = (
    (_READ, r"/(config|theme\.css|favicon\.ico|manifest\.json|robots\.txt)?"),
    (_READ, r"/(assets|static)/[A-Za-z0-9_./-]+"),
    (_READ, r"/gradio_api/(info|theme\.css)"),
    (_POST, r"/gradio_api/component_server/?"),
)
_SCRIPT = re.compile(rb"<script(?=>| data-gradio-mode>)")


class PageRoutes:
    """:param pages: the paths of Gradio's pages beside the first one, without the slash."""

    def __init__(self, app: ASGIApp, pages: Iterable[str] = ()) -> None:
        self._app = app
        pages = "|".join(re.escape(page) for page in pages if page)
        self._needed = (*_NEEDED, (_READ, rf"/({pages})/?"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            method, path = scope["method"], path_of(scope) or "/"
            if not any(
                method in methods and re.fullmatch(needed, path) for methods, needed in self._needed
            ):
                await refuse(NOTHING_HERE, scope, receive, send)
                return
        elif scope["type"] == "websocket":
            await refuse(NOTHING_HERE, scope, receive, send)
            return
        await self._app(scope, receive, send)


class ScriptNonces:
    """Lets Gradio's own scripts within its page run, and no other ones: what its template holds
    gets the nonce. What comes from articles and questions stands there in JSON, without any “<”.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        nonce = nonce_of(scope)
        if scope["type"] != "http" or not nonce:
            await self._app(scope, receive, send)
            return
        start: Message | None = None  # of a page, which is kept until all of it is there
        html = b""

        async def with_nonces(message: Message) -> None:
            nonlocal start, html
            if message["type"] == "http.response.start":
                if Headers(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                    start = message
                    return
            elif start is not None and message["type"] == "http.response.body":
                html += message.get("body", b"")
                if message.get("more_body"):
                    return
                html = _SCRIPT.sub(b'<script nonce="' + nonce.encode() + b'"', html)
                headers = MutableHeaders(scope=start)
                if scope["method"] != "HEAD":
                    headers["content-length"] = str(len(html))
                await send(start)
                message = {"type": "http.response.body", "body": html}
            await send(message)

        await self._app(scope, receive, with_nonces)
