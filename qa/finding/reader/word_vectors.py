"""The default embedding model's word vectors, each read where it stands when it is needed.

They are most of the model. The reader shares them: another copy would cost 400 MB of memory.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np

_NAME = "embeddings.word_embeddings.weight"


def open_word_vectors(folder: Path) -> np.ndarray:
    """:param folder: of the converted default model (index.embedding.model_files).
    :return: float32, (vocabulary, dimension), mapped from its file (safetensors: eight bytes that
        say how long the header is, a header in JSON, the tensors).
    """
    path = folder / "model.safetensors"
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        described = json.loads(file.read(length))[_NAME]
    if described["dtype"] != "F32":
        raise ValueError(f"the word vectors in {path} are not float32, but {described['dtype']}")
    start = 8 + length + described["data_offsets"][0]
    return np.memmap(path, np.float32, "r", start, tuple(described["shape"]))
