"""What Milvus may search by, on the vectors that benchmarks.milvus has brought there:

    python -m benchmarks.milvus_indexes INDEX QUESTIONS.json milvus://HOST:PORT/NAME
        [--server-pid PID] [--index IVF_SQ8 HNSW]

Gives the collection behind NAME one index after the other, and prints for each, once the server has
made and loaded it, how long that took, the server's memory, and for each depth of search how many
of the ten nearest passages it finds and how long it takes, one question at a time, without filters.
"""

from __future__ import annotations

import argparse
import json
import time
from functools import partial
from typing import Any

import numpy as np

from benchmarks.milvus import (
    add_options,
    embedded,
    german_questions,
    nearest_passages,
    recall_at_10,
    times,
    wait_for_index,
)
from benchmarks.sizes import resident_of
from index import Archive, open_embedder
from index.storage.milvus.collections import CLUSTERS
from index.storage.milvus.server import Server

_INDEXES: dict[str, tuple[dict[str, int], str, tuple[int, ...]]] = {
    "IVF_SQ8": ({"nlist": CLUSTERS}, "nprobe", (64, 96, 128, 256)),
    "HNSW": ({"M": 16, "efConstruction": 200}, "ef", (80, 160, 320)),
}
_LIMIT, _NEAREST = 80, 10
_ROUNDS = 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    parser.add_argument("--index", dest="kinds", nargs="+", choices=_INDEXES, default=[*_INDEXES])
    options = parser.parse_args()
    embedder = open_embedder()
    asked = embedded(embedder, german_questions(options.questions))
    nearest = nearest_passages(Archive(options.index, embedder).current(), asked)
    with Server(options.store).asked() as client:
        collection = client.describe_alias(options.store.name)["collection_name"]
        for kind in options.kinds:
            about = {"index": kind} | _made(client, collection, kind)
            if options.server_pid:
                about["server_mb"] = resident_of(options.server_pid)
            for depth in _INDEXES[kind][2]:
                searched = _searched(client, collection, kind, depth, asked, nearest)
                print(json.dumps(about | searched), flush=True)


def _made(client: Any, collection: str, kind: str) -> dict[str, float]:
    """The index, made and loaded."""
    client.release_collection(collection)
    client.drop_index(collection, "vector")
    params = client.prepare_index_params()
    params.add_index("vector", index_type=kind, metric_type="IP", params=_INDEXES[kind][0])
    started = time.perf_counter()
    client.create_index(collection, params, sync=False)
    wait_for_index(client, collection)
    made = time.perf_counter() - started
    client.load_collection(collection, timeout=600)
    loaded = time.perf_counter() - started - made
    return {"made_s": round(made, 1), "loaded_s": round(loaded, 1)}


def _searched(
    client: Any,
    collection: str,
    kind: str,
    depth: int,
    asked: np.ndarray,
    nearest: list[set[int]],
) -> dict[str, Any]:
    name = _INDEXES[kind][1]

    def search(vector: np.ndarray) -> set[int]:
        (hits,) = client.search(
            collection,
            data=[vector],
            filter="language == 'de'",
            limit=_LIMIT,
            search_params={"metric_type": "IP", "params": {name: depth}},
            consistency_level="Eventually",
        )
        return {hit["id"] for hit in hits[:_NEAREST]}

    found = [search(vector) for vector in asked]
    return {
        name: depth,
        "recall_at_10": recall_at_10(found, nearest),
        **times("search", [partial(search, vector) for vector in asked] * _ROUNDS),
    }


if __name__ == "__main__":
    main()
