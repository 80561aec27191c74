"""How the sentences of a passage are numbered and kept.

A sentence's id is its passage's with its place there behind it, so that either follows from the
other. Where they begin and end stands with the passage, in a few bytes, counted from its beginning.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

PLACES = 256  # in a passage, which holds at most 220 tokens
_OFFSET = np.dtype("<i4")


def sentence_id(passage_id: int, place: int) -> int:
    """:param place: of the sentence in its passage, from 0."""
    if not 0 <= place < PLACES:
        raise ValueError(f"a passage holds at most {PLACES} sentences")
    return passage_id * PLACES + place


def passage_of(sentence_id: int) -> int:
    """The id of the passage that a sentence is in."""
    return sentence_id // PLACES


def place_of(sentence_id: int) -> int:
    """Which of its passage's sentences it is, from 0."""
    return sentence_id % PLACES


def pack_spans(spans: Sequence[tuple[int, int]], start: int) -> bytes:
    """:param spans: of the sentences, in the article's text.
    :param start: of their passage there."""
    return (np.asarray(spans, _OFFSET).reshape(-1, 2) - start).astype(_OFFSET).tobytes()


def count_spans(size: int) -> int:
    """How many there are in so many bytes."""
    return size // (2 * _OFFSET.itemsize)


def unpack_spans(packed: bytes, start: int) -> list[tuple[int, int]]:
    """:raises ValueError: if they are cut off."""
    spans = np.frombuffer(packed, _OFFSET).reshape(-1, 2) + start
    return [(begin, end) for begin, end in spans.tolist()]
