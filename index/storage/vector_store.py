"""Where an index's vectors are searched: in files beside it, or in Milvus where that is set.

What is needed for either is imported when it is asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from index.storage.vectors import VectorReader, VectorWriter

if TYPE_CHECKING:
    from index.storage.milvus import MilvusAddress
    from index.storage.state import State
    from index.storage.writing_store import WritingStore


def open_reader(index_dir: Path, dimension: int, address: MilvusAddress | None) -> VectorReader:
    """:param address: None where they are in files."""
    if address is not None:
        from index.storage.milvus import MilvusReader

        return MilvusReader(index_dir, address)
    from index.storage.file_reading import FileReader

    return FileReader(index_dir, dimension)


def open_writer(
    index_dir: Path, address: MilvusAddress | None, store: WritingStore, state: State
) -> VectorWriter:
    """:param store: as it is before anything is written.
    :param state: the one that was published last, or the first.
    """
    if address is not None:
        from index.storage.milvus import MilvusWriter

        return MilvusWriter(index_dir, address, store, state)
    from index.storage.file_writing import FileWriter

    return FileWriter(index_dir, state.dimension)
