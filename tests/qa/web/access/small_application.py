"""A small application, and how to log in where it is protected."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import anyio
from fastapi import FastAPI, Request, WebSocket
from fastapi.responses import PlainTextResponse, StreamingResponse
from starlette.testclient import TestClient

from qa.web.access import log_question, principal_of

PASSWORD = "correct horse battery"
Clients = Callable[..., TestClient]


def small_application() -> FastAPI:
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/", response_class=PlainTextResponse)
    def page(request: Request) -> str:
        principal = principal_of(request)
        return f"{principal.name}:{principal.role}"

    @app.get("/health")
    @app.get("/metrics")
    def alive() -> dict:
        return {}

    @app.post("/v1/ask")
    async def ask(request: Request) -> dict:
        question = (await request.json())["question"]
        log_question(request, question)
        if question == "slow":
            await anyio.sleep(0.3)
        return {"answer": "yes", "client": request.client.host if request.client else None}

    @app.post("/v1/articles")
    async def upload(request: Request) -> dict:
        return {"bytes": len(await request.body())}

    @app.delete("/v1/articles/{name}")
    def remove(name: str) -> dict:
        return {"removed": name}

    @app.get("/stream")
    def stream() -> StreamingResponse:
        async def parts() -> AsyncIterator[bytes]:
            yield b"first"
            yield b"second"

        return StreamingResponse(parts())

    @app.get("/fails")
    def fails() -> None:
        raise RuntimeError("the password is hunter2hunter2, and fst_abcdefgh opens all")

    @app.get("/open-to-all")
    def open_to_all() -> PlainTextResponse:
        return PlainTextResponse("", headers={"Access-Control-Allow-Origin": "https://evil.test"})

    @app.websocket("/ws")
    async def ws(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text(principal_of(socket).name)
        await socket.close()

    return app


def log_in(client: TestClient, name: str, password: str = PASSWORD, **how: object) -> int:
    """The status of trying to."""
    data = {"name": name, "password": password}
    return client.post("/login", data=data, **how).status_code  # type: ignore[arg-type]
