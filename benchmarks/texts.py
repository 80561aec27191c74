"""Where the texts of passages are read from:

    python -m benchmarks.texts INDEX [--passages N] [--postgres URL] [--milvus milvus://HOST:PORT/NAME]

An answer reads some twenty-five passages by their ids. Reads as many at random, out of the first
N, as the archive does, from SQLite, and by one request from a table in PostgreSQL and from a
collection in Milvus that hold the same ids and texts and nothing else. Prints median and 95 % for
each, in milliseconds. PostgreSQL needs `pip install 'psycopg[binary]'`.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tqdm import tqdm

from benchmarks.milvus import times
from index import Archive, Snapshot, open_embedder
from index.storage import MilvusAddress
from index.storage.milvus.server import Server

_READ = 25
_QUESTIONS = 400
_WRITTEN_AT_ONCE = 2_000
_NAME = "fundstelle_texts"

Read = Callable[[Sequence[int]], dict[int, str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--postgres", metavar="URL", help="postgresql://USER@HOST:PORT/DATABASE")
    parser.add_argument("--milvus", type=MilvusAddress.read)
    options = parser.parse_args()
    snapshot = Archive(options.index, open_embedder()).current()
    ids = snapshot.store.passages_in("de")[: options.passages].tolist()
    chance = random.Random(1)
    asked = [chance.sample(ids, _READ) for _ in range(_QUESTIONS)]
    _tell("SQLite", partial(_of_archive, snapshot), asked, snapshot)
    if options.postgres:
        with _postgres(options.postgres, snapshot, ids) as read:
            _tell("PostgreSQL", read, asked, snapshot)
    if options.milvus:
        with _milvus(options.milvus, snapshot, ids) as read:
            _tell("Milvus", read, asked, snapshot)


def _tell(store: str, read: Read, asked: Sequence[Sequence[int]], snapshot: Snapshot) -> None:
    for ids in asked[:20]:
        assert read(ids) == _of_archive(snapshot, ids), f"{store} has other texts"
    print(json.dumps({"store": store} | times("read", [partial(read, ids) for ids in asked])))


def _of_archive(snapshot: Snapshot, ids: Sequence[int]) -> dict[int, str]:
    return {stored.passage.id: stored.passage.text for stored in snapshot.store.passages(ids)}


def _all(snapshot: Snapshot, ids: Sequence[int], store: str) -> Iterator[list[tuple[int, str]]]:
    for start in tqdm(range(0, len(ids), _WRITTEN_AT_ONCE), desc=f"to {store}"):
        yield list(_of_archive(snapshot, ids[start : start + _WRITTEN_AT_ONCE]).items())


@contextmanager
def _postgres(url: str, snapshot: Snapshot, ids: Sequence[int]) -> Iterator[Read]:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE TABLE {_NAME} (id bigint PRIMARY KEY, text text NOT NULL)")
        try:
            with (
                connection.cursor() as cursor,
                cursor.copy(f"COPY {_NAME} (id, text) FROM STDIN") as copy,
            ):
                for rows in _all(snapshot, ids, "PostgreSQL"):
                    for row in rows:
                        copy.write_row(row)
            connection.execute(f"ANALYZE {_NAME}")

            def read(ids: Sequence[int]) -> dict[int, str]:
                query = f"SELECT id, text FROM {_NAME} WHERE id = ANY(%s)"
                return dict(connection.execute(query, (list(ids),)).fetchall())

            yield read
        finally:
            connection.execute(f"DROP TABLE {_NAME}")


@contextmanager
def _milvus(address: MilvusAddress, snapshot: Snapshot, ids: Sequence[int]) -> Iterator[Read]:
    with Server(address).asked() as client:
        from pymilvus import DataType

        schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("id", DataType.INT64, is_primary=True)
        schema.add_field("text", DataType.VARCHAR, max_length=65_535)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=2)  # it has to have one
        index = client.prepare_index_params()
        index.add_index("vector", index_type="FLAT", metric_type="IP")
        client.create_collection(_NAME, schema=schema, index_params=index)
        try:
            for rows in _all(snapshot, ids, "Milvus"):
                client.insert(
                    _NAME, [{"id": i, "text": text, "vector": [1.0, 0.0]} for i, text in rows]
                )
            client.flush(_NAME)

            def read(ids: Sequence[int]) -> dict[int, str]:
                found = client.query(
                    _NAME,
                    filter=f"id in {list(ids)}",
                    output_fields=["id", "text"],
                    consistency_level="Eventually",
                )
                return {row["id"]: row["text"] for row in found}

            yield read
        finally:
            client.drop_collection(_NAME)


if __name__ == "__main__":
    main()
