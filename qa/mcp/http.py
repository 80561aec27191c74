"""Over HTTP (streamable HTTP), as an ASGI application for a route of the web application.

Each request stands alone: no session is kept, and an answer is one JSON object. So nothing is lost
when the server starts anew, any number of processes may serve, and no client can hold a stream
open; the tools send nothing of their own accord that a session would be needed for.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from mcp.server import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from qa.assistant import Assistant
from qa.mcp.server import build_server
from qa.mcp.tools import ArticleLink
from qa.web.problems import Problem

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_MAX_REQUEST = 256 * 1024  # bytes: a question and its filters


class McpApp:
    """An ASGI application for one path. Whoever adds it to another application enters `running`
    in that one's lifespan, and again whenever that starts anew:

        mcp = mcp_app(assistant)
        app = FastAPI(lifespan=lambda app: mcp.running())
        app.router.add_route("/mcp", mcp, methods=None)

    A route, since a mount would send “/mcp” on to “/mcp/”, which not every client follows.
    """

    def __init__(self, server: Server[dict[str, Any]], security: TransportSecuritySettings) -> None:
        self._server = server
        self._security = security
        self._manager: StreamableHTTPSessionManager | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """While requests are answered."""
        manager = StreamableHTTPSessionManager(
            self._server,
            json_response=True,
            stateless=True,
            security_settings=self._security,
            max_request_body_size=_MAX_REQUEST,
        )
        async with manager.run():
            self._manager = manager
            try:
                yield
            finally:
                self._manager = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._manager is None:
            problem = Problem(503, "Unavailable", "the server is starting or stopping")
        elif Request(scope).method != "POST":
            problem = Problem(
                405, "Method not allowed", "POST what is asked: nothing is sent unasked here",
                {"Allow": "POST"},
            )  # fmt: skip
        else:
            await self._manager.handle_request(scope, receive, send)
            return
        await problem.response()(scope, receive, send)


def mcp_app(
    assistant: Assistant,
    hosts: Sequence[str] | None = LOOPBACK,
    link: ArticleLink | None = None,
) -> McpApp:
    """The tools as an ASGI application.

    :param hosts: the names that requests may be sent to, and pages be from that send them, at any
        port: a page elsewhere may have pointed a name of its own at this computer. None where the
        application around it checks both, for all of its routes.
    :param link: an article's id → the address where a browser shows it; none where it is None.
    """
    if hosts is None:
        security = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    else:
        named = [name for host in hosts for name in (host, f"{host}:*")]
        origins = [f"{scheme}://{name}" for scheme in ("http", "https") for name in named]
        security = TransportSecuritySettings(allowed_hosts=named, allowed_origins=origins)
    return McpApp(build_server(lambda: assistant, link), security)
