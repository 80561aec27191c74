"""Files of vectors that never change, for FAISS to search (Douze et al. 2024, "The Faiss library").

Each holds passages of one language, under their ids. While there are few, all of them are compared;
of many, those in the clusters next to the question, each in a byte a dimension (IVF, Jégou, Douze &
Schmid 2011), in a file that is read where it lies. No FAISS type leaves this package.
"""

from __future__ import annotations

import hashlib
import math
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import faiss
import numpy as np

from index.storage.damage import DamagedError
from index.storage.records import Segment

_ALL_COMPARED = 4_000  # vectors: 6 MB of them, and less than a millisecond a search
_CLUSTERS = 2.0  # times the root of the number of vectors
_TRAINED_ON = 64  # vectors a cluster
_PROBED = 16  # of the clusters one in so many is looked into, but not fewer than
_PROBED_AT_LEAST = 96  # small files, whose clusters say less
SUFFIX = ".faiss"


class SegmentFiles:
    """Those of an index.

    :param index_dir: the index's folder, and `dimension` that of its vectors.
    """

    def __init__(self, index_dir: Path, dimension: int) -> None:
        self._index_dir = index_dir
        self._folder = vectors_folder(index_dir)
        self._dimension = dimension

    def write(self, language: str, ids: np.ndarray, vectors: np.ndarray) -> Segment:
        """A new file, safely on the disk.

        :param ids: int64, (number,); `vectors`, float32, (number, dimension), of length 1 each.
        :raises OSError: if it cannot be written, or the disk is full.
        """
        self._folder.mkdir(exist_ok=True)
        tag = "".join(filter(str.isalnum, language))
        path = self._folder / f"{tag}-{secrets.token_hex(8)}{SUFFIX}"
        index = _index_of(ids, vectors)
        try:
            if len(ids) > _ALL_COMPARED:
                faiss.write_index(index, str(path))
            else:  # FAISS would complain of a full disk by itself
                path.write_bytes(faiss.serialize_index(index).tobytes())
        except (OSError, RuntimeError) as error:
            path.unlink(missing_ok=True)
            reason = getattr(error, "strerror", None) or "it could not be written whole"
            raise OSError(getattr(error, "errno", None), reason, path.name) from error
        flush(path)
        flush(self._folder)
        return Segment(path.name, language, len(ids), path.stat().st_size, content_hash(path))

    def open(self, segment: Segment) -> faiss.Index:
        """:raises DamagedError: if the file is missing, or is not what was written."""
        path = self._folder / segment.name
        stays_on_disk = segment.count > _ALL_COMPARED
        flags = faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY if stays_on_disk else 0
        try:
            # What is read as a whole is compared; of what is not, that is `verify`'s work.
            whole = path.stat().st_size == segment.size and (
                stays_on_disk or content_hash(path) == segment.hash
            )
            index = faiss.read_index(str(path), flags)
        except (OSError, RuntimeError, MemoryError) as error:
            raise DamagedError(
                self._index_dir, f"{segment.name} is missing or no FAISS index"
            ) from error
        if not whole or (index.ntotal, index.d) != (segment.count, self._dimension):
            raise DamagedError(self._index_dir, f"{segment.name} is not the file that was written")
        return index

    def ids(self, segment: Segment) -> np.ndarray:
        """Those that it holds: int64, sorted."""
        return np.sort(_ids_of(self.open(segment)))

    def is_whole(self, segment: Segment) -> bool:
        """Whether its file is there, every byte as it was written."""
        path = self._folder / segment.name
        return path.is_file() and content_hash(path) == segment.hash


def vectors_folder(index_dir: Path) -> Path:
    """Where the files lie."""
    return index_dir / "vectors"


def search_segment(
    index: faiss.Index,
    vector: np.ndarray,
    limit: int,
    selector: faiss.IDSelector | None,
    share: float,
) -> tuple[np.ndarray, np.ndarray]:
    """The ids of the nearest, int64, and their cosines, best first.

    :param share: of all vectors that `selector` lets pass: the fewer, the farther off they lie.
    """
    # Made for this search alone: FAISS exchanges the selector within it while it searches.
    if isinstance(index, faiss.IndexIVF):
        probed = min(index.nlist, int(max(_PROBED_AT_LEAST, index.nlist / _PROBED) / share))
        parameters = faiss.SearchParametersIVF(sel=selector, nprobe=probed)  # type: ignore[call-arg]
    else:
        parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg, assignment]
    with _alone():
        scores, ids = index.search(vector[None, :], min(limit, index.ntotal), params=parameters)
    found = ids[0] >= 0
    return ids[0][found], scores[0][found]


@contextmanager
def _alone() -> Iterator[None]:
    """Without other threads: to wake and await them takes longer than what one question needs. It
    holds for the calling thread."""
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(threads)


def content_hash(path: Path) -> bytes:
    """Tells a file's content from any other."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).digest()


def flush(path: Path) -> None:
    """Returns when a file or folder is on the disk, and not only in a cache of it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _index_of(ids: np.ndarray, vectors: np.ndarray) -> faiss.Index:
    dimension = vectors.shape[1]
    if len(ids) <= _ALL_COMPARED:
        index: faiss.Index = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
        index.add_with_ids(vectors, ids)
        return index
    clusters = 1 << round(math.log2(_CLUSTERS * math.sqrt(len(ids))))
    quantizer = faiss.IndexFlatIP(dimension)
    index = faiss.IndexIVFScalarQuantizer(
        quantizer,
        dimension,
        clusters,
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
    )
    index.cp.max_points_per_centroid = _TRAINED_ON
    index.cp.min_points_per_centroid = 1  # else it warns of a few less than it likes
    index.train(vectors[:: max(1, len(ids) // (clusters * _TRAINED_ON))])
    index.add_with_ids(vectors, ids)
    return index


def _ids_of(index: faiss.Index) -> np.ndarray:
    if isinstance(index, faiss.IndexIDMap2):
        return faiss.vector_to_array(index.id_map)
    lists = index.invlists  # type: ignore[attr-defined]
    return np.concatenate(
        [
            faiss.rev_swig_ptr(lists.get_ids(number), lists.list_size(number)).copy()
            for number in range(lists.nlist)
            if lists.list_size(number)
        ]
    )
