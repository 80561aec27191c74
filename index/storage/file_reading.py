"""Vectors that are searched in files beside the database: reading them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from index.storage.damage import DamagedError
from index.storage.proposals import Dead, FaissProposals
from index.storage.records import Segment
from index.storage.segments import SegmentFiles
from index.storage.state import State
from index.storage.store import ArticleStore

if TYPE_CHECKING:
    import faiss


class FileReader:
    """Keeps the files of the newest state open for the next one: most of them are in both."""

    def __init__(self, index_dir: Path, dimension: int) -> None:
        self._index_dir = index_dir
        self._files = SegmentFiles(index_dir, dimension)
        self._open: dict[str, faiss.Index] = {}
        self._dead: tuple[object, Dead] | None = None  # of which state, and they themselves

    def proposals(
        self, store: ArticleStore, state: State, counts: Mapping[str, int]
    ) -> FaissProposals:
        state.check_store(None, self._index_dir)
        by_language: dict[str, list[faiss.Index]] = {}
        used: dict[str, faiss.Index] = {}
        segments = store.segments()
        for segment in segments:
            used[segment.name] = self._open.get(segment.name) or self._files.open(segment)
            by_language.setdefault(segment.language, []).append(used[segment.name])
        exact = partial(store.passage_vectors, dimension=state.dimension)
        dead = self._read_dead(state, segments, store)
        proposals = FaissProposals(by_language, dead, exact, self._index_dir)
        passages = sum(counts.values())
        if len(proposals) != passages:
            raise DamagedError(
                self._index_dir, f"its vectors are of {len(proposals)} passages, not of {passages}"
            )
        self._open = used
        return proposals

    def _read_dead(self, state: State, segments: Sequence[Segment], store: ArticleStore) -> Dead:
        """There may be many: read again where there is another update, or files were merged."""
        which = (state.identity, state.number, tuple(segment.name for segment in segments))
        if self._dead is None or self._dead[0] != which:
            self._dead = which, Dead(store.dead())
        return self._dead[1]
