"""The log: one line a request, as JSON where nobody reads it in a terminal.

There is nothing in it that opens anything: no query, header, cookie or body. What is asked stands
in it only where that is switched on.
"""

from __future__ import annotations

import logging
import re
import secrets
import sys
import time
from typing import Any, TextIO
from urllib.parse import quote

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.access.refusing import refuse
from qa.web.access.roles import principal_of
from qa.web.problems import Problem

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
# By itself, whatever else is configured: what structlog prints unasked shows values of variables.
_log = structlog.wrap_logger(
    logging.getLogger("fundstelle"),
    processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    wrapper_class=structlog.stdlib.BoundLogger,
)
_REQUEST = "request_id"
_QUESTIONS = "log_questions"
_SECRET = re.compile(
    r"fst_[\w-]+|(?i:\b(bearer|basic)\s+)[\w.~+/=-]+|(?<=fundstelle_session=)[^;\s]+"
)
_LONGEST = 200  # letters of a path, 1,000 of a question


def configure_logs(stream: TextIO = sys.stderr, requests: bool = True) -> None:
    """Write what is logged, by whatever library, to `stream`.

    :param requests: a line for each; else for those alone that fail.
    """
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if stream.isatty():
        # Its own tracebacks show the values of variables, passwords too.
        plain = structlog.dev.plain_traceback
        renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)
    last = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        _without_secrets,
        renderer,
    ]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processors=last, foreign_pre_chain=_SHARED)
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("fundstelle").setLevel(logging.INFO if requests else logging.WARNING)


def log_question(connection: HTTPConnection, question: str) -> None:
    """A line with what is asked, where that is switched on. Every route that answers calls it."""
    if getattr(connection.state, _QUESTIONS, False):
        _log.info(
            "question",
            question=question[: 5 * _LONGEST],
            request_id=getattr(connection.state, _REQUEST, None),
        )


class RequestLog:
    """Gives each request an id, which its response carries as X-Request-Id, and writes its line.
    What fails on the way is told there, and to the client only by that id."""

    def __init__(self, app: ASGIApp, log_questions: bool) -> None:
        self._app, self._log_questions = app, log_questions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        request_id = secrets.token_hex(8)
        scope.setdefault("state", {}).update(
            {_REQUEST: request_id, _QUESTIONS: self._log_questions}
        )
        status, first, whole = 0, 0.0, False

        async def noted(message: Message) -> None:
            nonlocal status, first, whole
            if message["type"] == "http.response.start":
                status, first = message["status"], time.perf_counter()
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            whole = message["type"] == "http.response.body" and not message.get("more_body")
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, noted)
            except Exception:
                _log.exception("failed")
                if status and not whole:  # too late to say so: the client sees it break off
                    raise
                if not whole:
                    await refuse(_failed(request_id), scope, receive, noted)
            finally:
                _log.info(
                    "request",
                    method=scope["method"],
                    path=quote(scope["path"][:_LONGEST], safe="/=:@+,;"),
                    status=status or None,
                    principal=principal_of(HTTPConnection(scope)).name or None,
                    ms_to_first=round((first - began) * 1000, 1) if first else None,
                    ms=round((time.perf_counter() - began) * 1000, 1),
                )


def _failed(request_id: str) -> Problem:
    detail = f"this is the server's fault: its log has more on request {request_id}"
    return Problem(500, "Internal Server Error", detail)


def _without_secrets(logger: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Should a library ever write one down, it is not kept."""
    return {
        key: _SECRET.sub("***", value) if isinstance(value, str) else value
        for key, value in event.items()
    }
