"""This program on this machine: what it costs to index, to answer, and to start."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

import seeds
from index import Archive, Embedder, archive_status, update_index
from index.settings import Settings
from index.storage import Progress, published
from qa.assistant import Assistant
from qa.benching.process import cost_of
from qa.suggesting import read_kept

Measured = tuple[str, dict[str, Any]]
_ANSWERED, _REFUSED = 0, 3  # exit codes
_ROUNDS, _STARTS = 5, 3
_MOST_QUESTIONS = 40
_ASKERS, _EACH = 16, 2  # who ask at once, and questions of each


def measure(
    paths: Sequence[Path], settings: Settings, embedder: Embedder, progress: Progress
) -> Iterator[Measured]:
    """One part after another, as soon as it is measured:

    - "indexing": `paths`, taken up anew as `fundstelle index` does, in a folder that goes again
    - "answering": one question after another, of the archive that `settings` name; of what was just
      indexed, where there is none
    - "at_once": the same, of sixteen askers who do not pause
    - "starting": `fundstelle ask` in a fresh process

    :param paths: files and folders; the demonstration articles where none are given.
    :raises FundstelleError: if something cannot be read.
    """
    with ExitStack() as kept:
        folder = Path(kept.enter_context(tempfile.TemporaryDirectory(prefix="fundstelle-bench-")))
        yield "indexing", _indexing(folder, paths or [seeds.FOLDER], embedder, progress)
        asked = settings.index_dir if published(settings.index_dir) is not None else folder
        progress(0, 1, "opening")
        vectors_in = settings.store if asked == settings.index_dir else None
        archive = Archive(asked, embedder, settings.limits, vectors_in)
        assistant = Assistant(archive, fast=settings.fast)
        questions = _questions(assistant.archive)
        for question in questions:  # what is loaded when it is first needed is loaded
            assistant.quote(question)
        yield "answering", _answering(assistant, questions, progress)
        progress(0, 1, f"{_ASKERS} askers at once")
        yield "at_once", _at_once(assistant, questions)
        if hasattr(os, "wait4"):
            yield "starting", _starting(asked, questions[0], settings, progress)


def _indexing(
    folder: Path, paths: Sequence[Path], embedder: Embedder, progress: Progress
) -> dict[str, Any]:
    embedder.embed_query("Who?")
    started, processor = time.perf_counter(), time.process_time()
    update_index(folder, paths, embedder, progress)
    seconds, processor = time.perf_counter() - started, time.process_time() - processor
    status = archive_status(folder)
    return {
        "articles": status.articles,
        "passages": status.passages,
        "sentences": status.sentences,
        "seconds": round(seconds, 2),
        "processor_s": round(processor, 2),
        "passages_per_s": round(status.passages / seconds, 2),
    }


def _questions(archive: Archive) -> list[str]:
    """That the archive answers, as far as such have been made; else about its articles."""
    kept = read_kept(archive.index_dir).suggestions
    questions = [suggestion.question for suggestion in kept]
    if not questions:
        questions = [f"{article.title}?" for article, _ in archive.current().store.listing()]
    step = max(1, len(questions) // _MOST_QUESTIONS)
    return questions[::step][:_MOST_QUESTIONS]


def _answering(
    assistant: Assistant, questions: Sequence[str], progress: Progress
) -> dict[str, Any]:
    times = []
    for number in range(_ROUNDS):
        for question in questions:
            progress(number, _ROUNDS, "answering")
            times.append(_seconds(assistant, question))
    status = archive_status(assistant.archive.index_dir)
    p50, p95 = np.quantile(times, (0.5, 0.95)) * 1_000
    return {
        "articles": status.articles,
        "passages": status.passages,
        "answers": len(times),
        "p50_ms": round(p50, 1),
        "p95_ms": round(p95, 1),
    }


def _at_once(assistant: Assistant, questions: Sequence[str]) -> dict[str, Any]:
    times: list[float] = []

    def ask(number: int) -> None:
        for turn in range(_EACH):
            times.append(_seconds(assistant, questions[(number + turn) % len(questions)]))

    askers = [threading.Thread(target=ask, args=(n,), daemon=True) for n in range(_ASKERS)]
    started = time.perf_counter()
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    seconds = time.perf_counter() - started
    p50, p95 = np.quantile(times, (0.5, 0.95)) * 1_000
    return {
        "askers": _ASKERS,
        "answers_per_s": round(len(times) / seconds, 2),
        "p50_ms": round(p50, 1),
        "p95_ms": round(p95, 1),
    }


def _seconds(assistant: Assistant, question: str) -> float:
    started = time.perf_counter()
    assistant.quote(question)
    return time.perf_counter() - started


def _starting(
    index_dir: Path, question: str, settings: Settings, progress: Progress
) -> dict[str, Any]:
    command = [sys.executable, "-m", "qa.cli", "ask", question, "--llm", "none"]
    command += ["--index", str(index_dir), *(["--fast"] if settings.fast else [])]
    costs = []
    for number in range(_STARTS):
        progress(number, _STARTS, "starting")
        costs.append(asdict(cost_of(command, (_ANSWERED, _REFUSED))))
    return {name: round(statistics.median(cost[name] for cost in costs), 2) for name in costs[0]}
