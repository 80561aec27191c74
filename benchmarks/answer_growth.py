"""What an answer costs as the archive grows:

    python -m benchmarks.answer_growth ARTICLES QUESTIONS.json [--passages 1000 100000 1000000]
        [--languages de | --languages de en fr es it] [--folder DIR] [--rounds N] [--json FILE]
        [--without-reader | --with-reader]

The articles are embedded once, and repeated with changes (benchmarks.changed_copies) until there
are so many passages; of five languages each has its part of them, with words of its own. The
questions of the file that are in the first language are asked in each of the languages, warm, in
quote mode, without the reader and with it. DIR keeps what was filled for the next time. Prints for
each size, and each way to ask, one flat object: `p50_ms` and `p95_ms` of the whole answer, the
medians of its parts, and the processor time of the whole; `recall_at_10` of the vector search;
seconds until the archive is open, resident memory of a process that has answered, and what the
index takes beside its text.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from benchmarks.changed_copies import ChangedCopies
from benchmarks.filling import fill
from benchmarks.sizes import characters_of, resident
from index import Archive, Embedder, Snapshot, open_embedder, update_index
from index.storage import ArticleStore, archive_status, segments
from qa import Assistant
from qa.finding import Reader

_NEAREST, _PROPOSED = 10, 60
_RECALL_OF = 60  # questions
_DEEP = 200
_SIZES = [1_000, 10_000, 100_000, 1_000_000]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, help="a file of articles, or an index of them")
    parser.add_argument("questions", type=Path)
    parser.add_argument("--passages", type=int, nargs="+", default=_SIZES)
    parser.add_argument("--languages", nargs="+", default=["de"])
    parser.add_argument("--folder", type=Path, help="where to, instead of a temporary folder")
    parser.add_argument("--rounds", type=int, default=2)
    reads = parser.add_mutually_exclusive_group()
    reads.add_argument("--without-reader", action="store_const", const=[False], dest="reads")
    reads.add_argument("--with-reader", action="store_const", const=[True], dest="reads")
    parser.add_argument("--json", type=Path, help="write the figures there")
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    questions = _questions(options.questions, options.languages[0])
    if options.ask:
        asked = _asked(options.ask, questions, options.languages, options.rounds, options.reads[0])
        print(json.dumps(asked))
        return
    figures = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        for index_dir in _filled(options.articles, options.languages, options.passages, folder):
            about: dict[str, Any] = {"languages": len(options.languages)} | _space(index_dir)
            for reads_too in options.reads or [False, True]:
                figures.append(about | {"reader": reads_too} | _ask_elsewhere(index_dir, reads_too))
                print(json.dumps(figures[-1]), flush=True)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _questions(path: Path, language: str) -> list[str]:
    content = json.loads(path.read_text(encoding="utf-8"))
    asked = content["questions"] if isinstance(content, dict) else content
    return [q["question"] for q in asked if q.get("language", language) == language]


def _filled(
    articles: Path, languages: Sequence[str], sizes: Sequence[int], folder: Path
) -> Iterator[Path]:
    """An index of each size, which stays in the folder."""
    copies: ChangedCopies | None = None
    for size in sizes:
        index_dir = folder / f"{'-'.join(languages)}-{size}"
        if not index_dir.exists():
            embedder = open_embedder()
            if copies is None:
                copies = ChangedCopies(_real(articles, folder, embedder), languages)
            fill(index_dir, copies, size, embedder)
        yield index_dir


def _real(articles: Path, folder: Path, embedder: Embedder) -> Path:
    """An index of the real articles."""
    if articles.is_dir():
        return articles
    real = folder / "real"
    update_index(real, [articles], embedder, lambda *step: None)
    return real


def _space(index_dir: Path) -> dict[str, Any]:
    status = archive_status(index_dir)
    characters = characters_of(index_dir)
    return {
        "passages": status.passages,
        "sentences": status.sentences,
        "index_mb": round(status.bytes / 1e6),
        "times_its_text": round(status.bytes / characters, 2),
    }


def _ask_elsewhere(index_dir: Path, reads: bool) -> dict[str, Any]:
    """In a process of its own, which holds nothing else."""
    command = [sys.executable, "-m", "benchmarks.answer_growth", *sys.argv[1:]]
    command += ["--ask", str(index_dir)]
    if "--with-reader" not in command and "--without-reader" not in command:
        command.append("--with-reader" if reads else "--without-reader")
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def _asked(
    index_dir: Path, questions: Sequence[str], languages: Sequence[str], rounds: int, reads: bool
) -> dict[str, Any]:
    embedder = open_embedder()
    embedder.embed_query("warm")
    started = time.perf_counter()
    archive = Archive(index_dir, embedder)
    opening = time.perf_counter() - started
    assistant = Assistant(archive, fast=not reads)
    asked = [(question, languages[n % len(languages)]) for n, question in enumerate(questions)]
    for question, language in asked:
        assistant.answer(question, language)
    parts = _Parts()
    whole, processor = [], []
    for question, language in asked * rounds:
        before, started = time.process_time(), time.perf_counter()
        assistant.answer(question, language)
        whole.append((time.perf_counter() - started) * 1_000)
        processor.append((time.process_time() - before) * 1_000)
    memory = resident()
    parts.end()
    snapshot = archive.current()
    return {
        "answers": len(whole),
        **_quantiles("", whole),
        **_quantiles("processor_", processor),
        **parts.medians(),
        "recall_at_10": _recall(snapshot, embedder, questions[:_RECALL_OF]),
        "opening_s": round(opening, 2),
        "resident_mb": round(memory / 1e6),
    }


def _quantiles(of: str, times: Sequence[float]) -> dict[str, float]:
    median, slow = np.quantile(times, [0.5, 0.95])
    return {f"{of}p50_ms": round(float(median), 1), f"{of}p95_ms": round(float(slow), 1)}


class _Parts:
    """Times what an answer is made of, from now on."""

    def __init__(self) -> None:
        from index.storage.proposals import FaissProposals

        self._times: dict[str, float] = defaultdict(float)
        self._answers: dict[str, list[float]] = defaultdict(list)
        self._timed: list[tuple[type, str, Callable]] = []
        self._time("embedding_ms", Embedder, "encode_query")
        self._time("vectors_ms", FaissProposals, "search")
        self._time("full_text_ms", ArticleStore, "search_sentences")
        self._time("passages_ms", ArticleStore, "passages")
        self._time("reading_ms", Reader, "read")
        self._time("", Assistant, "_steps")

    def _time(self, name: str, kind: type, method: str) -> None:
        timed = getattr(kind, method)
        self._timed.append((kind, method, timed))

        def measured(*args: Any, **kwargs: Any) -> Any:
            if not name:  # an answer begins: what was measured belongs to the one before
                self._next()
                return timed(*args, **kwargs)
            started = time.perf_counter()
            try:
                return timed(*args, **kwargs)
            finally:
                self._times[name] += time.perf_counter() - started

        setattr(kind, method, measured)

    def _next(self) -> None:
        for name, took in self._times.items():
            self._answers[name].append(took * 1_000)
        self._times.clear()

    def end(self) -> None:
        self._next()
        for kind, method, timed in self._timed:
            setattr(kind, method, timed)

    def medians(self) -> dict[str, float]:
        return {name: round(float(np.median(of)), 1) for name, of in self._answers.items()}


def _recall(snapshot: Snapshot, embedder: Embedder, questions: Sequence[str]) -> float:
    """The share of the ten nearest passages that the search finds, as an answer asks it; that they
    are the nearest is known from a search of all clusters, deeper, with exact cosines."""
    limit = max(12, _PROPOSED // len(snapshot.proposals.languages))
    hits = 0
    for question in questions:
        vector = embedder.embed_query(question)
        with mock.patch.object(segments, "_PROBED_AT_LEAST", sys.maxsize):
            nearest = _nearest(snapshot, vector, _DEEP)
        hits += len(nearest & _nearest(snapshot, vector, limit))
    return round(hits / (_NEAREST * len(questions)), 3)


def _nearest(snapshot: Snapshot, vector: np.ndarray, limit: int) -> set[int]:
    found = [
        pair
        for language in snapshot.proposals.languages
        for pair in snapshot.proposals.search(vector, limit, language).items()
    ]
    return {i for i, _ in sorted(found, key=lambda pair: -pair[1])[:_NEAREST]}


if __name__ == "__main__":
    main()
