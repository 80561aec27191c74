"""An update in a process of its own, to be ended in its midst (interrupted_update.py)."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shelf import Shelf


@contextmanager
def update_at(shelf: Shelf, moment: str, *rebuild: str) -> Iterator[subprocess.Popen[str]]:
    """An update in a process of its own that has come to `moment`; it is killed in the end."""
    script = Path(__file__).parent / "interrupted_update.py"
    store = [shelf.vectors_in.said] if shelf.vectors_in is not None else []
    arguments = [str(shelf.index_dir), str(shelf.articles), moment, *rebuild, *store]
    process = subprocess.Popen(
        [sys.executable, str(script), *arguments], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)
