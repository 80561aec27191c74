"""The server that the application runs on. It calls no other computer."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from index import InputError
from qa.web.access import server_options

HOST = "127.0.0.1"
PORT = 7860
_LAST_ANSWERS = 2  # seconds for what is being answered when the server is told to end


def serve(
    app: FastAPI, host: str = HOST, port: int = PORT, started: Callable[[str], None] = print
) -> None:
    """Serve `app` until the process is interrupted.

    :param started: told the address once it answers.
    :raises InputError: if the port is taken, or `host` is none of this computer's.
    """
    serve_on(listen(host, port), app, lambda: started(address_of(host, port)))


def serve_on(listening: socket.socket, app: FastAPI, started: Callable[[], None]) -> None:
    """The same on a socket of `listen`, which other processes may have, too."""
    config = uvicorn.Config(
        app,
        **server_options(),
        timeout_graceful_shutdown=_LAST_ANSWERS,
    )
    server = _Server(config, started)
    with suppress(KeyboardInterrupt):  # raised once more when all is closed
        server.run([listening])


def address_of(host: str, port: int) -> str:
    """Where a browser finds what is served there."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._told = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._told()


def listen(host: str, port: int) -> socket.socket:
    """A socket there, for a server; nobody is heard before one listens on it.

    :raises InputError: if the port is taken, or `host` is none of this computer's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            raise InputError(f"{host} is no address of this computer: give another one") from error
        if isinstance(error, PermissionError):
            raise InputError(f"port {port} may not be used: choose one from 1024 on") from error
        raise InputError(
            f"port {port} is taken: end what uses it, or choose another with --port"
        ) from error
    return listening
