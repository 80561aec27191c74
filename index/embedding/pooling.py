"""A sentence's vector, without reading it for itself: out of what its passage was read to.

The mean of its tokens in several layers of the encoder, and the passage's own vector, are mapped to
the vector that the model gives the sentence alone, by a linear map that
`python -m training.pooling` fits by least squares. It halves the work of indexing. The lower layers
matter: in them a token knows least of the sentences around its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from index.embedding.encoder import unit

LAYERS = (1, 3, 5, 7, 9)  # from 0; besides the words' own vectors and the last layer
SHIPPED_MAP = Path(__file__).parent / "pooling.safetensors"


def pooled(layers: Sequence[np.ndarray], whole: np.ndarray, of: np.ndarray) -> np.ndarray | None:
    """What a part's vector is made of.

    :param layers: of the text, float32, (tokens, dimension) each; `whole`: its vector.
    :param of: the numbers of the part's tokens.
    :return: float32, (layers + 1, dimension), of length 1 each; None where it has no token.
    """
    if not len(of):
        return None
    means = [layer[of].mean(axis=0) for layer in layers]
    return unit(np.stack([*means, whole]))


def part_vectors(parts: np.ndarray) -> np.ndarray:
    """:param parts: float32, (parts, layers + 1, dimension), as `pooled` gives each.
    :return: float32, (parts, dimension), of length 1 each."""
    weights, bias = _map()
    return unit(parts.reshape(len(parts), -1) @ weights + bias)


@cache
def _map() -> tuple[np.ndarray, np.ndarray]:
    tensors = load_file(SHIPPED_MAP)
    return tensors["weight"].astype(np.float32), tensors["bias"].astype(np.float32)
