"""What the reader has learnt, as it is shipped: matrices in int8, the rest in fp16."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

SHIPPED_READER = Path(__file__).parent / "reader.safetensors"
_SCALES = ".scales"
_STEPS = 127


@dataclass(frozen=True, slots=True)
class Matrix:
    """:param values: int8, (rows, columns); `scales` float32, (rows,): what a step is worth."""

    values: np.ndarray
    scales: np.ndarray

    @classmethod
    def of(cls, matrix: np.ndarray) -> Matrix:
        """The nearest one to a matrix of float32."""
        scales = (np.abs(matrix).max(axis=1) / _STEPS).astype(np.float32)
        scales = np.maximum(scales, np.finfo(np.float32).tiny)
        return cls(np.round(matrix / scales[:, None]).astype(np.int8), scales)


@dataclass(frozen=True, slots=True)
class ReaderWeights:
    """By the names that transformers gives a BERT encoder's; `head` is what scores a token.

    :param vectors: float32: biases, layer norms, the vectors of positions and of types.
    """

    matrices: dict[str, Matrix]
    vectors: dict[str, np.ndarray]
    heads: int
    layer_norm_eps: float

    @property
    def hidden_size(self) -> int:
        return self.vectors["embeddings.LayerNorm.weight"].shape[0]

    @property
    def layers(self) -> int:
        return sum(name.endswith(".intermediate.dense.weight") for name in self.matrices)

    def save(self, path: Path) -> None:
        tensors = {name: vector.astype(np.float16) for name, vector in self.vectors.items()}
        for name, matrix in self.matrices.items():
            tensors[name] = matrix.values
            tensors[name + _SCALES] = matrix.scales
        metadata = {"heads": str(self.heads), "layer_norm_eps": repr(self.layer_norm_eps)}
        save_file(tensors, path, metadata=metadata)


def read_weights(path: Path) -> ReaderWeights:
    """:raises SafetensorError: if the file is none of these."""
    matrices, vectors = {}, {}
    with safe_open(path, framework="numpy") as file:
        metadata, names = file.metadata(), list(file.keys())
        for name in names:
            if name + _SCALES in names:
                matrices[name] = Matrix(file.get_tensor(name), file.get_tensor(name + _SCALES))
            elif not name.endswith(_SCALES):
                vectors[name] = file.get_tensor(name).astype(np.float32)
    return ReaderWeights(
        matrices, vectors, int(metadata["heads"]), float(metadata["layer_norm_eps"])
    )
