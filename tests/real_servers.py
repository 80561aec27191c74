"""`fundstelle serve` as people have it: real processes on one archive, behind one address."""

from __future__ import annotations

import http.client
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

_STARTING = 180.0  # seconds: a machine may have other work to do
_OURS = ("connection", "transfer-encoding", "keep-alive")  # said anew on the way through a proxy


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Server:
    """:param output: the file of what it prints."""

    port: int
    process: subprocess.Popen
    output: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def workers(self) -> list[int]:
        """The processes that serve for it, by their numbers."""
        started = []
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(status.read_text().rpartition(")")[2].split()[1])
                command = status.with_name("cmdline").read_bytes()
            except OSError:  # it has ended
                continue
            if parent == self.process.pid and b"spawn_main" in command:
                started.append(int(status.parent.name))
        return sorted(started)

    @contextmanager
    def by(self, worker: int) -> Iterator[None]:
        """Whoever asks meets that process: the others stand still."""
        others = [number for number in self.workers() if number != worker]
        for number in others:
            os.kill(number, signal.SIGSTOP)
        try:
            yield
        finally:
            for number in others:
                os.kill(number, signal.SIGCONT)

    def await_line(self, text: str) -> None:
        until = time.monotonic() + _STARTING
        while text not in self.output.read_text():
            assert self.process.poll() is None, self.output.read_text()
            assert time.monotonic() < until, self.output.read_text()
            time.sleep(0.05)


@contextmanager
def serving(
    folder: Path, index_dir: Path, *options: str, number: int = 1, **environment: str
) -> Iterator[list[Server]]:
    """So many servers of their own, started at the same time."""
    servers, accounts = [], {"FUNDSTELLE_ACCOUNTS": str(folder / "accounts.json")}
    for at in range(number):
        port, output = free_port(), folder / f"output-{at}"
        command = ["serve", "--fast", "--index", str(index_dir), "--port", str(port), *options]
        with output.open("wb") as written:
            process = subprocess.Popen(
                [sys.executable, "-m", "qa.cli", *command],
                stdout=written,
                stderr=subprocess.STDOUT,
                env=os.environ | accounts | environment,
            )
        servers.append(Server(port, process, output))
    try:
        for server in servers:
            server.await_line("the chat is at")
        yield servers
    finally:
        for server in servers:
            server.process.terminate()
        for server in servers:
            server.process.wait(20)


def copied(index_dir: Path, folder: Path) -> Path:
    """An index to write to."""
    return Path(shutil.copytree(index_dir, folder / "index"))


@contextmanager
def alternating(servers: Sequence[Server]) -> Iterator[Proxy]:
    """A proxy that sends each request to the other one in turn, or to the next one where that does
    not listen."""
    with Proxy(servers) as proxy:
        Thread(target=proxy.serve_forever, args=(0.05,), daemon=True).start()
        yield proxy
        proxy.shutdown()


class Proxy(ThreadingHTTPServer):
    """:ivar asked: which server got each request, by its path."""

    daemon_threads = True

    def __init__(self, servers: Sequence[Server]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.asked: list[tuple[str, Server]] = []
        self._turns = itertools.cycle(servers)
        self._number = len(servers)

    def opened(self, path: str) -> http.client.HTTPConnection:
        for _ in range(self._number):
            server = next(self._turns)
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            try:
                connection.connect()
            except OSError:
                continue
            self.asked.append((path, server))
            return connection
        raise ConnectionError

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asks, or is asked, may go away at any time."""


class _Handler(BaseHTTPRequestHandler):
    server: Proxy
    protocol_version = "HTTP/1.0"  # a connection a request

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        connection = self.server.opened(self.path)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in _OURS}
        connection.request(self.command, self.path, body or None, headers)
        answer = connection.getresponse()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _OURS:
                self.send_header(name, value)
        self.end_headers()
        while part := answer.read1(65_536):
            self.wfile.write(part)
            self.wfile.flush()

    do_POST = do_DELETE = do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass
