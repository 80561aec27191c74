"""Vectors in Milvus beside FAISS's files, on the same content in the same run:

    python -m benchmarks.milvus INDEX QUESTIONS.json milvus://HOST:PORT/NAME [--server-pid PID]
        [--folder DIR] [--json FILE]

INDEX is a filled one (benchmarks.answer_growth keeps such, with --folder), and stays as it is: a
copy of it is searched in FAISS's files, and then in Milvus. Prints for each store one flat object:
the search of one question's nearest passages, alone, with a filter by date and with one by source;
how many of the ten nearest it finds (all vectors are compared to know them), the whole answer in
quote mode without the reader, answers and searches a second of eight askers, and the memory of this
process and of the server.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.sizes import resident, resident_of
from index import Archive, ArticleFilter, Embedder, Snapshot, open_embedder
from index.storage import MilvusAddress, back_up, database_or_raise
from index.storage.database import open_for_writing
from index.storage.layout import writing
from index.storage.milvus.server import Server
from index.storage.publishing import Publisher
from qa import Assistant

_LIMIT, _NEAREST = 60, 10
_ASKERS = 8
_ROUNDS = 2
_READ_AT_ONCE = 50_000  # vectors
_FILTERS = {"date": ArticleFilter(since="2024"), "source": ArticleFilter(source="zeitung 7")}
_INDEXED_WITHIN = 3_600  # seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    parser.add_argument("--folder", type=Path, help="keeps the copy, instead of a temporary folder")
    parser.add_argument("--json", type=Path, help="write the figures there")
    options = parser.parse_args()
    embedder = open_embedder()
    questions = german_questions(options.questions)
    figures = []
    with tempfile.TemporaryDirectory() as temporary:
        copy = (options.folder or Path(temporary)) / "copy"
        back_up(options.index, copy)
        _describe(copy)
        archive = Archive(copy, embedder)
        nearest = nearest_passages(archive.current(), embedded(embedder, questions))
        figures.append({"store": "faiss"} | _measured(archive, questions, nearest))
        print(json.dumps(figures[-1]), flush=True)
        filled = _take_to_milvus(copy, embedder, options.store)
        archive = Archive(copy, embedder, vectors_in=options.store)
        figures.append({"store": "milvus"} | filled | _measured(archive, questions, nearest))
        if options.server_pid:
            figures[-1]["server_mb"] = resident_of(options.server_pid)
        print(json.dumps(figures[-1]), flush=True)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def add_options(parser: argparse.ArgumentParser) -> None:
    """What is searched, what is asked of it, and the server."""
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("store", type=MilvusAddress.read)
    parser.add_argument("--server-pid", type=int, help="its memory is told, too")


def _describe(index_dir: Path) -> None:
    """Give the articles dates of 25 years and 40 sources, for filters to tell apart."""
    with closing(open_for_writing(database_or_raise(index_dir))) as connection:
        connection.execute(
            "UPDATE articles SET date = (2000 + number % 25) || '-06-01',"
            " source = 'Zeitung ' || (number % 40)"
        )


def _take_to_milvus(copy: Path, embedder: Embedder, vectors_in: MilvusAddress) -> dict[str, Any]:
    """Its vectors, which are indexed there before we go on."""
    started = time.perf_counter()
    with (
        writing(copy),
        closing(Publisher(copy, embedder, vectors_in=vectors_in, moves=True)) as publisher,
    ):
        publisher.move_vectors(lambda moved: None)
        publisher.publish()
        publisher.finish(lambda vectors: None)
        collection = publisher.state.collection
    filled = time.perf_counter() - started
    with Server(vectors_in).asked() as client:
        client.flush(collection, timeout=600)
        wait_for_index(client, collection)
    indexed = time.perf_counter() - started
    return {"filled_s": round(filled, 1), "indexed_s": round(indexed, 1)}


def wait_for_index(client: Any, collection: str) -> None:
    """Until the server has indexed all of its vectors.

    :raises TimeoutError: if it has not within an hour.
    """
    until = time.monotonic() + _INDEXED_WITHIN
    while client.describe_index(collection, "vector").get("pending_index_rows"):
        if time.monotonic() > until:
            raise TimeoutError("the server does not finish its index")
        time.sleep(1)


def german_questions(path: Path) -> list[str]:
    asked = json.loads(path.read_text(encoding="utf-8"))["questions"]
    return [question["question"] for question in asked if question["language"] == "de"]


def embedded(embedder: Embedder, questions: Sequence[str]) -> np.ndarray:
    """(questions, dimension)."""
    return np.stack([embedder.embed_query(question) for question in questions])


def nearest_passages(snapshot: Snapshot, asked: np.ndarray) -> list[set[int]]:
    """The ten nearest German passages of each question, by all vectors.

    :param asked: (questions, dimension).
    """
    ids: np.ndarray = np.zeros((len(asked), 0), np.int64)
    scores: np.ndarray = np.zeros((len(asked), 0), np.float32)
    every = snapshot.store.passages_in("de")
    for start in range(0, len(every), _READ_AT_ONCE):
        some = every[start : start + _READ_AT_ONCE]
        of_some = asked @ snapshot.passage_vectors(some.tolist()).T
        ids = np.hstack([ids, np.tile(some, (len(asked), 1))])
        scores = np.hstack([scores, of_some])
        best = np.argsort(-scores, axis=1)[:, :_NEAREST]
        ids, scores = np.take_along_axis(ids, best, 1), np.take_along_axis(scores, best, 1)
    return [set(row.tolist()) for row in ids]


def recall_at_10(found: Sequence[set[int]], nearest: Sequence[set[int]]) -> float:
    """:param found: the ten best of each search; `nearest`, what they should be."""
    hits = sum(len(own & best) for own, best in zip(found, nearest, strict=True))
    return round(hits / (_NEAREST * len(nearest)), 4)


def _measured(
    archive: Archive, questions: Sequence[str], nearest: Sequence[set[int]]
) -> dict[str, Any]:
    snapshot = archive.current()
    vectors = [archive.embedder.embed_query(question) for question in questions]
    search = snapshot.proposals.search
    for vector in vectors:
        search(vector, _LIMIT, "de")
    found = [set(list(search(vector, _LIMIT, "de"))[:_NEAREST]) for vector in vectors]
    figures: dict[str, Any] = {
        "passages": len(snapshot.proposals),
        "recall_at_10": recall_at_10(found, nearest),
        **times("search", [lambda v=v: search(v, _LIMIT, "de") for v in vectors] * _ROUNDS),
    }
    for name, articles in _FILTERS.items():
        within = snapshot.within(articles)
        figures[f"passing_{name}"] = len(within.passages)
        asked = [lambda v=v, w=within: search(v, _LIMIT, "de", w) for v in vectors]
        figures |= times(f"search_by_{name}", asked)
    assistant = Assistant(archive, fast=True)
    for question in questions:
        assistant.quote(question)
    figures |= times("answer", [lambda q=q: assistant.quote(q) for q in questions] * _ROUNDS)
    with ThreadPoolExecutor(_ASKERS) as askers:
        started = time.perf_counter()
        many = list(questions) * _ROUNDS
        list(askers.map(assistant.quote, many))
        figures["answers_per_s"] = round(len(many) / (time.perf_counter() - started), 1)
    with ThreadPoolExecutor(_ASKERS) as askers:
        started = time.perf_counter()
        list(askers.map(lambda vector: search(vector, _LIMIT, "de"), vectors * _ROUNDS))
        figures["searches_per_s"] = round(len(many) / (time.perf_counter() - started), 1)
    return figures | {"resident_mb": round(resident() / 1e6)}


def times(of: str, asked: Sequence[Callable[[], object]]) -> dict[str, float]:
    """Median and 95 % of how long each takes, in milliseconds."""
    took = []
    for ask in asked:
        started = time.perf_counter()
        ask()
        took.append((time.perf_counter() - started) * 1_000)
    median, slow = np.quantile(took, [0.5, 0.95])
    return {f"{of}_p50_ms": round(float(median), 1), f"{of}_p95_ms": round(float(slow), 1)}


if __name__ == "__main__":
    main()
