"""What a command costs from the start of its process:

    python -m benchmarks.cold_start [--index DIR] [--chat DIR] [--rounds N] [--json FILE]

Each command runs in a fresh process, N times in turn, over the bundled articles or the index in
DIR; `--chat` starts the chat of that index too, and asks it some questions. Prints the medians of
processor time (user and system), of the time to the first line of output and to the end, and of the
most memory that it held at once; of the chat, what it holds after the questions. "ask" translates
its quotes, none of which has been translated before; the memory is then that of the larger process.

Nothing of the program is imported here: a process is charged with the memory of the one that it was
started from.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_QUESTION = "what did Sherman demand?"  # answered from German articles
_PROGRAM = ("-m", "qa.cli")
_STARTED = "the chat is at"
_TRANSLATIONS = "gists.sqlite"
_RESIDENT = re.compile(r"^process_resident_memory_bytes (\S+)$", re.MULTILINE)
_UNIT = 1 if sys.platform == "darwin" else 1_024  # bytes that ru_maxrss counts in


@dataclass(frozen=True)
class Cost:
    """Of one process, in seconds and megabytes (10⁶ bytes).

    :param output_s: to the first line that it printed; None where it printed none.
    """

    processor_s: float
    output_s: float | None
    wall_s: float
    memory_mb: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, help="an index to ask, instead of the bundled one")
    parser.add_argument("--chat", type=Path, help="an index to start the chat of")
    parser.add_argument("--rounds", type=int, default=5, help="0: the chat alone")
    parser.add_argument("--json", type=Path, help="write the figures there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index_dir = options.index or Path(folder)
        if not options.index:
            _check(_start([*_PROGRAM, "index", str(_ROOT / "seeds"), "--index", folder]))
        commands = _commands(str(index_dir))
        for name in ("ask, no gist", "import qa"):  # what is read from the disk is read once
            _cost(commands[name])
        costs: dict[str, list[Cost]] = {name: [] for name in commands}
        for _ in range(options.rounds):
            for name, arguments in commands.items():
                with _nothing_kept() as cache:
                    translator = "auto" if name == "ask" else "none"
                    costs[name].append(_cost(arguments, translator, cache))
    figures = [{"command": name} | asdict(_median(of)) for name, of in costs.items() if of]
    if options.chat:
        figures.append({"command": "chat, its first answers"} | asdict(_chat(options.chat)))
    _print(figures)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _commands(index_dir: str) -> dict[str, list[str]]:
    """What Python is given."""
    ask = [*_PROGRAM, "ask", _QUESTION, "--index", index_dir]
    return {
        "python": ["-c", ""],
        "import qa": ["-c", "import qa"],
        "from qa import answer": ["-c", "from qa import answer"],
        "--help": [*_PROGRAM, "--help"],
        "--version": [*_PROGRAM, "--version"],
        "status": [*_PROGRAM, "status", "--index", index_dir],
        "list": [*_PROGRAM, "list", "--index", index_dir],
        "ask --fast, no gist": [*ask, "--fast"],
        "ask, no gist": ask,
        "ask": ask,
    }


def _start(
    arguments: Sequence[str], translator: str = "none", cache: Path | None = None
) -> subprocess.Popen[str]:
    """A process of this Python, in this environment but for what is given."""
    environment = os.environ | {"FUNDSTELLE_TRANSLATOR": translator, "FUNDSTELLE_LLM": "none"}
    if cache is not None:
        environment["FUNDSTELLE_CACHE"] = str(cache)
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _check(process: subprocess.Popen[str]) -> None:
    said, _ = process.communicate()
    if process.returncode:
        raise SystemExit(said)


@contextmanager
def _nothing_kept() -> Iterator[Path]:
    """A cache folder with the models of the usual one, and no translation."""
    asked = [sys.executable, "-c", "from index import Settings; print(Settings().cache_dir)"]
    usual = Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())
    with tempfile.TemporaryDirectory() as folder:
        for entry in usual.iterdir():
            if not entry.name.startswith(_TRANSLATIONS):
                Path(folder, entry.name).symlink_to(entry)
        yield Path(folder)


def _cost(arguments: Sequence[str], translator: str = "none", cache: Path | None = None) -> Cost:
    started = time.perf_counter()
    process = _start(arguments, translator, cache)
    assert process.stdout is not None
    first = process.stdout.readline()
    output_s = time.perf_counter() - started if first else None
    rest = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(first + rest)
    return Cost(
        used.ru_utime + used.ru_stime,
        output_s,
        time.perf_counter() - started,
        used.ru_maxrss * _UNIT / 1e6,
    )


def _median(costs: Sequence[Cost]) -> Cost:
    outputs = [cost.output_s for cost in costs if cost.output_s is not None]
    return Cost(
        statistics.median(cost.processor_s for cost in costs),
        statistics.median(outputs) if outputs else None,
        statistics.median(cost.wall_s for cost in costs),
        statistics.median(cost.memory_mb for cost in costs),
    )


def _chat(index_dir: Path) -> Cost:
    """Of the chat's process, after an answer to each of the bundled questions in a language."""
    asked = json.loads((_ROOT / "tests" / "data" / "seed_questions.json").read_text("utf-8"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    started = time.perf_counter()
    with _chatting(index_dir, port) as process:
        assert process.stdout is not None
        said = ""
        while _STARTED not in said:
            line = process.stdout.readline()
            if not line:
                raise SystemExit(said)
            said += line
        output_s = time.perf_counter() - started
        address = f"http://127.0.0.1:{port}"
        for question in asked:
            _fetched(f"{address}/v1/ask", {"question": question["question"]})
        resident = _RESIDENT.search(_fetched(f"{address}/metrics"))
        assert resident is not None
    _, _, used = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - started
    return Cost(used.ru_utime + used.ru_stime, output_s, wall_s, float(resident[1]) / 1e6)


@contextmanager
def _chatting(index_dir: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    process = _start([*_PROGRAM, "chat", "--index", str(index_dir), "--port", str(port)])
    try:
        yield process
    finally:
        process.terminate()


def _fetched(address: str, content: dict[str, str] | None = None) -> str:
    body = json.dumps(content).encode() if content is not None else None
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as response:
        return response.read().decode()


def _print(figures: Sequence[dict]) -> None:
    print(f"{'command':24} {'processor':>10} {'first line':>10} {'to the end':>10} {'memory':>9}")
    for of in figures:
        first = "–" if of["output_s"] is None else f"{of['output_s']:.2f} s"
        print(
            f"{of['command']:24} {of['processor_s']:8.2f} s {first:>10} {of['wall_s']:8.2f} s "
            f"{of['memory_mb']:6.0f} MB"
        )


if __name__ == "__main__":
    main()
