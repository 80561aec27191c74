"""The weights of a BERT encoder, its matrices in a byte a weight, and what they are multiplied with
in a byte too.

A matrix has one scale a row. What it is multiplied with is rounded to 256 steps between bounds that
were measured beforehand, so that a text's vector depends on nothing but the text (Jacob et al.
2018, "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only
Inference").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

_SCALES, _SPREAD, _BOUNDS = ".scales", ".spread", ".bounds"
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
class Input:
    """What a matrix is multiplied with: channel by channel between low · spread and high · spread.

    The matrix's columns have been multiplied by `spread`, so that it is to be divided by it.

    :param spread: float32, (channels,).
    """

    low: float
    high: float
    spread: np.ndarray


@dataclass(frozen=True, slots=True)
class EncoderWeights:
    """By the names that transformers gives a BERT encoder's.

    :param vectors: float32: biases, layer norms, the vectors of positions and of types; and the
        small matrices of the channels that are computed apart (index.embedding.quantisation).
    :param inputs: of the matrices that are multiplied in bytes, by the name of what reads them:
        `….attention.self`, `….attention.output.dense`, `….intermediate.dense`, `….output.dense`.
    """

    matrices: dict[str, Matrix]
    vectors: dict[str, np.ndarray]
    heads: int
    layer_norm_eps: float
    inputs: dict[str, Input] = field(default_factory=dict)

    @property
    def hidden_size(self) -> int:
        return self.vectors["embeddings.LayerNorm.weight"].shape[0]

    @property
    def layers(self) -> int:
        return sum(name.endswith(".intermediate.dense.weight") for name in self.matrices)

    def save(self, path: Path) -> None:
        """Vectors in 16 bits."""
        tensors = {name: vector.astype(np.float16) for name, vector in self.vectors.items()}
        for name, matrix in self.matrices.items():
            tensors[name] = matrix.values
            tensors[name + _SCALES] = matrix.scales
        for name, read in self.inputs.items():
            tensors[name + _SPREAD] = read.spread.astype(np.float32)
            tensors[name + _BOUNDS] = np.array([read.low, read.high], np.float32)
        metadata = {"heads": str(self.heads), "layer_norm_eps": repr(self.layer_norm_eps)}
        save_file(tensors, path, metadata=metadata)


def read_encoder_weights(path: Path) -> EncoderWeights:
    """:raises SafetensorError: if the file is none of these."""
    with safe_open(path, framework="numpy") as file:
        metadata = file.metadata()
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    matrices, vectors, inputs = {}, {}, {}
    for name, tensor in tensors.items():
        if name + _SCALES in tensors:
            matrices[name] = Matrix(tensor, tensors[name + _SCALES])
        elif name.endswith(_BOUNDS):
            of = name.removesuffix(_BOUNDS)
            inputs[of] = Input(float(tensor[0]), float(tensor[1]), tensors[of + _SPREAD])
        elif not name.endswith((_SCALES, _SPREAD)):
            vectors[name] = tensor.astype(np.float32)
    return EncoderWeights(
        matrices, vectors, int(metadata["heads"]), float(metadata["layer_norm_eps"]), inputs
    )
