"""`fundstelle serve` on this computer, and what its processes take together."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Server:
    """:param process: the one that was started, with others below it or none."""

    address: str
    process: int

    def memory(self) -> int:
        """MiB of all its processes together; what they share is counted once."""
        return sum(map(_proportional_kib, self._processes())) // 1024

    def processor_seconds(self) -> float:
        """That all its processes have taken so far."""
        return sum(map(_processor_seconds, self._processes()))

    def _processes(self) -> set[int]:
        parents = {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                parent = int(status.read_text().rpartition(")")[2].split()[1])
                parents[int(status.parent.name)] = parent
        ours, added = {self.process}, 1
        while added:
            below = {one for one, parent in parents.items() if parent in ours} - ours
            ours, added = ours | below, len(below)
        return ours


@contextmanager
def serving(index_dir: Path, processes: int) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    # All readers come from one address here, which alone may not ask as much.
    accounts = str(index_dir.parent / "accounts.json")
    environment = {"FUNDSTELLE_RATE_LIMIT": "none", "FUNDSTELLE_ACCOUNTS": accounts}
    listens = ("--port", str(port), "--processes", str(processes))
    server = subprocess.Popen(
        [sys.executable, "-m", "qa.cli", "serve", "--index", str(index_dir), *listens],
        env=os.environ | environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Server(f"http://127.0.0.1:{port}", server.pid)
    finally:
        server.terminate()
        server.wait()


def _proportional_kib(process: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def _processor_seconds(process: int) -> float:
    with suppress(OSError):
        times = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
        return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")
    return 0.0
