"""The words of a passage's sentences, two bytes each, for a score to be taken from.

A word is kept as a number that few others share: of seventeen words in a sentence and ten of a
question, two are taken for each other in one sentence of four hundred.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from zlib import crc32

import numpy as np

_WORD = np.dtype("<u2")


def number_of(word: str) -> int:
    """Of a stemmed word, with its language."""
    return crc32(word.encode("utf-8", "replace")) & 0xFFFF


def pack_words(sentences: Sequence[Iterable[str]]) -> bytes:
    """:param sentences: the stemmed words of each, in order."""
    numbers = [[number_of(word) for word in words] for words in sentences]
    lengths = [min(len(of_sentence), 0xFFFF) for of_sentence in numbers]
    kept = (of[:0xFFFF] for of in numbers)
    return np.array([len(numbers), *lengths, *chain.from_iterable(kept)], _WORD).tobytes()


@dataclass(frozen=True, slots=True)
class SaidWords:
    """The words of the sentences of some passages.

    :param numbers: of all words, with more between them.
    :param passages: for each sentence the place of its passage among those, and `places`, its own
        in that.
    :param starts: where in `numbers` its words begin, and `lengths`, how many there are.
    """

    numbers: np.ndarray
    passages: np.ndarray
    places: np.ndarray
    starts: np.ndarray
    lengths: np.ndarray


def unpack_words(packed: Sequence[bytes]) -> SaidWords:
    """:raises ValueError: if one is cut off."""
    sizes = np.array([len(of_passage) // _WORD.itemsize for of_passage in packed], np.int64)
    numbers = np.frombuffer(b"".join(packed), _WORD)
    if not sizes.all():
        raise ValueError("a passage's words are missing")
    heads = np.cumsum(sizes) - sizes
    counts = numbers[heads].astype(np.int64)
    if (1 + counts > sizes).any():
        raise ValueError("a passage's words are cut off")
    passages = np.repeat(np.arange(len(packed)), counts)
    first = np.cumsum(counts) - counts
    places = np.arange(len(passages)) - first[passages]
    lengths = numbers[heads[passages] + 1 + places].astype(np.int64)
    if (1 + counts + np.bincount(passages, lengths, len(packed)) != sizes).any():
        raise ValueError("a passage's words are cut off")
    before = np.cumsum(lengths) - lengths
    starts = (heads + 1 + counts)[passages] + before - before[first[passages]]
    return SaidWords(numbers, passages, places, starts, lengths)
