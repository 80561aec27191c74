"""A unit vector in a byte a dimension.

Kept are its components in whole steps, 127 of them to the largest, and the size of a step. A cosine
changes by some 0.0005, less than by what the runtimes of two computers differ. To code again what
was decoded gives the same code: nothing is lost by moving vectors about.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_STEPS = 127
_STEP = np.dtype("<f2")  # few enough digits that 127 of a step are exact


def code_size(dimension: int) -> int:
    """The bytes of one vector."""
    return _STEP.itemsize + dimension


def dimension_of(code: bytes) -> int:
    """Of a vector that has this code."""
    return len(code) - _STEP.itemsize


def encode(vectors: np.ndarray) -> list[bytes]:
    """:param vectors: float32, (number, dimension).
    :return: the code of each."""
    steps = (np.abs(vectors).max(axis=1, initial=0.0) / _STEPS).astype(_STEP)
    sizes = steps.astype(np.float32)[:, None]
    levels = np.divide(vectors, sizes, out=np.zeros(vectors.shape, np.float32), where=sizes > 0)
    rows = np.hstack([steps[:, None].view(np.int8), np.rint(levels).astype(np.int8)])
    return [row.tobytes() for row in rows]


def decode(codes: Sequence[bytes], dimension: int) -> np.ndarray:
    """:param codes: each of one vector, or of several behind each other.
    :return: float32, (number, dimension).
    :raises ValueError: if a code is cut off."""
    rows = np.frombuffer(b"".join(codes), np.int8).reshape(-1, code_size(dimension))
    steps = np.ascontiguousarray(rows[:, : _STEP.itemsize]).view(_STEP)
    return rows[:, _STEP.itemsize :].astype(np.float32) * steps.astype(np.float32)
