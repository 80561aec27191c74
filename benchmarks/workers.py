"""What workers cost and give: `python -m benchmarks.workers ARTICLES ... [--rounds N]`.

The same articles are indexed by one process, by workers on this machine, and by two nodes of a
cluster that share its cores, in turn. On one machine the cores are the same for all: what is shown
is what workers cost. The processor time of the driver, which reads, compares and stores, bounds how
many workers one can feed. Batches are smaller than an update's. Starting workers is not counted.
"""

from __future__ import annotations

import argparse
import os
import pickle
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.paired import in_turn
from index import Article, Embedder, archive_status, open_embedder, update_index
from index.articles import Extractor, Source
from index.cores import cores
from index.storage import adding
from index.storage.preparing import embed_articles, prepare, split_article
from index.storage.workers import Workers, open_workers

_PORT = 10_051
_CHARACTERS_PER_BATCH = 20_000  # so that few articles are many batches
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cost:
    """:param seconds: elapsed; processor time `in_all`, and of this process, the `driver`."""

    passages: int
    seconds: float
    in_all: float
    driver: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    adding._CHARACTERS_PER_BATCH = _CHARACTERS_PER_BATCH
    embedder = open_embedder()
    prepare([Article(id="a", title="Warm", language="de", text="Warm.")], embedder)
    kinds = {
        "one process": partial(_indexed, options.articles, embedder, _nothing),
        "local": partial(_indexed, options.articles, embedder, partial(_named, "local")),
        "two nodes": partial(_indexed, options.articles, embedder, _two_nodes),
    }
    costs: dict[str, list[Cost]] = {kind: [] for kind in kinds}
    for number, kind, cost in in_turn(kinds, options.rounds):
        costs[kind].append(cost)
        print(f"round {number + 1}, {kind}: {cost}", flush=True)
    print(f"\n{'':12} {'passages/s':>12} {'processor ms a passage':>24} {'of the driver':>14}")
    for kind, of_kind in costs.items():
        speed, in_all, driver = (
            statistics.median(figures)
            for figures in zip(
                *(
                    (c.passages / c.seconds, c.in_all / c.passages, c.driver / c.passages)
                    for c in of_kind
                ),
                strict=True,
            )
        )
        print(f"{kind:12} {speed:12.1f} {in_all * 1e3:24.1f} {driver * 1e3:14.2f}")
    _tell_parts(options.articles, embedder)


def _indexed(
    articles: list[Path],
    embedder: Embedder,
    working: Callable[[Embedder], AbstractContextManager[Workers | None]],
) -> Cost:
    with working(embedder) as workers, tempfile.TemporaryDirectory() as folder:
        began, driver, others = time.perf_counter(), time.process_time(), _of_children()
        update_index(Path(folder), articles, embedder, lambda *step: None, workers=workers)
        driver, others = time.process_time() - driver, _of_children() - others
        seconds = time.perf_counter() - began
        passages = archive_status(Path(folder)).passages
    return Cost(passages, seconds, driver + others, driver)


@contextmanager
def _nothing(embedder: Embedder) -> Iterator[None]:
    yield None


@contextmanager
def _named(where: str, embedder: Embedder, number: int = 1) -> Iterator[Workers]:
    """:param number: so many have to be there."""
    with closing(open_workers(where, embedder)) as workers:
        while workers.number < number:
            time.sleep(0.1)
        yield workers


@contextmanager
def _two_nodes(embedder: Embedder) -> Iterator[Workers]:
    from ray.cluster_utils import Cluster

    node: dict[str, Any] = {
        "num_cpus": max(1, cores() // 2),
        "object_store_memory": 200_000_000,
        "include_dashboard": False,
    }
    head = {**node, "ray_client_server_port": _PORT}
    cluster = Cluster(initialize_head=True, head_node_args=head)
    try:
        cluster.add_node(**node)
        with _named(f"ray://127.0.0.1:{_PORT}", embedder, 2) as workers:
            yield workers
    finally:
        cluster.shutdown()


def _of_children() -> float:
    """Seconds of the processor that this process's children and theirs have taken so far."""
    parents, seconds = dict[int, int](), dict[int, float]()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        parents[int(path.parent.name)] = int(fields[1])
        seconds[int(path.parent.name)] = (int(fields[11]) + int(fields[12])) / _TICKS
    total, own = 0.0, {os.getpid()}
    while own:
        own = {process for process, parent in parents.items() if parent in own}
        total += sum(seconds[process] for process in own)
    return total


def _tell_parts(paths: list[Path], embedder: Embedder) -> None:
    """What each part of the work takes of the processor, and what is sent."""
    began = time.process_time()
    with Extractor() as extractor:
        articles = [a for path in paths for a in extractor.extract(Source(path)).articles]
    read = time.process_time()
    split = [split_article(article, embedder.tokenize) for article in articles]
    done = time.process_time()
    new = embed_articles(split, embedder)
    embedded = time.process_time()
    passages = sum(len(article.passages) for article in new)
    parts = {"reading": read - began, "splitting": done - read, "embedding": embedded - done}
    told = [f"{name} {seconds / passages * 1e3:.2f} ms" for name, seconds in parts.items()]
    sent, back = (len(pickle.dumps(what)) / passages / 1e3 for what in (articles, new))
    print(f"a passage: {', '.join(told)}; {sent:.1f} kB to a worker, {back:.1f} kB back")


if __name__ == "__main__":
    main()
