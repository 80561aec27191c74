"""The default embedding model's word vectors, each read where it stands when it is needed.

They are most of the model. Mapped into memory, some hundred of them would bring most of the file
along with them: Linux maps as much around each as it has in its cache.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from index.embedding.model_layout import WORD_VECTORS_PATH


class WordVectors:
    """:param folder: of the converted default model (index.embedding.model_files)."""

    def __init__(self, folder: Path) -> None:
        path = folder / WORD_VECTORS_PATH
        rows = np.load(path, mmap_mode="r")
        self._file = path.open("rb", buffering=0)
        self._begin, self._of_each = rows.offset, rows.strides[0]  # bytes
        self._kind = rows.dtype
        self.dimension: int = rows.shape[1]

    def of(self, ids: np.ndarray) -> np.ndarray:
        """:param ids: of tokens, of any shape.
        :return: float32, of that shape and one dimension more."""
        different, places = np.unique(ids, return_inverse=True)
        descriptor, begin, of_each = self._file.fileno(), self._begin, self._of_each
        read = b"".join(
            [os.pread(descriptor, of_each, begin + i * of_each) for i in different.tolist()]
        )
        rows = np.frombuffer(read, self._kind).reshape(len(different), self.dimension)
        return rows.astype(np.float32)[places].reshape(*ids.shape, self.dimension)
