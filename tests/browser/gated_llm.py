"""A language model's server that says an answer in two parts, the second one when it may."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_LONGEST = 60.0  # seconds that it waits


class GatedLLM(ThreadingHTTPServer):
    """:ivar gate: open at first: whoever closes it holds up what is being said."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address = f"http://127.0.0.1:{self.server_port}/v1"
        self.gate = threading.Event()
        self.gate.set()

    def handle_error(self, request: object, client_address: object) -> None:
        """Who asked may have been killed."""


@contextmanager
def gated_llm() -> Iterator[GatedLLM]:
    with GatedLLM() as llm:
        threading.Thread(target=llm.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield llm
        finally:
            llm.gate.set()
            llm.shutdown()


class _Handler(BaseHTTPRequestHandler):
    server: GatedLLM

    def do_GET(self) -> None:
        self._begin("application/json")
        self.wfile.write(json.dumps({"object": "list", "data": [{"id": "gated"}]}).encode())

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._begin("text/event-stream")
        self._say("The archive says")
        self.server.gate.wait(_LONGEST)
        self._say(" so [1].")
        self.wfile.write(b"data: [DONE]\n\n")

    def _begin(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()

    def _say(self, text: str) -> None:
        piece = {"choices": [{"index": 0, "delta": {"content": text}}]}
        self.wfile.write(f"data: {json.dumps(piece)}\n\n".encode())
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        pass
