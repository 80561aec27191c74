"""What a process costs, from its start to its end."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import FundstelleError

_STARTER = Path(__file__).parent / "starter.py"
_UNIT = 1 if sys.platform == "darwin" else 1_024  # bytes that ru_maxrss counts in


@dataclass(frozen=True, slots=True)
class Cost:
    """:param wall_s: seconds from start to end.
    :param processor_s: of all cores together, user and system.
    :param peak_mb: the most memory that it held at once, 10⁶ bytes, files that are mapped into it
        among them.
    """

    wall_s: float
    processor_s: float
    peak_mb: float


def cost_of(command: Sequence[str], allowed: Collection[int] = (0,)) -> Cost:
    """:param command: a program and its arguments; what it prints is not kept.
    :param allowed: the exit codes of a run that counts.
    :raises FundstelleError: if it ends with another one, with the last line of its complaints.
    """
    done = subprocess.run(
        [sys.executable, "-I", _STARTER, *command], capture_output=True, text=True, check=False
    )
    (*_, said) = done.stderr.splitlines() or ["it said nothing"]
    if done.returncode:
        raise FundstelleError(f"cannot start {command[0]}: {said}")
    told = json.loads(done.stdout)
    if told["exit_code"] not in allowed:
        raise FundstelleError(f"{' '.join(command)} ended with {told['exit_code']}: {said}")
    return Cost(told["wall_s"], told["processor_s"], told["peak"] * _UNIT / 1e6)
