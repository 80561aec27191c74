"""Whether Milvus holds what the database says."""

from __future__ import annotations

from collections.abc import Iterator

from index.storage.milvus import collections
from index.storage.milvus.address import MilvusAddress
from index.storage.milvus.server import Server
from index.storage.state import State
from index.storage.store import ArticleStore

_AT_ONCE = 10_000  # ids


def problems_of_collection(
    store: ArticleStore, state: State, address: MilvusAddress
) -> Iterator[str]:
    """A line where passages are missing there; others are of no matter, they are never found.

    :raises StoreError: if it does not answer.
    """
    if not store.counts()["passages"]:
        return
    server = Server(address)
    if not collections.is_there(server, state.collection):
        yield f"{address.said} has no collection {state.collection}"
        return
    missing = 0
    for first in range(0, store.highest_passage() + 1, _AT_ONCE):
        after = first + _AT_ONCE
        held = collections.ids_between(server, state.collection, first, after)
        missing += len(set(store.passages_between(first, after).tolist()).difference(held))
    if missing:
        yield f"{address.said}: {missing} passages are missing in {state.collection}"
