"""The time of a warm answer:

    python -m benchmarks.answer_latency [--index DIR] [--rounds N] [--translating]

Asks the questions of tests/data/seed_questions.json, once to warm up and then round after round; of
the bundled articles, or of the index in DIR. With `--translating` the small model is
loaded meanwhile, and translates one sentence after another.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

import seeds
from index import Archive, open_embedder, update_index
from qa import Assistant, LLMSettings
from qa.gist import open_translators

_QUESTIONS = Path(__file__).parent.parent / "tests" / "data" / "seed_questions.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, help="an index to ask, instead of the bundled one")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--translating", action="store_true", help="time answers meanwhile, too")
    options = parser.parse_args()
    embedder = open_embedder()
    with tempfile.TemporaryDirectory() as folder:
        index_dir = options.index or Path(folder)
        if not options.index:
            update_index(index_dir, [seeds.FOLDER], embedder, lambda *step: None)
        assistant = Assistant(Archive(index_dir, embedder))
        questions = [q["question"] for q in json.loads(_QUESTIONS.read_text(encoding="utf-8"))]
        for question in questions:
            assistant.answer(question)
        _tell("nothing else runs", _times(assistant, questions * options.rounds))
        if options.translating:
            with _translating() as translated:
                times = _times(assistant, questions * options.rounds)
            _tell(f"{len(translated)} sentences translated meanwhile", times)


def _times(assistant: Assistant, questions: list[str]) -> list[float]:
    """Milliseconds."""
    times = []
    for question in questions:
        started = time.perf_counter()
        assistant.answer(question)
        times.append((time.perf_counter() - started) * 1_000)
    return times


def _tell(what: str, times: list[float]) -> None:
    median, slow = np.quantile(times, [0.5, 0.95])
    print(
        f"{what}: {len(times)} answers: median {median:.0f} ms, 95 % within {slow:.0f} ms, "
        f"all within {max(times):.0f} ms"
    )


@contextmanager
def _translating() -> Iterator[list[str]]:
    """A model is loaded, and translates until the end."""
    (translator, *_) = [
        t for t in open_translators(LLMSettings.read("none"), None) if t.knows("de", "en")
    ]
    translated, ends = list[str](), threading.Event()

    def translate() -> None:
        while not ends.is_set():
            sentence = f"Die Brücke Nummer {len(translated)} wurde am Dienstag wieder geöffnet."
            translated.append(next(iter(translator.candidates(sentence, "de", "en"))))

    thread = threading.Thread(target=translate)
    thread.start()
    try:
        yield translated
    finally:
        ends.set()
        thread.join()


if __name__ == "__main__":
    main()
