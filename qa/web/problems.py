"""Errors over HTTP, as problem documents (RFC 9457)."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from index import FundstelleError

if TYPE_CHECKING:
    from fastapi import FastAPI
    from fastapi.exceptions import RequestValidationError

_log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
_MOST_ERRORS = 20  # that are told of one request
_DETAILS = {
    404: "there is nothing here",
    405: "what is here knows other methods only",
}


class Problem(Exception):
    """:param title: what kind of problem it is, in a few words; `detail`: what is wrong with this
        request and what to do, in one line.
    :param headers: such as Retry-After.
    :param errors: what is wrong with each part of the request, where that is known.
    """

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Mapping[str, str]] = (),
    ) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail = status, title, detail
        self.headers = dict(headers or {})
        self.errors = list(errors)

    def response(self) -> JSONResponse:
        content: dict[str, Any] = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors:
            content["errors"] = self.errors
        return JSONResponse(content, self.status, self.headers, media_type=MEDIA_TYPE)


def add_problem_handlers(app: FastAPI) -> None:
    """Every error that `app` answers with is a problem document."""
    from fastapi.exceptions import RequestValidationError

    for kind in (Problem, RequestValidationError, HTTPException, FundstelleError, Exception):
        app.add_exception_handler(kind, _answer)


async def _answer(request: Request, error: Exception) -> JSONResponse:
    return problem_of(error, request).response()


def problem_of(error: Exception, request: Request) -> Problem:
    """What is told of an error: of a fault of ours no more than by which name the log has it."""
    from fastapi.exceptions import RequestValidationError

    if isinstance(error, Problem):
        return error
    if isinstance(error, RequestValidationError):
        return _invalid(error)
    if isinstance(error, HTTPException):
        status, title = error.status_code, HTTPStatus(error.status_code).phrase
        detail = _DETAILS.get(status, title) if error.detail == title else str(error.detail)
        return Problem(status, title, detail, error.headers)
    if isinstance(error, FundstelleError):  # the index has been deleted, or is damaged
        _log.error("the archive cannot be read: %s", error)
        return Problem(503, "Archive unavailable", "the archive cannot be read just now")
    _log.error("a request failed", exc_info=error)
    request_id = getattr(request.state, "request_id", None)
    log = f"its log has more on request {request_id}" if request_id else "its log has more"
    return Problem(500, "Internal Server Error", f"this is the server's fault: {log}")


def _invalid(error: RequestValidationError) -> Problem:
    """What was sent is not repeated: it may be anything, or long."""
    errors = [_invalid_part(part) for part in error.errors()[:_MOST_ERRORS]]
    where = errors[0].get("pointer") or errors[0].get("parameter") if errors else ""
    detail = f"{where}: {errors[0]['detail']}" if errors else "the request makes no sense"
    return Problem(422, "Unprocessable Content", detail, errors=errors)


def _invalid_part(part: Mapping[str, Any]) -> dict[str, str]:
    place, *path = map(str, part["loc"])
    if part["type"] == "json_invalid":
        return {"pointer": "#", "detail": "this is no JSON"}
    if place != "body":
        return {"parameter": "/".join(path) or place, "detail": part["msg"]}
    steps = (step.replace("~", "~0").replace("/", "~1")[:100] for step in path)
    return {"pointer": "#" + "".join(f"/{step}" for step in steps), "detail": part["msg"]}
