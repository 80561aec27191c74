"""A request that is not let through: a problem document, or a WebSocket that is closed."""

from __future__ import annotations

from starlette.types import Receive, Scope, Send

from qa.web.problems import Problem

_POLICY_VIOLATION = 1008
NOTHING_HERE = Problem(404, "Not Found", "there is nothing here")


async def refuse(problem: Problem, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request with `problem`."""
    if scope["type"] == "websocket":
        await receive()  # the wish to connect
        await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": problem.title})
    else:
        await problem.response()(scope, receive, send)
