"""Errors over HTTP, as problem documents (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import JSONResponse


class Problem(Exception):
    """:param title: what kind of problem it is, in a few words; `detail`: what is wrong with this
        request and what to do, in one line.
    :param headers: such as Retry-After.
    """

    def __init__(
        self, status: int, title: str, detail: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail = status, title, detail
        self.headers = dict(headers or {})

    def response(self) -> JSONResponse:
        content = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        return JSONResponse(
            content, self.status, self.headers, media_type="application/problem+json"
        )
