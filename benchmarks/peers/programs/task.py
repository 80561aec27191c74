"""What each program of this folder is given, and what it prints.

The programs run in environments of their own, where nothing of Fundstelle's can be imported but,
in its own program, itself.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Task:
    """Read from the JSON file that the command line names.

    :ivar model: the folder of the embedding model, as sentence-transformers reads it.
    :ivar passages: their texts.
    :ivar questions: for each way of asking, their texts.
    :ivar sources: files and folders that the passages come from.
    :ivar folder: an empty one, to keep the index in.
    """

    QUERY, PASSAGE = "query: ", "passage: "  # the model's prompts

    def __init__(self) -> None:
        given: dict[str, Any] = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
        self.model: str = given["model"]
        self.passages: list[str] = given["passages"]
        self.questions: dict[str, list[str]] = given["questions"]
        self.sources = [Path(source) for source in given["sources"]]
        self.folder = Path(given["folder"])
        self.batch_size: int = given["batch_size"]

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """:param what: "loading", "indexing" or "asking"."""
        started, processor = time.perf_counter(), _processor_s()
        yield
        seconds, processor = time.perf_counter() - started, _processor_s() - processor
        told = {"stage": what, "seconds": seconds, "processor_s": processor}
        _tell(told | {"peak_mb": _peak_mb()})

    def found(self, asked: str, passages: Sequence[Any]) -> None:
        """The first passage for each question: its number, or what else tells it."""
        _tell({"asked": asked, "found": list(passages)})


def _tell(what: dict[str, Any]) -> None:
    print(json.dumps(what), flush=True)


def _processor_s() -> float:
    """What all threads have used, and processes that have ended."""
    return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def _peak_mb() -> float:
    """Of this process so far, files that are mapped into it among them."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0
