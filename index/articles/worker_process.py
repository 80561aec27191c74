"""The process that reads files apart: `python -m index.articles.worker_process MEMORY_BYTES`.

It reads what it is sent and what the files hold, writes no file, and takes no more memory and, for
one file, no more time than it may.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from contextlib import suppress
from pathlib import Path

from index.articles.exchange import Answer, receive_request, send_answer
from index.articles.extraction import read_here, within_limits
from index.articles.formats import Format
from index.articles.source import Source
from index.errors import InputError
from index.text import fasttext_runtime as fasttext_runtime  # looks for where it may write, early

_MORE_SECONDS = 5  # than the file may take, after which this process ends, whoever started it


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it ends it
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else prints, prints elsewhere
    _confine(int(sys.argv[1]))
    send_answer(answers, Answer())  # it is ready
    while request := receive_request(sys.stdin.buffer):
        reader, source = request
        _alarm(source.limits.seconds + _MORE_SECONDS)
        answer = _answer(reader, source)
        _alarm(0)
        send_answer(answers, answer)


def _answer(reader: Format, source: Source) -> Answer:
    problems: list[str] = []
    try:
        entries = read_here(reader, source, problems.append)
        return Answer(list(within_limits(entries, source.limits, problems.append)), problems)
    except InputError as error:
        return Answer(problems=problems, error=str(error), is_input_error=True)
    except ValueError as error:
        return Answer(problems=problems, error=str(error) or "it is damaged")
    except MemoryError:
        most = f"{source.limits.memory_bytes:,} bytes"
        return Answer(error=f"it takes more than {most} of memory to read", is_last=True)
    except SystemExit:
        return Answer(problems=problems, error="its reader gave up over it", is_last=True)


def _confine(memory_bytes: int) -> None:
    """Limits that hold from here on, where the system has them."""
    try:
        import resource
    except ImportError:  # Windows
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # What the libraries take before they have read anything is not the files' doing.
    taken = _data_bytes()
    with suppress(ValueError, OSError):
        if taken is not None:
            resource.setrlimit(resource.RLIMIT_DATA, (taken + memory_bytes, -1))


def _data_bytes() -> int | None:
    """How much memory this process can write to; None where the system does not tell."""
    with suppress(OSError):
        found = re.search(r"^VmData:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.M)
        return int(found[1]) * 1024 if found else None
    return None


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main()
