"""The program ends at once, and as it would have."""

from __future__ import annotations

import subprocess
import sys

import pytest

_PROGRAM = """
import atexit, sys, threading, time, weakref
from qa.cli.leaving import leave_at_once

class Loaded:
    def __del__(self):
        print("taken apart")

loaded, held = Loaded(), Loaded()
with leave_at_once():
    atexit.register(print, "registered")
    weakref.finalize(held, print, "finalized")
    threading.Thread(target=lambda: (time.sleep(0.2), print("thread"))).start()
    print("said")
    {end}
"""


def _run(end: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _PROGRAM.format(end=end)]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("end", "code"),
    [("pass", 0), ("sys.exit()", 0), ("sys.exit(0)", 0), ("sys.exit(3)", 3), ("1 / 0", 1)],
)
def test_all_is_done_that_is_due_and_nothing_is_taken_apart(end: str, code: int) -> None:
    ended = _run(end)
    assert ended.returncode == code
    assert sorted(ended.stdout.splitlines()) == ["finalized", "registered", "said", "thread"]
    assert ("ZeroDivisionError" in ended.stderr) == (end == "1 / 0")
