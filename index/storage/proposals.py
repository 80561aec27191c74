"""What lies near a question, over all segments of a state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import faiss
import numpy as np

from index.storage.damage import damage_told
from index.storage.records import Within
from index.storage.segments import search_segment
from index.storage.vectors import ExactVectors

# Where a search is approximate so many more are looked at again, exactly: a byte a dimension
# mistakes vectors for each other that are next to each other in rank, and no others.
_LOOKED_AT = 20


class Dead:
    """Passages that are in files of vectors still, but are there no more.

    :param ids: int64, sorted.
    """

    def __init__(self, ids: np.ndarray) -> None:
        self.ids = ids
        self._selector = faiss.IDSelectorBatch(ids)  # the next one only points to it
        self.alive = faiss.IDSelectorNot(self._selector) if len(ids) else None


class FaissProposals:
    """:param segments: language → FAISS's indexes of its passages.
    :param dead: what is in them, but is not proposed.
    :param exact: the vectors that the cosines are taken from.
    :param index_dir: the folder of the index, for messages.
    """

    def __init__(
        self,
        segments: Mapping[str, Sequence[faiss.Index]],
        dead: Dead,
        exact: ExactVectors,
        index_dir: Path,
    ) -> None:
        self._segments = segments
        self._dead = dead
        self._exact = exact
        self._index_dir = index_dir
        self._filtered: tuple[Within, faiss.IDSelector, float] | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._segments)

    def __len__(self) -> int:
        every = (index.ntotal for of_language in self._segments.values() for index in of_language)
        return sum(every) - len(self._dead.ids)

    def search(
        self,
        vector: np.ndarray,
        limit: int,
        language: str | None = None,
        filter: Within | None = None,
    ) -> dict[int, float]:
        asked = self._segments if language is None else {language: self._segments.get(language, ())}
        searched = [index for of_language in asked.values() for index in of_language]
        selector, share = (self._dead.alive, 1.0) if filter is None else self._allowed(filter)
        if limit <= 0 or not searched or not share:
            return {}
        is_exact = all(isinstance(index, faiss.IndexIDMap2) for index in searched)
        depth = limit if is_exact else limit + _LOOKED_AT
        with damage_told(self._index_dir):
            found = [search_segment(index, vector, depth, selector, share) for index in searched]
        ids = np.concatenate([of_one for of_one, _ in found])
        scores = np.concatenate([of_one for _, of_one in found])
        ids = ids[np.argsort(-scores, kind="stable")[:depth]].tolist()
        if not ids:
            return {}
        cosines = (self._exact(ids) @ vector).tolist()
        ranked = sorted(zip(ids, cosines, strict=True), key=lambda pair: -pair[1])
        return dict(ranked[:limit])

    def _allowed(self, filter: Within) -> tuple[faiss.IDSelector, float]:
        """What lets pass what a filter does, and its share of all. A question is asked of one
        language after another, with one filter."""
        last = self._filtered
        if last is None or last[0] is not filter:
            allowed = np.setdiff1d(np.asarray(filter.passages, np.int64), self._dead.ids)
            share = len(allowed) / max(1, len(self))
            self._filtered = last = (filter, faiss.IDSelectorBatch(allowed), share)
        return last[1], last[2]
