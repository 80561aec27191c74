"""Vectors in a FAISS file (Douze et al. 2024, "The Faiss library"): exact search, all in memory.

No FAISS type leaves this module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import faiss
import numpy as np

from index.storage.damage import DamagedError, damage_told


class FaissVectors:
    """Exact search by inner product over unit vectors, which is their cosine.

    :param index: with ids of its own.
    :param index_dir: the folder of what it belongs to, for messages.
    """

    def __init__(self, index: faiss.IndexIDMap2, index_dir: Path) -> None:
        self._index = index
        self._index_dir = index_dir
        self._ids: dict[str, np.ndarray] = {}
        # To make one takes a millisecond for 15,000 ids. Searches only read it.
        self._selectors: dict[str, faiss.IDSelectorBatch] = {}

    @classmethod
    def empty(cls, dimension: int, index_dir: Path) -> FaissVectors:
        return cls(faiss.IndexIDMap2(faiss.IndexFlatIP(dimension)), index_dir)

    @classmethod
    def load(cls, path: Path, count: int, dimension: int, index_dir: Path) -> FaissVectors:
        """:param count: how many vectors it has to hold, and their `dimension`.
        :raises DamagedError: if the file is missing, is no FAISS file or holds others.
        """
        try:
            index = faiss.read_index(str(path))
        except (RuntimeError, MemoryError) as error:
            raise DamagedError(index_dir, f"{path.name} is missing or no FAISS index") from error
        if not isinstance(index, faiss.IndexIDMap2) or (index.ntotal, index.d) != (
            count,
            dimension,
        ):
            raise DamagedError(
                index_dir,
                f"{path.name} holds {index.ntotal} vectors of {index.d} dimensions, "
                f"not {count} of {dimension}",
            )
        return cls(index, index_dir)

    def save(self, path: Path) -> None:
        """:raises OSError: if the file cannot be written, or the disk is full."""
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise OSError(f"{path.name} could not be written whole") from error

    def set_languages(self, ids: Mapping[str, Sequence[int]]) -> None:
        """:param ids: those of each language's vectors."""
        self._ids = {
            language: np.asarray(of_language, dtype=np.int64)
            for language, of_language in ids.items()
            if len(of_language)
        }
        self._selectors = {
            language: faiss.IDSelectorBatch(of_language)
            for language, of_language in self._ids.items()
        }

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._ids)

    def __len__(self) -> int:
        return self._index.ntotal

    def add(self, ids: Sequence[int], vectors: np.ndarray) -> None:
        """:param vectors: float32, (number of ids, dimension), of length 1 each."""
        self._index.add_with_ids(vectors, np.asarray(ids, dtype=np.int64))

    def remove(self, ids: Sequence[int]) -> None:
        self._index.remove_ids(np.asarray(ids, dtype=np.int64))  # type: ignore[arg-type]

    def search(
        self,
        vector: np.ndarray,
        limit: int,
        language: str | None = None,
        filter: Sequence[int] | None = None,
    ) -> dict[int, float]:
        limit = min(limit, len(self))
        if limit <= 0 or (language is not None and language not in self._ids):
            return {}
        selector = self._selector(language, filter)
        # Made for this search alone: FAISS exchanges the selector within it while it searches.
        parameters = (
            None if selector is None else faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        )
        with damage_told(self._index_dir):
            scores, ids = self._index.search(vector[None, :], limit, params=parameters)
        found = zip(ids[0].tolist(), scores[0].tolist(), strict=True)
        return {i: score for i, score in found if i >= 0}

    def vectors(self, ids: Sequence[int]) -> np.ndarray:
        with damage_told(self._index_dir):
            return self._index.reconstruct_batch(np.asarray(ids, dtype=np.int64))

    def _selector(
        self, language: str | None, filter: Sequence[int] | None
    ) -> faiss.IDSelectorBatch | None:
        """What confines a search; None where it has to confine nothing."""
        if filter is not None:
            among = np.asarray(filter, dtype=np.int64)
            in_language = among if language is None else np.intersect1d(among, self._ids[language])
            return faiss.IDSelectorBatch(in_language)
        if language is None or len(self._ids[language]) == len(self):
            return None
        return self._selectors[language]
