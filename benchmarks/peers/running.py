"""One of the programs, in a process of its own, measured from outside."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

_PROGRAMS = Path(__file__).parent / "programs"
_ROOT = Path(__file__).parents[2]
_SAMPLED = 0.1  # seconds


@dataclass
class Run:
    """:param seconds: by stage: loading (imports and the model), indexing, asking.
    :param processor_s: what the processor's cores worked for it, together.
    :param peak_mb: the most memory until the stage's end, MiB: of the process, and of what it
        started beside it.
    :param found: for each way of asking, the first passage for each question.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    processor_s: dict[str, float] = field(default_factory=dict)
    peak_mb: dict[str, float] = field(default_factory=dict)
    found: dict[str, list[Any]] = field(default_factory=dict)


def run_program(python: Path, program: str, task: Mapping[str, Any]) -> Run:
    """:param python: of the program's environment.
    :param program: the name of a module of `programs`.
    :param task: what `programs.task.Task` reads, but for the folder.
    :raises RuntimeError: if the program fails, with what it said.
    """
    run = Run()
    with tempfile.TemporaryDirectory(prefix="fundstelle-bench-") as folder:
        (Path(folder) / "index").mkdir()
        given = Path(folder) / "task.json"
        given.write_text(json.dumps({**task, "folder": str(Path(folder) / "index")}))
        offline = {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "true"}
        with (
            (Path(folder) / "errors").open("w+") as errors,
            subprocess.Popen(
                [python, _PROGRAMS / f"{program}.py", given],
                stdout=subprocess.PIPE,
                stderr=errors,
                env=os.environ | offline | {"PYTHONPATH": str(_ROOT), "PYTHONWARNINGS": "ignore"},
            ) as process,
        ):
            try:
                assert process.stdout is not None
                _follow(process.pid, process.stdout, run)
            except BaseException:
                process.kill()
                raise
            if process.wait():
                errors.seek(0)
                raise RuntimeError(f"{program} failed: {errors.read()[-2000:]}")
    return run


def _follow(pid: int, output: IO[bytes], run: Run) -> None:
    """Take what the program tells of itself, and look at what it has started meanwhile."""
    beside, rest = 0.0, b""
    with selectors.DefaultSelector() as selector:
        selector.register(output, selectors.EVENT_READ)
        while True:
            if not selector.select(_SAMPLED):
                beside = max(beside, sum(_peak_mb(child) for child in _descendants(pid)))
                continue
            read = os.read(output.fileno(), 1 << 20)
            if not read:
                return
            *lines, rest = (rest + read).split(b"\n")
            for line in lines:
                _take(json.loads(line), beside, run)


def _take(told: dict[str, Any], beside: float, run: Run) -> None:
    if "stage" in told:
        stage = told["stage"]
        for name, of in (("seconds", run.seconds), ("processor_s", run.processor_s)):
            of[stage] = of.get(stage, 0.0) + told[name]
        run.peak_mb.setdefault(stage, told["peak_mb"] + beside)
    else:
        run.found[told["asked"]] = told["found"]


def _descendants(pid: int) -> list[int]:
    found = []
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += [int(child), *_descendants(int(child))]
    except OSError:  # it has ended
        pass
    return found


def _peak_mb(pid: int) -> float:
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0
