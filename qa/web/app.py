"""The web application, put together: everything that is served, in one place."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI

from qa.assistant import Assistant
from qa.mcp.http import mcp_app
from qa.suggesting import Suggestions
from qa.web.access import Access, protect
from qa.web.archive_page import archive_routes
from qa.web.http import APPLICATION, Measured, Metrics, describe, routes
from qa.web.links import article_href
from qa.web.openai_api import openai_routes
from qa.web.page import demonstrated, mount_page
from qa.web.problems import add_problem_handlers
from qa.web.uploads import Uploads

_LAST_UPLOAD = 2.0  # seconds for the file that is being taken up when the server ends


def build_app(
    assistant: Assistant, access: Access, host: str = "127.0.0.1", address: str | None = None
) -> FastAPI:
    """All of it on one `assistant`: each request is answered from one state of its archive, and the
    next one from the newest.

    :param access: who is let in.
    :param host: the address that the server listens at.
    :param address: where a browser finds it, for programs that send their readers there.
    """
    uploads = Uploads(assistant.archive, give_way=assistant.priority.wait)
    metrics = Metrics(assistant, uploads)
    made = Suggestions(assistant)

    def shown(article_id: str) -> str:
        return f"{address}/{article_href(article_id)}"

    def suggest(language: str) -> Sequence[str]:
        return demonstrated(assistant.archive, language) or made.get(language)

    # What a request is sent to, and from where, `protect` checks for all routes.
    mcp = mcp_app(assistant, hosts=None, link=shown if address else None)

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        async with mcp.running():
            yield
        uploads.close(_LAST_UPLOAD)

    app = FastAPI(**APPLICATION, lifespan=running)
    add_problem_handlers(app)
    describe(app)
    app.include_router(routes(assistant, uploads, metrics))
    app.include_router(openai_routes(assistant, metrics))
    app.include_router(archive_routes(assistant.archive, uploads))
    # An application as it stands, though a route's type knows functions alone.
    app.router.add_route("/mcp", mcp, None, include_in_schema=False)  # type: ignore[arg-type]
    # The page takes every path that nothing before it does: it comes last.
    mount_page(app, assistant, suggest, made.near)
    protect(app, access, host)
    app.add_middleware(Measured, metrics=metrics)
    return app
