"""The collections of an archive: one for each time that its vectors were brought there whole.

`NAME_TAG_2` is filled while `NAME_TAG_1` is read; then a commit of the database names it, and the
alias NAME goes to it. The tag tells archives apart that were given one name by mistake.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Container, Sequence
from typing import Any

from index.storage.milvus.expressions import among
from index.storage.milvus.rows import LENGTHS
from index.storage.milvus.server import READING, WRITING, Server

# A byte a dimension, in clusters, as FAISS's files have it: a quarter of the memory of HNSW's, and
# made in a fraction of its time. Milvus makes one of each of its segments, of up to 512 MB.
CLUSTERS = 1_024
_INDEX = {"index_type": "IVF_SQ8", "metric_type": "IP", "params": {"nlist": CLUSTERS}}
_IN_FILE = {"index_type": "FLAT", "metric_type": "IP", "params": {}}  # for trying: all compared
_PARTITIONS = 16  # languages fall into these
_IDS_AT_ONCE = 10_000
_NAME = re.compile(r"(\w+)_([0-9a-f]{8})_(\d+)", re.ASCII)  # the archive's, its tag, a number


def next_name(name: str, before: str) -> str:
    """Of the collection that takes the place of `before`; of an archive's first where that is empty
    or no collection of ours."""
    found = _NAME.fullmatch(before)
    tag, number = (found[2], int(found[3])) if found else (secrets.token_hex(4), 0)
    return f"{name}_{tag}_{number + 1}"


def create(server: Server, collection: str, dimension: int) -> None:
    """An empty one, ready to be searched."""
    with server.asked() as client:
        from pymilvus import DataType

        schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("id", DataType.INT64, is_primary=True)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
        for name in ("first_day", "last_day"):
            schema.add_field(name, DataType.INT32)
        for name, length in LENGTHS.items():
            is_key = name == "language"
            schema.add_field(name, DataType.VARCHAR, max_length=length, is_partition_key=is_key)
        index = client.prepare_index_params()
        index.add_index("vector", **(_IN_FILE if server.address.is_file else _INDEX))
        client.create_collection(
            collection,
            schema=schema,
            index_params=index,
            num_partitions=_PARTITIONS,
            timeout=WRITING,
        )


def insert(server: Server, collection: str, rows: Sequence[dict[str, Any]]) -> None:
    """Rows that are not there yet: some thousands at most."""
    with server.asked() as client:
        client.insert(collection, list(rows), timeout=WRITING)


def replace(server: Server, collection: str, rows: Sequence[dict[str, Any]]) -> None:
    """Put rows in the place of those with their ids. On a server that is not recent there is none
    of them for a moment."""
    if server.is_recent:
        with server.asked() as client:
            client.upsert(collection, list(rows), timeout=WRITING)
    else:
        delete(server, collection, [row["id"] for row in rows])
        insert(server, collection, rows)


def delete(server: Server, collection: str, ids: Sequence[int]) -> None:
    with server.asked() as client:
        for start in range(0, len(ids), _IDS_AT_ONCE):
            some = among(ids[start : start + _IDS_AT_ONCE])
            client.delete(collection, filter=some, timeout=WRITING)


def delete_above(server: Server, collection: str, highest: int) -> None:
    """What a writer left that was killed before it published."""
    with server.asked() as client:
        client.delete(collection, filter=f"id > {highest}", timeout=WRITING)


def ids_between(server: Server, collection: str, first: int, after: int) -> list[int]:
    """Of all rows from `first` to before `after`: some thousands at most."""
    with server.asked() as client:
        rows = client.query(
            collection,
            filter=f"id >= {first} and id < {after}",
            output_fields=["id"],
            consistency_level="Strong",
            timeout=WRITING,
        )
    return [row["id"] for row in rows]


def point_alias(server: Server, collection: str) -> None:
    """The archive's name stands for this one from now on."""
    with server.asked() as client:
        from pymilvus import MilvusException

        try:  # an alias whose collection was dropped is there, though it cannot be described
            client.alter_alias(collection, server.address.name, timeout=READING)
        except MilvusException:
            client.create_alias(collection, server.address.name, timeout=READING)


def drop(server: Server, collection: str) -> None:
    """Where it is there."""
    with server.asked() as client:
        if client.has_collection(collection, timeout=READING):
            client.drop_collection(collection, timeout=WRITING)


def drop_others(server: Server, kept: Container[str], collection: str) -> None:
    """Of the archive that `collection` is of: earlier ones, and what killed writers left."""
    ours = _NAME.fullmatch(collection)
    with server.asked() as client:
        for name in client.list_collections(timeout=READING):
            found = _NAME.fullmatch(name)
            if name not in kept and ours and found and ours.group(1, 2) == found.group(1, 2):
                client.drop_collection(name, timeout=WRITING)


def is_there(server: Server, collection: str) -> bool:
    with server.asked() as client:
        return bool(client.has_collection(collection, timeout=READING))
