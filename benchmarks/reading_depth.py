"""What each passage more that is read gives, and costs:

    python -m benchmarks.reading_depth DATA_FOLDER [--limit N] [--fold 0/3]

Asks the questions that the reader has not seen (benchmarks.unseen), reads the best passages of the
search, and prints for each number of them how often the sentence that answers comes first, and
among the first three, and the median time of reading them, warm.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from tqdm import tqdm

from benchmarks.held_out import reader_of
from benchmarks.reading_cases import add_options, unseen
from benchmarks.unseen import UnseenQuestion
from index import Archive, Candidate
from qa.finding import Reader, run, stages
from qa.finding.reader import Read

_DEPTHS = (1, 2, 3, 4, 5, 6, 8, 12)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser, limit=50)
    options = parser.parse_args()
    reader = reader_of(options.reader)
    right: dict[int, list[Sequence[bool]]] = defaultdict(list)
    times: dict[int, list[float]] = defaultdict(list)
    with unseen(options) as questions:
        for archive, asked in tqdm(questions, desc="asking"):
            for depth, found, seconds in _read(archive, reader, asked):
                right[depth].append([asked.is_answered_in(c.sentence) for c in found])
                times[depth].append(seconds)
    print(f"{len(right[1])} questions")
    for depth in _DEPTHS:
        first = np.mean([answers[0] for answers in right[depth]])
        three = np.mean([any(answers[:3]) for answers in right[depth]])
        print(f"{depth:3} passages: first {first:.3f}, among the first three {three:.3f}, "
              f"{1_000 * np.median(times[depth]):.0f} ms")  # fmt: skip


def _read(
    archive: Archive, reader: Reader, asked: UnseenQuestion
) -> list[tuple[int, Sequence[Candidate], float]]:
    """For each depth the candidates, best first, and the seconds that reading took."""
    snapshot = archive.current()
    ranked = run(asked.question, stages(snapshot, archive.embedder))
    told: list[tuple[int, Sequence[Candidate], float]] = []
    for depth in _DEPTHS:
        read = Read(snapshot, reader, depth)
        started = time.perf_counter()
        found = read(asked.question, ranked)
        told.append((depth, found, time.perf_counter() - started))
    return told


if __name__ == "__main__":
    main()
