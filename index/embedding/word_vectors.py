"""The default embedding model's word vectors, each read where it stands when it is needed.

They are most of the model. The reader shares them: another copy would cost 200 MB of memory.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.embedding.model_layout import WORD_VECTORS_PATH


class WordVectors:
    """:param folder: of the converted default model (index.embedding.model_files)."""

    def __init__(self, folder: Path) -> None:
        self._rows = np.load(folder / WORD_VECTORS_PATH, mmap_mode="r")

    @property
    def dimension(self) -> int:
        """Of each."""
        return self._rows.shape[1]

    def of(self, ids: np.ndarray) -> np.ndarray:
        """:param ids: of tokens, of any shape.
        :return: float32, of that shape and one dimension more."""
        return self._rows[ids].astype(np.float32)
