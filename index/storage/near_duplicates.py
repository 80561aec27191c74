"""Articles that say nearly the same: an agency's report, printed twice with small changes.

Texts are sets of three words that follow each other. MinHash (Broder 1997) with bands of its values
(Leskovec, Rajaraman & Ullman 2014, "Mining of Massive Datasets", chapter 3) finds which may be
alike without comparing all; the sets themselves say which are.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from datasketch import MinHash

from index.text import words

_WORDS_TOGETHER = 3
_WORDS_AT_LEAST = 40  # shorter texts are alike by chance
_ALIKE = 0.7  # of all that either of them says, what both say
# Of two texts that are as alike as that, 84 % have a band in common; at 0.8 it is 98 %.
_BANDS, _VALUES_OF_A_BAND = 10, 5
_HASHED = np.uint64(1_099_511_628_211)


def bands(text: str) -> list[int]:
    """Numbers of which texts that are alike have at least one in common; none of a short text."""
    shingles = _shingles(text)
    if not shingles:
        return []
    hashed = MinHash(num_perm=_BANDS * _VALUES_OF_A_BAND)
    hashed.update_batch([shingle.encode("utf-8", "replace") for shingle in shingles])
    values = hashed.hashvalues.astype(np.uint64).reshape(_BANDS, _VALUES_OF_A_BAND)
    found = np.arange(_BANDS, dtype=np.uint64)
    for column in values.T:  # FNV-1's way of taking in one value after another
        found = (found * _HASHED) ^ column
    return found.view(np.int64).tolist()


def are_alike(one: str, other: str) -> bool:
    """By Jaccard's coefficient of their words, three by three."""
    ones, others = _shingles(one), _shingles(other)
    return len(ones & others) >= _ALIKE * len(ones | others) > 0


@lru_cache(maxsize=2)  # a new text is compared with one after another
def _shingles(text: str) -> frozenset[str]:
    said = words(text)
    if len(said) < _WORDS_AT_LEAST:
        return frozenset()
    return frozenset(
        " ".join(said[place : place + _WORDS_TOGETHER])
        for place in range(len(said) - _WORDS_TOGETHER + 1)
    )
