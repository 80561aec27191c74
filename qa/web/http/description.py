"""How the application describes itself to programs (OpenAPI)."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.security import HTTPBearer

from qa.web.http.answers import ProblemDocument
from qa.web.problems import MEDIA_TYPE

# The pages that FastAPI makes of it would load their scripts from another host.
OPENAPI: dict[str, Any] = {
    "title": "Fundstelle",
    "summary": "Ask an archive of articles: cited quotes, word for word.",
    "version": version("fundstelle"),
    "docs_url": None,
    "redoc_url": None,
    "openapi_url": "/v1/openapi.json",
    "separate_input_output_schemas": False,
}

# Who may do what, a middleware decides; this says in the description how a token is shown.
TOKEN = HTTPBearer(
    scheme_name="token",
    description="An API token, where the server asks for one.",
    auto_error=False,
)

_WHAT = {
    401: "No token, or a wrong one",
    403: "Whoever asks may only read",
    404: "There is no such thing",
    413: "Too large",
    422: "What is asked for makes no sense",
    429: "Too many requests: try again after Retry-After seconds",
    503: "The archive cannot be read, or is busy",
    507: "The disk is full",
}


def describe(app: FastAPI) -> None:
    """Have `app` describe itself as it is: what is no error of a library's is none in it."""
    made = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = made()
            for path in schema["paths"].values():
                for operation in path.values():
                    for response in operation["responses"].values():
                        if MEDIA_TYPE in response.get("content", {}):
                            response["content"].pop("application/json", None)
            for unused in ("HTTPValidationError", "ValidationError"):
                schema["components"]["schemas"].pop(unused, None)
        return app.openapi_schema or {}

    app.openapi = described  # type: ignore[method-assign]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problem documents that a route may answer with, for its description."""
    schema = {"$ref": f"#/components/schemas/{ProblemDocument.__name__}"}
    return {
        status: {
            "description": _WHAT[status],
            "model": ProblemDocument,
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
        for status in statuses
    }
