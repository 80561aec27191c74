"""The words of a passage's sentences, two bytes each, for a score to be taken from.

A word is kept as a number that few others share: of seventeen words in a sentence and ten of a
question, two are taken for each other in one sentence of four hundred.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


def unpack_words(packed: bytes) -> tuple[np.ndarray, np.ndarray]:
    """:return: the numbers of all words, and where each sentence's begin and the last one's end.
    :raises ValueError: if they are cut off."""
    words = np.frombuffer(packed, _WORD)
    if not len(words):
        raise ValueError("no words of a passage")
    first = 1 + int(words[0])
    borders = np.zeros(first, np.int64)
    np.cumsum(words[1:first], out=borders[1:])
    if len(words) - first != borders[-1]:
        raise ValueError("the words of a passage are cut off")
    return words[first:], borders
