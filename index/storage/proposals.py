"""What lies near a question, over all segments of a state."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from pathlib import Path

import faiss
import numpy as np

from index.storage.damage import damage_told
from index.storage.segments import search_segment
from index.storage.vectors import ExactVectors

# Where a search is approximate so many times as many are looked at again, exactly.
_LOOKED_AT = 4


class FaissProposals:
    """:param segments: language → FAISS's indexes of its passages.
    :param dead: the ids in them that are there no more: int64, sorted.
    :param exact: the vectors that the cosines are taken from.
    :param index_dir: the folder of the index, for messages.
    """

    def __init__(
        self,
        segments: Mapping[str, Sequence[faiss.Index]],
        dead: np.ndarray,
        exact: ExactVectors,
        index_dir: Path,
    ) -> None:
        self._segments = segments
        self._dead = dead
        self._exact = exact
        self._index_dir = index_dir
        self._of_dead = faiss.IDSelectorBatch(dead)  # the next one only points to it
        self._alive = faiss.IDSelectorNot(self._of_dead) if len(dead) else None

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._segments)

    def __len__(self) -> int:
        every = (index.ntotal for of_language in self._segments.values() for index in of_language)
        return sum(every) - len(self._dead)

    def search(
        self,
        vector: np.ndarray,
        limit: int,
        language: str | None = None,
        filter: Sequence[int] | None = None,
    ) -> dict[int, float]:
        asked = self._segments if language is None else {language: self._segments.get(language, ())}
        searched = [index for of_language in asked.values() for index in of_language]
        selector: faiss.IDSelector | None = self._alive
        share = 1.0
        if filter is not None:
            allowed = np.setdiff1d(np.asarray(filter, np.int64), self._dead)
            selector = faiss.IDSelectorBatch(allowed)
            share = len(allowed) / max(1, len(self))
        if limit <= 0 or not searched or not share:
            return {}
        is_exact = all(isinstance(index, faiss.IndexIDMap2) for index in searched)
        depth = limit if is_exact else _LOOKED_AT * limit
        with damage_told(self._index_dir):
            found = [
                near
                for index in searched
                for near in search_segment(index, vector, depth, selector, share)
            ]
        best = heapq.nlargest(depth, found, key=lambda near: near[1])
        ids = [i for i, _ in best]
        if not ids:
            return {}
        cosines = (self._exact(ids) @ vector).tolist()
        ranked = sorted(zip(ids, cosines, strict=True), key=lambda pair: -pair[1])
        return dict(ranked[:limit])
