"""Vectors in FAISS, each under the id of its passage or sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import faiss
import numpy as np

from index.storage.state import Generation


class VectorIndex:
    """Exact search by inner product over unit vectors, which is their cosine."""

    def __init__(self, index: faiss.IndexIDMap2) -> None:
        self._index = index

    @classmethod
    def empty(cls, dimension: int) -> VectorIndex:
        return cls(faiss.IndexIDMap2(faiss.IndexFlatIP(dimension)))

    @classmethod
    def load(cls, path: Path, count: int, dimension: int) -> VectorIndex:
        """:param count: how many vectors it has to hold, and their `dimension`.
        :raises OSError: if the file is missing, cannot be read as a FAISS index or holds others.
        """
        try:
            index = faiss.read_index(str(path))
        except RuntimeError as error:
            raise OSError(f"{path.name} is missing or no FAISS index") from error
        if (index.ntotal, index.d) != (count, dimension):
            raise OSError(
                f"{path.name} holds {index.ntotal} vectors of {index.d} dimensions, "
                f"not {count} of {dimension}"
            )
        return cls(index)  # type: ignore[arg-type]

    def save(self, path: Path) -> None:
        """:raises OSError: if the file cannot be written, or the disk is full."""
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise OSError(f"{path.name} could not be written whole") from error

    def __len__(self) -> int:
        return self._index.ntotal

    def add(self, ids: Sequence[int], vectors: np.ndarray) -> None:
        """:param vectors: float32, (number of ids, dimension), of length 1 each."""
        self._index.add_with_ids(vectors, np.asarray(ids, dtype=np.int64))

    def remove(self, ids: Sequence[int]) -> None:
        self._index.remove_ids(np.asarray(ids, dtype=np.int64))  # type: ignore[arg-type]

    @staticmethod
    def selector(ids: Sequence[int]) -> faiss.SearchParameters:
        """What confines a search to these ids."""
        batch = faiss.IDSelectorBatch(np.asarray(ids, dtype=np.int64))
        return faiss.SearchParameters(sel=batch)  # type: ignore[call-arg]

    def search(
        self, vector: np.ndarray, limit: int, selector: faiss.SearchParameters | None = None
    ) -> dict[int, float]:
        """The `limit` nearest to `vector`, fewer where there are fewer: id → cosine, best first."""
        limit = min(limit, len(self))
        if limit == 0:
            return {}
        scores, ids = self._index.search(vector[None, :], limit, params=selector)
        found = zip(ids[0].tolist(), scores[0].tolist(), strict=True)
        return {i: score for i, score in found if i >= 0}

    def vectors(self, ids: Sequence[int]) -> np.ndarray:
        """The stored vectors of these ids: float32, (number of ids, dimension)."""
        return self._index.reconstruct_batch(np.asarray(ids, dtype=np.int64))


def stored_vectors(
    generation: Generation, counts: Mapping[str, int], dimension: int
) -> tuple[VectorIndex, VectorIndex]:
    """Those of a generation's passages and of its sentences.

    :param counts: how many of each the generation's store has.
    :raises OSError: if a file is missing, or does not belong to the store.
    """
    return (
        VectorIndex.load(generation.passage_vectors, counts["passages"], dimension),
        VectorIndex.load(generation.sentence_vectors, counts["sentences"], dimension),
    )
