"""What an archive's states are searched with in Milvus."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import numpy as np

from index.storage.milvus.address import MilvusAddress
from index.storage.milvus.proposals import MilvusProposals
from index.storage.milvus.server import Server
from index.storage.state import State
from index.storage.store import ArticleStore


class MilvusReader:
    """To open a state the server is not asked: it may be away until there is a question."""

    def __init__(self, index_dir: Path, address: MilvusAddress) -> None:
        self._index_dir = index_dir
        self._server = Server(address)
        self._described: tuple[tuple[str, int], np.ndarray] | None = None  # of which state

    def proposals(
        self, store: ArticleStore, state: State, counts: Mapping[str, int]
    ) -> MilvusProposals:
        """:raises InputError: if the state's vectors are elsewhere."""
        state.check_store(self._server.address, self._index_dir)
        return MilvusProposals(
            self._server,
            state.collection,
            counts,
            state.written,
            store.passing,
            self._read_described(store, state),
            partial(store.passage_vectors, dimension=state.dimension),
        )

    def _read_described(self, store: ArticleStore, state: State) -> np.ndarray:
        """A writer may have taken some away in the same state: then they are searched in vain."""
        which = (state.identity, state.number)
        if self._described is None or self._described[0] != which:
            self._described = which, store.described()
        return self._described[1]
