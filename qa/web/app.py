"""The web application, put together: everything that is served, in one place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response

from qa.assistant import Assistant
from qa.web.page import mount_page

LOCAL = ("127.0.0.1", "localhost", "[::1]")
# gradio's own scripts need `eval` and inline code; that nothing is fetched from, or sent to,
# another host, the browser sees to.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def build_app(assistant: Assistant, hosts: Sequence[str] = LOCAL) -> FastAPI:
    """:param hosts: the names that this computer is asked by; another site's page may point a name
    of its own at it.
    """
    app = FastAPI(title="Fundstelle", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.assistant = assistant
    app.add_middleware(BaseHTTPMiddleware, dispatch=_add_policy)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))
    # The page takes every path that nothing before it does: it comes last.
    mount_page(app, assistant)
    return app


async def _add_policy(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    response = await call_next(request)
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
