"""A sentence's token vectors in a few bytes, and how close they come to a question's.

A token differs little from its sentence: kept are the signs of the difference, one bit a dimension,
and its mean size. That is the first level of residual coding (Chen, Guan & Wang 2010) with the
sentence's own vector, which the index has anyway, in place of a trained codebook; the questions'
vectors stay exact (asymmetric distances, Jégou, Douze & Schmid 2011). docs/evaluation.md tells what
it costs in quality: nothing that could be measured.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_SIZE = np.dtype(np.float16)


def pack_tokens(tokens: np.ndarray, sentence: np.ndarray) -> bytes:
    """What is kept of a sentence's tokens.

    :param tokens: float32, (tokens, dimension).
    :param sentence: float32, (dimension,): what they are told apart from.
    :return: two bytes a token, and an eighth of a byte a dimension of it.
    """
    differences = tokens - sentence
    sizes = np.abs(differences).mean(axis=1).astype(_SIZE)
    return sizes.tobytes() + np.packbits(differences > 0, axis=1).tobytes()


def code_size(dimension: int) -> int:
    """The bytes that are kept of a token."""
    return _SIZE.itemsize + -(-dimension // 8)


def best_cosines(asked: np.ndarray, sentences: np.ndarray, codes: Sequence[bytes]) -> np.ndarray:
    """How close each sentence comes to each token of a question: the best cosine of its own tokens
    (late interaction, Khattab & Zaharia 2020, "ColBERT").

    :param asked: float32, (tokens of the question, dimension).
    :param sentences: float32, (sentences, dimension).
    :param codes: of each sentence's tokens; where there is none, the sentence's vector stands in.
    :return: float32, (sentences, tokens of the question).
    """
    dimension = asked.shape[1]
    row = code_size(dimension) - _SIZE.itemsize
    counts = np.array([len(code) // code_size(dimension) for code in codes])
    best = sentences @ asked.T
    if not counts.any() or not len(asked):
        return best
    sizes = np.concatenate(
        [np.frombuffer(c, _SIZE, count) for c, count in zip(codes, counts, strict=True)]
    ).astype(np.float32)
    packed = np.concatenate(
        [
            np.frombuffer(c, np.uint8, offset=count * _SIZE.itemsize).reshape(count, row)
            for c, count in zip(codes, counts, strict=True)
        ]
    )
    bits = np.unpackbits(packed, axis=1, count=dimension).astype(np.float32)
    differences = sizes[:, None] * (bits @ (2 * asked.T) - asked.sum(axis=1))
    held = np.flatnonzero(counts)
    starts = np.concatenate([[0], np.cumsum(counts[held])[:-1]])
    best[held] += np.maximum.reduceat(differences, starts, axis=0)
    return best
