"""Processes that serve together: started, replaced, and ended with the one that started them."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parent / "served_together.py"


def run(kind: str) -> tuple[int, list[str]]:
    """How it ended, and what it printed."""
    command = [sys.executable, str(PROGRAM), kind]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert ended.stderr == ""
    return ended.returncode, ended.stdout.splitlines()


def test_what_the_first_one_cannot_do_no_other_one_tries() -> None:
    code, lines = run("fails")
    assert code == 2
    assert [line.split()[0] for line in lines] == ["serving", "the"]
    assert lines[-1] == "the index is none"


def test_one_that_is_killed_before_it_answers_is_told() -> None:
    code, lines = run("is killed")
    assert (code, lines[-1]) == (1, "a process that was to serve has ended (Killed)")


def test_ones_that_end_again_and_again_are_not_replaced_for_ever() -> None:
    code, lines = run("ends again and again")
    assert code == 1
    assert lines[-1] == "processes that serve end again and again (exit code 7)"
    replaced = "a process that served has ended (exit code 7); another one takes its place"
    assert lines.count(replaced) == 5


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_all_end_with_the_one_that_started_them(how: signal.Signals) -> None:
    program = subprocess.Popen(
        [sys.executable, str(PROGRAM), "goes on"], stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    lines = [next(program.stdout) for _ in range(3)]
    serving = [int(line.split()[1]) for line in lines if line.startswith("serving")]
    assert len(serving) == 2 and lines[-1] == "started\n"
    program.send_signal(how)
    assert program.wait(30) == (-signal.SIGKILL if how == signal.SIGKILL else 0)
    until = time.monotonic() + 30
    while any(is_there(process) for process in serving):
        assert time.monotonic() < until
        time.sleep(0.05)


def is_there(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
