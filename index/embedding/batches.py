"""Sequences of tokens put together, so that little of what is computed is padding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from index.embedding.tokenization import PAD
from index.embedding.word_vectors import WordVectors

# Lengths are rounded up to so many tokens: OpenVINO makes code, and keeps it, for each length that
# it sees, which takes longer and more memory than this padding.
_ROUNDED_TO = 16


def batches(lengths: Sequence[int], most_tokens: int) -> Iterator[list[int]]:
    """The numbers of sequences of about equal length, the shortest first.

    :param lengths: of the sequences, in tokens.
    :param most_tokens: in a batch, with padding; a longer sequence is a batch of its own.
    """
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if batch and lengths[i] * (len(batch) + 1) > most_tokens:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def padded(sequences: Sequence[list[int]], words: WordVectors) -> tuple[np.ndarray, np.ndarray]:
    """:param sequences: token ids.
    :return: their tokens' word vectors, float32, (sequences, tokens, dimension), with some more
        behind the longest; and bool, (sequences, tokens): False where there is none."""
    lengths = np.array([len(ids) for ids in sequences])
    longest = -(-int(lengths.max()) // _ROUNDED_TO) * _ROUNDED_TO
    tokens = np.full((len(sequences), longest), PAD)
    for row, ids in enumerate(sequences):
        tokens[row, : len(ids)] = ids
    return words.of(tokens), np.arange(longest)[None, :] < lengths[:, None]
