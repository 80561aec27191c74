"""How the one process that writes fills an archive's collection in Milvus.

Rows are written before the commit that publishes them: until then no state has their passages. What
is deleted, or described anew, stays as it is for those who hold the state before; the next writer
brings it up to date. So does it with what a writer left that was killed: ids above the highest that
was ever published, which the database gives to other passages then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import FundstelleError, InputError
from index.storage.milvus import collections
from index.storage.milvus.address import MilvusAddress
from index.storage.milvus.rows import fits, row
from index.storage.milvus.server import Server
from index.storage.state import State
from index.storage.writing_store import WritingStore

_AT_ONCE = 2_000  # rows: 3 MB


class MilvusWriter:
    """The server is not asked before there is something to write.

    :param store: as it is before anything is written.
    :param state: the one that was published last, or the first.
    """

    def __init__(
        self, index_dir: Path, address: MilvusAddress, store: WritingStore, state: State
    ) -> None:
        self._index_dir = index_dir
        self._server = Server(address)
        self._dimension = state.dimension
        self._highest = store.highest_passage()
        self._dead, self._described = store.dead(), store.described()
        self._before = self._collection = state.collection
        self._is_prepared = False

    def begin_anew(self, store: WritingStore, before: str) -> None:
        self._before = before
        self._collection = collections.next_name(self._server.address.name, before)
        self._dead = self._described = np.zeros(0, np.int64)
        store.forget_vectors()

    def write(
        self, store: WritingStore, language: str, ids: np.ndarray, vectors: np.ndarray
    ) -> None:
        self._prepare()
        for start in range(0, len(ids), _AT_ONCE):
            of_some = slice(start, start + _AT_ONCE)
            rows = self._rows(store, ids[of_some].tolist(), vectors[of_some])
            collections.insert(self._server, self._collection, rows)

    def remove(self, store: WritingStore, ids: Sequence[int]) -> None:
        store.add_dead(ids)

    def describe(self, store: WritingStore, article_id: str) -> None:
        store.add_described(store.passages_of(article_id))

    def noted(self, state: State) -> State:
        before = state.written if state.collection == self._collection else 0
        written = self._server.written(self._collection) if self._is_prepared else 0
        return replace(state, collection=self._collection, written=max(before, written))

    def tidy(self, store: WritingStore, report: Callable[[int], None]) -> None:
        if not (len(self._dead) or len(self._described)):
            return
        self._prepare()
        collections.delete(self._server, self._collection, self._dead.tolist())
        there = sorted(store.passing(self._described.tolist()))
        for start in range(0, len(there), _AT_ONCE):
            some = there[start : start + _AT_ONCE]
            store.forget_described(some)
            rows = self._rows(store, some, store.passage_vectors(some, self._dimension))
            collections.replace(self._server, self._collection, rows)
        store.bury(self._dead)
        store.forget_described(set(self._described.tolist()).difference(there))
        store.commit()

    def finish(self) -> None:
        if self._is_prepared:
            collections.point_alias(self._server, self._collection)
            kept = (self._before, self._collection)
            collections.drop_others(self._server, kept, self._collection)

    def abandon(self) -> None:
        if self._is_prepared and self._collection != self._before:
            with suppress(FundstelleError):  # the next writer drops it
                collections.drop(self._server, self._collection)

    def _prepare(self) -> None:
        """See that there is a collection, and nothing in it that was not published.

        :raises InputError: if it is gone.
        """
        if self._is_prepared:
            return
        is_new = self._collection != self._before
        if is_new:
            collections.drop(self._server, self._collection)  # left by a writer that was killed
        if is_new or not (self._highest or collections.is_there(self._server, self._collection)):
            collections.create(self._server, self._collection, self._dimension)
        elif not collections.is_there(self._server, self._collection):
            raise InputError(
                f"{self._server.address.said} has no collection {self._collection}, which the index"
                f" in {self._index_dir} is searched in: fill it again with: fundstelle repair"
            )
        else:
            collections.delete_above(self._server, self._collection, self._highest)
        self._is_prepared = True

    def _rows(
        self, store: WritingStore, ids: Sequence[int], vectors: np.ndarray
    ) -> list[dict[str, Any]]:
        articles = store.descriptions_of(ids)
        store.add_described(i for i in ids if not fits(articles[i]))
        return [row(i, vector, articles[i]) for i, vector in zip(ids, vectors, strict=True)]
