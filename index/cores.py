"""The processor's cores that this process may use."""

from __future__ import annotations

import os

_SHARING = "FUNDSTELLE_PROCESSES"  # says to a process how many there are that do the same work


def share_cores(processes: int) -> None:
    """Processes that are started from now on are so many, and each takes its share."""
    os.environ[_SHARING] = str(processes)


def cores() -> int:
    """How many there are; fewer than the machine has, where it was told so, and this process's
    share where several do the same work."""
    return max(1, _usable() // int(os.environ.get(_SHARING, 1)))


def _usable() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
