"""An application of the routes for programs, and a real server that it runs on."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from qa import Assistant
from qa.web.access import Principal, Role
from qa.web.http import OPENAPI, Measured, Metrics, describe, routes
from qa.web.openai_api import openai_routes
from qa.web.problems import add_problem_handlers
from qa.web.uploads import Uploads


class Asker:
    """Who asks: the part that the access has in the whole application."""

    def __init__(self, app: ASGIApp, role: Role) -> None:
        self._app, self._role = app, role

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope.setdefault("state", {})["principal"] = Principal("somebody", self._role)
        await self._app(scope, receive, send)


def application(assistant: Assistant, uploads: Uploads, role: Role = Role.WRITE) -> FastAPI:
    app = FastAPI(**OPENAPI)
    metrics = Metrics(assistant, uploads)
    app.include_router(routes(assistant, uploads, metrics))
    app.include_router(openai_routes(assistant, metrics))
    add_problem_handlers(app)
    describe(app)
    app.add_middleware(Measured, metrics=metrics)
    app.add_middleware(Asker, role=role)
    return app


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """:return: its address."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        threading.Event().wait(0.01)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
