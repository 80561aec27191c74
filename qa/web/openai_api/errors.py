"""Errors in the form that OpenAI's clients read."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from qa.web.problems import Problem, problem_of

_KINDS = {
    401: "authentication_error",
    403: "permission_error",
    429: "rate_limit_error",
}


def error_json(problem: Problem) -> dict[str, Any]:
    """:param problem: what went wrong; its title tells an error's code."""
    kind = "server_error" if problem.status >= 500 else "invalid_request_error"
    parameter = next((error.get("pointer") for error in problem.errors), None)
    return {
        "error": {
            "message": problem.detail,
            "type": _KINDS.get(problem.status, kind),
            "param": parameter.lstrip("#/").replace("/", ".") if parameter else None,
            "code": problem.title.lower().replace(" ", "_"),
        }
    }


class OpenAIError(BaseModel):
    """As their clients read it."""

    class Detail(BaseModel):
        message: str
        type: str
        param: str | None
        code: str

    error: Detail


ERRORS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": OpenAIError, "description": "What is asked for cannot be done"},
    "5XX": {"model": OpenAIError, "description": "It failed"},
}


class OpenAIRoute(APIRoute):
    """A route whose errors are of that form."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except Exception as error:
                problem = problem_of(error, request)
                # What they call a bad request is one of 400.
                status = 400 if isinstance(error, RequestValidationError) else problem.status
                return JSONResponse(error_json(problem), status, problem.headers)

        return handled
