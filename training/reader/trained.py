"""A reader's weights to go on from: of a training, or those that are shipped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from index.embedding.encoder_weights import EncoderWeights, read_encoder_weights

_ATTENTION = tuple(f"attention.self.{part}" for part in ("query", "key", "value"))
_ENCODER, _HEADS = "encoder.", ("head.", "lower_head.")


def trained_weights(path: Path) -> dict[str, torch.Tensor]:
    """By the names of training.reader.model.Reader: of a file that a training wrote, or of one of
    index.embedding.encoder_weights, whose rounding cannot be undone."""
    if path.suffix != ".safetensors":
        return torch.load(path, weights_only=True)
    return {
        name if name.startswith(_HEADS) else _ENCODER + name: torch.from_numpy(values)
        for name, values in in_floating_point(read_encoder_weights(path)).items()
    }


def in_floating_point(weights: EncoderWeights) -> dict[str, np.ndarray]:
    """What `index.embedding.quantisation.quantised` was given, but for the rounding, and for the
    order of a wide layer's channels where some of them are computed apart."""
    state = {name: values for name, values in weights.vectors.items() if ".apart." not in name}
    for name, matrix in weights.matrices.items():
        state[name] = matrix.values * matrix.scales[:, None]
    for name, read in weights.inputs.items():
        layer = name.removesuffix(".attention.self")
        parts = [f"{layer}.{part}" for part in _ATTENTION] if layer != name else [name]
        for part in parts:
            state[f"{part}.weight"] = state[f"{part}.weight"] / read.spread
    for name in weights.vectors:
        if name.endswith(".intermediate.apart.bias"):
            _put_back(state, weights, name.removesuffix(".intermediate.apart.bias"))
    return state


def _put_back(state: dict[str, np.ndarray], weights: EncoderWeights, layer: str) -> None:
    """The channels of a wide layer that are computed apart, where they left their places empty."""
    into, out = f"{layer}.intermediate", f"{layer}.output"
    empty = np.flatnonzero(~weights.matrices[f"{into}.dense.weight"].values.any(axis=1))
    apart = weights.vectors[f"{into}.apart.weight"]
    places = empty[: len(apart)]
    state[f"{into}.dense.weight"][places] = apart
    state[f"{into}.dense.bias"][places] = weights.vectors[f"{into}.apart.bias"]
    state[f"{out}.dense.weight"][:, places] = weights.vectors[f"{out}.apart.weight"]
