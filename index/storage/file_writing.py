"""Vectors that are searched in files beside the database: writing them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.storage.merging import merge
from index.storage.segments import SegmentFiles
from index.storage.state import State
from index.storage.writing_store import WritingStore


class FileWriter:
    """Every update leaves a file; those of one size are merged."""

    def __init__(self, index_dir: Path, dimension: int) -> None:
        self._files = SegmentFiles(index_dir, dimension)
        self._dimension = dimension

    def begin_anew(self, store: WritingStore, before: str) -> None:
        store.forget_vectors()

    def write(
        self, store: WritingStore, language: str, ids: np.ndarray, vectors: np.ndarray
    ) -> None:
        store.add_segment(self._files.write(language, ids, vectors))

    def remove(self, store: WritingStore, ids: Sequence[int]) -> None:
        store.add_dead(ids)

    def describe(self, store: WritingStore, article_id: str) -> None:
        """Files know ids alone."""

    def noted(self, state: State) -> State:
        return replace(state, collection="", written=0)

    def tidy(self, store: WritingStore, report: Callable[[int], None]) -> None:
        merge(store, self._files, self._dimension, report)

    def finish(self) -> None:
        """What no state names is removed with what else nothing needs (`layout.clear_up`)."""

    def abandon(self) -> None:
        """Likewise."""
