"""Readers who ask at the same time: `python -m benchmarks.stress [--threads N] [--seconds N]`.

Questions in five languages over the bundled articles, by so many threads for so long; each answer
is compared with the one that is given when nobody else asks. A crash ends the process.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import threading
import time
from pathlib import Path

import seeds
from index import Archive, open_embedder, update_index
from qa import Answer, Assistant

_QUESTIONS = Path(__file__).parent.parent / "tests" / "data" / "seed_questions.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    questions = [q["question"] for q in json.loads(_QUESTIONS.read_text(encoding="utf-8"))]
    embedder = open_embedder()
    with tempfile.TemporaryDirectory() as folder:
        update_index(Path(folder), [seeds.FOLDER], embedder, lambda *step: None)
        assistant = Assistant(Archive(Path(folder), embedder))
        alone = [_said(assistant.answer(question)) for question in questions]
        ends = time.monotonic() + options.seconds
        asked, different = list[int](), list[int]()

        def read(number: int) -> None:
            place = number
            while time.monotonic() < ends:
                place = (place + 1) % len(questions)
                asked.append(place)
                if _said(assistant.answer(questions[place])) != alone[place]:
                    different.append(place)

        readers = [threading.Thread(target=read, args=(n,)) for n in range(options.threads)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
    print(
        f"{options.threads} threads, {options.seconds:g} s: {len(asked)} answers, "
        f"{len(different)} unlike those given alone"
    )


def _said(answer: Answer) -> tuple[str, float, bool]:
    return answer.text, answer.confidence, answer.refused


if __name__ == "__main__":
    main()
