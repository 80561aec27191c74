"""Few files of vectors out of many, as a log-structured merge tree has them (O'Neil et al. 1996).

Every update leaves a small file. As soon as there are several of about one size in a language they
become one, and what is dead in them is left out. Nothing is embedded again: the vectors are in the
database. A vector is moved as many times as there are sizes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable

import numpy as np

from index.storage.records import Segment
from index.storage.segments import SegmentFiles
from index.storage.writing_store import WritingStore

_OF_ONE_SIZE = 8  # so many become one, and a size is so many times the one below
_SMALLEST = 64  # vectors
_DEAD = 0.3  # of a file, before it is written anew
_READ_AT_ONCE = 20_000  # vectors


def merge(
    store: WritingStore, files: SegmentFiles, dimension: int, report: Callable[[int], None]
) -> None:
    """Merge what has become due, one commit at a time. The files before stay for whoever reads.

    :param report: told how many vectors are about to be merged.
    """
    while merged := _due(store, files, dead := store.dead()):
        report(sum(segment.count for segment in merged))
        ids = np.sort(np.concatenate([files.ids(segment) for segment in merged]))
        kept = np.setdiff1d(ids, dead)
        for segment in merged:
            store.remove_segment(segment.name)
        if len(kept):
            vectors = _vectors(store, kept, dimension)
            store.add_segment(files.write(merged[0].language, kept, vectors))
        store.bury(np.intersect1d(ids, dead))
        store.commit()


def _due(store: WritingStore, files: SegmentFiles, dead: np.ndarray) -> list[Segment]:
    """Files that are to become one, or one that is to be written anew; none where all is well."""
    of_one_size: dict[tuple[str, int], list[Segment]] = defaultdict(list)
    for segment in store.segments():
        if len(dead) and len(np.intersect1d(files.ids(segment), dead)) > _DEAD * segment.count:
            return [segment]
        of_one_size[segment.language, _size(segment)].append(segment)
    return next((alike for alike in of_one_size.values() if len(alike) >= _OF_ONE_SIZE), [])


def _size(segment: Segment) -> int:
    return int(math.log(max(1.0, segment.count / _SMALLEST), _OF_ONE_SIZE))


def _vectors(store: WritingStore, ids: np.ndarray, dimension: int) -> np.ndarray:
    """Read piece by piece into one array: there may be a million."""
    vectors = np.empty((len(ids), dimension), np.float32)
    for start in range(0, len(ids), _READ_AT_ONCE):
        some = ids[start : start + _READ_AT_ONCE]
        vectors[start : start + len(some)] = store.passage_vectors(some.tolist(), dimension)
    return vectors
