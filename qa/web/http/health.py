"""Whether all is well, and what is counted."""

from __future__ import annotations

import logging

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from index import FundstelleError
from qa.assistant import Assistant
from qa.web.http.answers import Health
from qa.web.http.description import problems
from qa.web.http.metrics import Metrics
from qa.web.problems import Problem
from qa.web.threads import Threads

_log = logging.getLogger(__name__)


def health(assistant: Assistant, metrics: Metrics) -> APIRouter:
    router = APIRouter(tags=["operation"])
    threads = Threads(2)  # of its own: it answers however many ask questions

    @router.get(
        "/health",
        summary="Is the server alive?",
        operation_id="health",
        responses={200: {"model": Health}},
    )
    async def alive() -> Response:
        return JSONResponse({"status": "ok"})

    @router.get(
        "/health/ready",
        summary="Can questions be answered?",
        operation_id="ready",
        responses={200: {"model": Health}, **problems(503)},
    )
    async def ready() -> Response:
        try:
            await threads.run(assistant.archive.current)
        except FundstelleError as error:
            _log.warning("not ready: %s", error)
            detail = "the archive cannot be read: the log says why"
            raise Problem(503, "Not ready", detail) from error
        return JSONResponse({"status": "ok"})

    @router.get(
        "/metrics",
        summary="What is counted, for Prometheus",
        operation_id="metrics",
        responses={
            200: {
                "content": {"text/plain": {"schema": {"type": "string"}}},
                "description": "Counts, without any question's text.",
            },
            **problems(401, 429),
        },
    )
    async def counted(request: Request) -> Response:
        text, content_type = await threads.run(metrics.text, request.headers.get("accept", ""))
        return Response(text, headers={"Content-Type": content_type})

    return router
