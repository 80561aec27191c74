"""Over stdin and stdout: what a desktop client starts as a process of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future

import anyio
from mcp.server.stdio import stdio_server

from qa.assistant import Assistant
from qa.mcp.server import build_server


def serve_stdio(open_assistant: Callable[[], Assistant]) -> None:
    """Serve until stdin ends. Nothing but the protocol goes to stdout: while this runs, whatever
    else is printed there goes to stderr.

    :param open_assistant: is called at once, beside serving: clients do not wait long for a server
        to say hello, and models take seconds to load. Why it fails, each call of a tool says.
    """
    opened: Future[Assistant] = Future()

    def open_it() -> None:
        try:
            opened.set_result(open_assistant())
        except Exception as error:
            opened.set_exception(error)

    async def serve() -> None:
        async with stdio_server() as (incoming, outgoing):
            # A thread of its own, which nobody waits for at the end.
            threading.Thread(target=open_it, daemon=True).start()
            server = build_server(opened.result)
            await server.run(incoming, outgoing, server.create_initialization_options())

    anyio.run(serve)
