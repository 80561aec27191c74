"""The server: it starts, says where, and ends when it is told to, whatever is open."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI
from starlette.responses import StreamingResponse

from index import InputError
from qa.web import server
from qa.web.server import serve


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextlib.contextmanager
def running(app: FastAPI, port: int) -> Iterator[tuple[str, server._Server]]:
    """A server in a thread: its address, and what ends it as Ctrl-C does."""
    made: list[server._Server] = []
    there, addresses = threading.Event(), []

    class Kept(server._Server):
        def __init__(self, *given: object) -> None:
            super().__init__(*given)  # type: ignore[arg-type]
            made.append(self)

    def started(address: str) -> None:
        addresses.append(address)
        there.set()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "_Server", Kept)
        thread = threading.Thread(target=serve, args=(app, "127.0.0.1", port, started))
        thread.start()
        try:
            assert there.wait(30)
            yield addresses[0], made[0]
        finally:
            made[0].should_exit = True
            thread.join(30)
    assert not thread.is_alive()


def test_it_ends_though_somebody_holds_a_connection_open_on_which_nothing_ends(port: int) -> None:
    app = FastAPI()

    @app.get("/forever")
    async def forever() -> StreamingResponse:
        async def alive():
            while True:
                yield b"data: ALIVE\n\n"
                await asyncio.sleep(0.05)

        return StreamingResponse(alive(), media_type="text/event-stream")

    with running(app, port) as (address, _), httpx.stream("GET", f"{address}/forever") as answer:
        assert next(answer.iter_lines()) == "data: ALIVE"


def test_a_port_that_is_taken_is_told_in_one_line(port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(InputError, match=f"^port {port} is taken: .*--port$"):
            serve(FastAPI(), port=port)


@pytest.mark.parametrize("host", ["203.0.113.7", "no such name"])
def test_an_address_of_another_computer_is_told_in_one_line(host: str, port: int) -> None:
    with pytest.raises(InputError, match="is no address of this computer"):
        serve(FastAPI(), host, port)
