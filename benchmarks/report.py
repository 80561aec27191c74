"""All tables of docs/performance.md, one after another, and their plots:

    python -m benchmarks.report [--folder DIR] [--questions FILE [--asked-in FILE ...]]
        [--articles FILE ...] [--index DIR] [--tables NAME ...] [--anew]

Each table is a program of its own, whose figures are kept in DIR as it ends, with the machine, the
versions and the command that they came from: DIR/NAME.json. One that is there already is not
measured again, so what was interrupted goes on; `--anew` begins from nothing. Tables that need
files which are not given are left out. At the end the growth is drawn (benchmarks.plots).

- `peers` needs questions in SQuAD's format; `tokens` and `growth` articles, thousands of them
- `starting` and `askers` take the index in `--index`, or the demonstration articles
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.peers.environment import requirements
from benchmarks.plots import draw_growth
from qa.benching import machine, versions

_ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Table:
    """:param command: of `python -m`; it writes its figures, flat objects, to the file that
    `--json` names.
    """

    name: str
    command: tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("runs", "bench"))
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--asked-in", type=Path, nargs="+", default=[])
    parser.add_argument("--articles", type=Path, nargs="+", default=[])
    parser.add_argument("--index", type=Path)
    parser.add_argument("--tables", nargs="+", metavar="NAME")
    parser.add_argument("--anew", action="store_true")
    options = parser.parse_args()
    tables = tables_of(options.questions, options.asked_in, options.articles, options.index)
    options.folder.mkdir(parents=True, exist_ok=True)
    for name in options.tables or ():
        if name not in {table.name for table in tables}:
            raise SystemExit(f"{name}: no such table, or the files for it are not given")
    failed = [
        table.name
        for table in tables
        if table.name in (options.tables or [table.name])
        and not _measured(table, options.folder, options.anew)
    ]
    for path in draw_growth(options.folder, options.folder):
        print(f"drawn: {path}")
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}")


def tables_of(
    questions: Path | None, asked_in: list[Path], articles: list[Path], index: Path | None
) -> list[Table]:
    """Those that can be measured with what is given."""
    files = [str(path) for path in articles]
    of_index = ["--index", str(index)] if index else []
    tables = []
    if questions:
        peers = ["benchmarks.peers", str(questions)]
        peers += ["--asked-in", *map(str, asked_in)] if asked_in else []
        peers += ["--articles", *files] if files else []
        tables.append(Table("peers", tuple(peers)))
    if files:
        tables.append(Table("tokens", ("benchmarks.tokens", *files)))
        tables.append(Table("growth", ("benchmarks.answer_growth", *files)))
    tables.append(Table("starting", ("benchmarks.cold_start", *of_index)))
    at_most = ("--readers", "16", "--thinking", "0", "--seconds", "60", "--without-uploads")
    tables.append(Table("askers", ("benchmarks.load", *at_most, *of_index)))
    return tables


def _measured(table: Table, folder: Path, anew: bool) -> bool:
    """Whether it is there now."""
    kept = folder / f"{table.name}.json"
    if kept.exists() and not anew:
        print(f"{table.name}: kept from before", flush=True)
        return True
    print(f"{table.name}: python -m {shlex.join(table.command)}", flush=True)
    with tempfile.TemporaryDirectory() as draft:
        rows = Path(draft, "rows.json")
        before, started = machine(), time.perf_counter()
        command = [sys.executable, "-m", *table.command, "--json", str(rows)]
        ended = subprocess.run(command, cwd=_ROOT, check=False)
        if ended.returncode or not rows.exists():
            return False
        kept.write_text(
            json.dumps(_report(table, before, started, rows), indent=2) + "\n", encoding="utf-8"
        )
    return True


def _report(
    table: Table, machine_before: dict[str, Any], started: float, rows: Path
) -> dict[str, Any]:
    return {
        "table": table.name,
        "command": f"python -m {shlex.join(table.command)}",
        "date": time.strftime("%Y-%m-%d"),
        "seconds": round(time.perf_counter() - started),
        "machine": machine_before,
        "versions": versions(),
        "peers": requirements() if table.name == "peers" else [],
        "rows": json.loads(rows.read_text(encoding="utf-8")),
    }


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        raise SystemExit("interrupted: the tables that are done are kept") from None
