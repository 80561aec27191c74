"""A Milvus server of the tests' own, stopped and started again on its port with its data."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from index.storage import MilvusAddress
from index.storage.milvus.server import Server, StoreError

# The package finds ports for its parts, and unpacks the server. One at which somebody was a moment
# ago is taken for used by it, and not by the server.
_RUN = """
import socket
import sys
from milvus import MilvusServer, MilvusServerConfig

def bind(self, port):
    free = socket.socket()
    free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        free.bind(("127.0.0.1", port))
        free.listen()
        return free
    except OSError:
        return None

MilvusServerConfig.try_bind_port = bind
server = MilvusServer(MilvusServerConfig(), wait_for_started=False)
server.set_base_dir(sys.argv[1])
server.listen_port = int(sys.argv[2])
server.start()
print(server.server_proc.pid, flush=True)
sys.exit(server.server_proc.wait())
"""
_PARTS = (2379, 2380)  # the ports of its etcd, which it takes whatever it is told
_STARTS_WITHIN, _STOPS_WITHIN = 120, 30  # seconds


def can_start() -> bool:
    """Whether no other one runs on this computer."""
    for port in _PARTS:
        with socket.socket() as other:
            if other.connect_ex(("127.0.0.1", port)) == 0:
                return False
    return True


class MilvusServer:
    """:param folder: for its data."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._pid = 0
        self._process: subprocess.Popen[str] | None = None

    def address(self, name: str) -> MilvusAddress:
        return MilvusAddress.read(f"milvus://127.0.0.1:{self.port}/{name}")

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _RUN, str(self._folder), str(self.port)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self._pid = int(self._process.stdout.readline())
        until = time.monotonic() + _STARTS_WITHIN
        while not self._answers():
            assert self._process.poll() is None, "the server has ended"
            assert time.monotonic() < until, "the server does not start"
            time.sleep(0.2)

    def _answers(self) -> bool:
        try:
            return bool(Server(self.address("any")).version)
        except StoreError:
            return False

    def stop(self) -> None:
        if self._process is not None:
            os.kill(self._pid, signal.SIGTERM)
            try:
                self._process.wait(_STOPS_WITHIN)
            except subprocess.TimeoutExpired:
                os.kill(self._pid, signal.SIGKILL)
                self._process.wait()
            self._process = None

    def pause(self) -> None:
        """It takes what is asked, and does not answer."""
        os.kill(self._pid, signal.SIGSTOP)

    def resume(self) -> None:
        os.kill(self._pid, signal.SIGCONT)
