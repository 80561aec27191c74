"""A server that speaks OpenAI's protocol badly. The first part of its path names the fault."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_DRIPS = 2.5  # seconds: much longer than the tests allow
_ENDLESS = 64_000_000  # bytes


class FaultyServer(ThreadingHTTPServer):
    """Serves on a free port of 127.0.0.1.

    :ivar asked: the headers of every request, under the fault that it asked for.
    :ivar sent: under each fault, the bytes that were taken, or wait on their way to be.
    :ivar elsewhere: where the fault "redirects" points.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
        self.sent: Counter[str] = Counter()
        self.elsewhere = ""
        self.closing = threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def address(self, fault: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{fault}/v1"

    def close(self) -> None:
        self.closing.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asked may leave at any time."""


class _Handler(BaseHTTPRequestHandler):
    server: FaultyServer

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer()

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _answer(self) -> None:
        self.fault = self.path.split("/")[1]
        self.server.asked[self.fault].append(dict(self.headers))
        FAULTS[self.fault](self)

    def send(self, data: str | bytes) -> None:
        data = data.encode() if isinstance(data, str) else data
        self.wfile.write(data)
        self.server.sent[self.fault] += len(data)


_Fault = Callable[[_Handler], None]


def _event(text: str) -> str:
    """A piece of a reply, as servers send it."""
    return f"data: {json.dumps({'choices': [{'index': 0, 'delta': {'content': text}}]})}\n\n"


def _head(status: str = "200 OK", kind: str = "text/event-stream", *more: str) -> str:
    return "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {kind}", *more, "", ""])


def _says(*parts: str | bytes) -> _Fault:
    def answer(handler: _Handler) -> None:
        for part in parts:
            handler.send(part)

    return answer


def _stalls(*before: str) -> _Fault:
    def answer(handler: _Handler) -> None:
        _says(*before)(handler)
        handler.server.closing.wait()

    return answer


def _drips(drop: str, *before: str) -> _Fault:
    def answer(handler: _Handler) -> None:
        _says(*before)(handler)
        ends = time.monotonic() + _DRIPS
        while time.monotonic() < ends and not handler.server.closing.wait(0.05):
            handler.send(drop)

    return answer


def _endless(before: str, again: str) -> _Fault:
    def answer(handler: _Handler) -> None:
        _says(_head(), before)(handler)
        part = again * (1 + 8_192 // len(again))
        for _ in range(_ENDLESS // len(part)):
            handler.send(part)

    return answer


def _redirects(handler: _Handler) -> None:
    handler.send(_head("307 Moved", "text/html", f"Location: {handler.server.elsewhere}"))


def _json(value: object, status: str = "200 OK") -> _Fault:
    return _says(_head(status, "application/json"), json.dumps(value))


def _models(*names: str | None) -> _Fault:
    return _json({"object": "list", "data": [{"id": name, "object": "model"} for name in names]})


def _error(status: str) -> _Fault:
    return _json({"error": {"message": "two\nlines", "type": "an_error"}}, status)


_CHUNKED = _head("200 OK", "text/event-stream", "Transfer-Encoding: chunked")
_HTML = "<!doctype html>\n<title>Welcome</title>\n<p>It works!</p>\n"
_DONE = "data: [DONE]\n\n"

FAULTS: dict[str, _Fault] = {
    "stalls": _stalls(),
    "stalls-within": _stalls(_head(), _event("The bridge ")),
    "drips-headers": _drips("x", "HTTP/1.1 200 OK\r\nX-Slow: "),
    "drips-chunk-sizes": _drips("0", _CHUNKED),
    "drips-comments": _drips(":\n", _head()),
    "drips-a-line": _drips(" ", _head(), "data: "),
    "drips-events": _drips(_event("a"), _head()),
    "drips-an-error": _drips(" ", _head("500 Internal Server Error", "application/json")),
    "hangs-up": _says(),
    "hangs-up-within": _says(_CHUNKED, f"{len(_event('The '))}\r\n", _event("The ")),
    "no-http": _says("SSH-2.0-OpenSSH_9.6\r\n"),
    "no-json": _says(_head(), _event("The bridge "), "data: {'choices': [}\n\n"),
    "no-utf-8": _says(_head(), b'data: {"choices": [{"delta": {"content": "\xff"}}]}\n\n'),
    "no-object": _says(_head(), "data: [1, 2]\n\n"),
    "no-choice": _says(_head(), 'data: {"choices": [5]}\n\n'),
    "no-text": _says(_head(), 'data: {"choices": [{"delta": {"content": {"a": 1}}}]}\n\n'),
    "html": _says(_head("200 OK", "text/html"), _HTML),
    "nothing": _says(_head()),
    "no-events": _says(_head(), _DONE),
    "no-words": _says(_head(), _event("") * 3, _DONE),
    "error-event": _says(_head(), _event("The "), 'data: {"error": {"message": "no\\nroom"}}\n\n'),
    "error-401": _error("401 Unauthorized"),
    "error-403": _error("403 Forbidden"),
    "error-404": _error("404 Not Found"),
    "error-429": _error("429 Too Many Requests"),
    "error-500": _error("500 Internal Server Error"),
    "html-500": _says(_head("500 Internal Server Error", "text/html"), _HTML),
    "redirects": _redirects,
    "endless-line": _endless("data: ", "a"),
    "endless-events": _endless("", "".join(_event(f"word {n} ") for n in range(100))),
    "endless-loop": _endless("", _event("The bridge ") + _event("is closed. ")),
    "endless-error": _says(_head("500 Oh", "text/html"), "a" * 10_000_000),
    "packed": _says(
        _head("200 OK", "text/event-stream", "Content-Encoding: gzip"),
        gzip.compress((_event("The bridge.") + _DONE).encode()),
    ),
    "a-reply": _says(_head(), _event("The "), _event("bridge."), _DONE),
    "one-model": _models("only-model"),
    "no-models": _models(),
    "two-models": _models("a-model\nwith\x1b[31m lines", "b-model"),
    "nameless-model": _models(None),
    "no-list-of-models": _json({"data": None}),
}
