"""A BERT encoder's weights → the same in bytes, and the bounds of what they are multiplied with.

Some channels reach ten times as far as others. What a matrix is multiplied with is therefore spread
more evenly before it is rounded, and its columns the other way round ("SmoothQuant", Xiao et al.
2023). In the wide layer a few channels reach so far that this is not enough: they are computed
apart, in floating point, as Dettmers et al. 2022 ("LLM.int8()") do with theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from index.embedding.encoder_weights import EncoderWeights, Input, Matrix

# Of the default model with its adapter: measured by `python -m training.reach`.
SHIPPED_REACH = Path(__file__).parent / "reach.safetensors"
# How much of the unevenness is left to the weights, for each kind of matrix; tried on vectors of
# news that no bound was measured on.
_LEFT_TO_WEIGHTS = {
    "attention.self": 0.85,
    "attention.output.dense": 0.55,
    "intermediate.dense": 0.7,
    "output.dense": 0.5,
}
_APART = 8  # channels of a wide layer
_LOWEST_GELU = -0.17  # what GELU gives at least
_ATTENTION = ("query", "key", "value")
_SMALL = 1e-5


def read_reach(path: Path) -> dict[str, np.ndarray]:
    """How far from zero each channel has been seen: float32, (channels,), by what reads them."""
    return {name: values.astype(np.float32) for name, values in load_file(path).items()}


def quantised(
    state: Mapping[str, np.ndarray],
    reach: Mapping[str, np.ndarray],
    heads: int,
    layer_norm_eps: float,
) -> EncoderWeights:
    """:param state: float32, by the names that transformers gives them; word vectors are left out.
    :param reach: float32, (channels,): how far from zero each channel has been seen, of what the
        matrices read that `EncoderWeights.inputs` names; without it, only weights are rounded.
    """
    state = {name: values for name, values in state.items() if "word_embeddings" not in name}
    inputs: dict[str, Input] = {}
    for layer in sorted({_layer_of(name) for name in reach}):
        seen = {kind: reach[f"{layer}.{kind}"] for kind in _LEFT_TO_WEIGHTS}
        seen["output.dense"] = _set_apart(state, layer, seen["output.dense"])
        for kind, channels in seen.items():
            inputs[f"{layer}.{kind}"] = _evened_out(state, layer, kind, channels)
    is_matrix = {
        name: values.ndim == 2 and not name.startswith("embeddings.") and ".apart." not in name
        for name, values in state.items()
    }
    return EncoderWeights(
        {name: Matrix.of(values) for name, values in state.items() if is_matrix[name]},
        {name: values for name, values in state.items() if not is_matrix[name]},
        heads,
        layer_norm_eps,
        inputs,
    )


def _layer_of(name: str) -> str:
    """“encoder.layer.3”."""
    return ".".join(name.split(".")[:3])


def _set_apart(state: dict[str, np.ndarray], layer: str, reach: np.ndarray) -> np.ndarray:
    """Take the farthest channels of the wide layer out of its two matrices.

    :return: the reach of the others; of those that are taken out, nothing remains.
    """
    farthest = np.argsort(-reach)[:_APART]
    into, out = f"{layer}.intermediate", f"{layer}.output"
    state[f"{into}.apart.weight"] = state[f"{into}.dense.weight"][farthest]
    state[f"{into}.apart.bias"] = state[f"{into}.dense.bias"][farthest]
    state[f"{out}.apart.weight"] = np.ascontiguousarray(state[f"{out}.dense.weight"][:, farthest])
    for name in (f"{into}.dense.weight", f"{into}.dense.bias"):
        state[name] = state[name].copy()
        state[name][farthest] = 0
    state[f"{out}.dense.weight"] = state[f"{out}.dense.weight"].copy()
    state[f"{out}.dense.weight"][:, farthest] = 0
    rest = reach.copy()
    rest[farthest] = np.median(reach)
    return rest


def _evened_out(state: dict[str, np.ndarray], layer: str, kind: str, reach: np.ndarray) -> Input:
    """Multiply the matrices' columns by the spread of what they are multiplied with."""
    parts = [f"{kind}.{part}" for part in _ATTENTION] if kind == "attention.self" else [kind]
    names = [f"{layer}.{part}.weight" for part in parts]
    largest = np.max([np.abs(state[name]).max(axis=0) for name in names], axis=0)
    share = _LEFT_TO_WEIGHTS[kind]
    reach = np.maximum(reach, _SMALL)
    spread = (reach**share / np.maximum(largest, _SMALL) ** (1 - share)).astype(np.float32)
    for name in names:
        state[name] = state[name] * spread
    high = float((reach / spread).max())
    low = float((_LOWEST_GELU / spread).min()) if kind == "output.dense" else -high * 128 / 127
    return Input(low, high, spread)
