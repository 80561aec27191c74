"""The time of a warm answer: `python -m benchmarks.answer_latency [--index DIR] [--rounds N]`.

Asks the questions of tests/data/seed_questions.json, once to warm up and then round after round; of
the bundled articles, or of the index in DIR.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

import numpy as np

import seeds
from index import Embedder, Index, Settings, update_index
from qa import Assistant

_QUESTIONS = Path(__file__).parent.parent / "tests" / "data" / "seed_questions.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, help="an index to ask, instead of the bundled one")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    embedder = Embedder.load(Settings())
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(index_dir=options.index or Path(folder))
        if not options.index:
            update_index(settings.index_dir, [seeds.FOLDER], embedder, lambda *step: None)
        assistant = Assistant(Index.open(settings, embedder=embedder))
        questions = [q["question"] for q in json.loads(_QUESTIONS.read_text(encoding="utf-8"))]
        for question in questions:
            assistant.answer(question)
        times = []
        for _ in range(options.rounds):
            for question in questions:
                started = time.perf_counter()
                assistant.answer(question)
                times.append((time.perf_counter() - started) * 1_000)
    median, slow = np.quantile(times, [0.5, 0.95])
    print(f"{len(times)} answers: median {median:.0f} ms, 95 % within {slow:.0f} ms")


if __name__ == "__main__":
    main()
