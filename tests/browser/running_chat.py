"""A chat in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

# Runs the command line and writes down every other computer that it turns to.
_WATCHED = """
import sys

def watch(event, arguments):
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "local"
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if host not in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "local", None, ""):
        with open(log, "a") as file:
            print(event, host, file=file)

log = sys.argv.pop(1)
sys.addaudithook(watch)
sys.argv[0] = "fundstelle"
from qa.cli import main
main()
"""


@contextmanager
def running(folder: Path, index_dir: Path, connections: Path, *options: str) -> Iterator[str]:
    port = _free_port()
    command = ["chat", "--index", str(index_dir), "--port", str(port), *options]
    with (folder / "output").open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-c", _WATCHED, str(connections), *command],
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            # All browsers are one client here, which asks for more in a minute than a reader may.
            env=os.environ | {"FUNDSTELLE_RATE_LIMIT": "none"},
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server, folder / "output")
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen, output: Path) -> None:
    for _ in range(1_800):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=5).read()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the chat did not start: {output.read_text()}")
