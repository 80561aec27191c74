"""Is every byte as it was written, and does everything that is stored belong together?"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw

from index.errors import FundstelleError, InputError
from index.storage.database import open_for_reading
from index.storage.layout import database_or_raise
from index.storage.milvus.address import MilvusAddress
from index.storage.segments import SegmentFiles
from index.storage.state import State
from index.storage.store import ArticleStore

_READ_AT_ONCE = 500  # passages


def problems_of(index_dir: Path, vectors_in: MilvusAddress | None = None) -> list[str]:
    """What is damaged, a line each; none where all is well. Reads all of it.

    :param vectors_in: where vectors are searched; None where that is in files of the folder.
    :raises InputError: if nothing has been published in `index_dir`.
    :raises FundstelleError: if the server that vectors are searched on does not answer.
    """
    return problems_of_database(index_dir) or problems_of_vectors(index_dir, vectors_in)


def problems_of_database(index_dir: Path) -> list[str]:
    """Likewise, of the database alone, which holds all vectors, too."""
    database = database_or_raise(index_dir)
    found = _problems_of_pages(database)
    if found:
        return found
    try:
        with closing(ArticleStore(database, index_dir)) as store:
            return list(_problems_of_passages(store, index_dir))
    except FundstelleError as error:
        return [str(error)]


def problems_of_vectors(index_dir: Path, vectors_in: MilvusAddress | None) -> list[str]:
    """Likewise, of what is searched: whether it is there, where it is set to be."""
    with closing(ArticleStore(database_or_raise(index_dir), index_dir)) as store:
        state = State.of(store.about(), index_dir)
        try:
            state.check_store(vectors_in, index_dir)
        except InputError as error:
            return [str(error)]
        if vectors_in is None:
            return list(_problems_of_files(store, state.dimension, index_dir))
        from index.storage.milvus import problems_of_collection

        return list(problems_of_collection(store, state, vectors_in))


def _problems_of_pages(database: Path) -> list[str]:
    """By the checksum of each page, and by how they hang together."""
    try:
        with closing(open_for_reading(database)) as connection:
            told = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    except apsw.Error as error:
        told = [" ".join(str(error).split())]
    lines = [line for part in told for line in part.splitlines() if line != "ok"]
    return [f"{database.name}: {line}" for line in lines]


def _problems_of_files(store: ArticleStore, dimension: int, index_dir: Path) -> Iterator[str]:
    files = SegmentFiles(index_dir, dimension)
    missing = [segment.name for segment in store.segments() if not files.is_whole(segment)]
    if missing:
        # What was merged meanwhile is rightly gone.
        with closing(ArticleStore(database_or_raise(index_dir), index_dir)) as newest:
            named = {segment.name for segment in newest.segments()}
        for name in missing:
            if name in named:
                yield f"vectors/{name} is missing, or not as it was written"


def _problems_of_passages(store: ArticleStore, index_dir: Path) -> Iterator[str]:
    """Every passage has its article, its sentences, and a vector of each."""
    dimension = State.of(store.about(), index_dir).dimension
    passages = sentences = 0
    every = store.all_sentence_ids()
    while some := list(itertools.islice(every, _READ_AT_ONCE)):
        passages += len(some)
        of_some = [i for of_passage in some for i in of_passage]
        sentences += len(store.sentence_vectors(of_some, dimension))
    counts = store.counts()
    if (counts["passages"], counts["sentences"]) != (passages, sentences):
        yield f"{counts} are counted, but there are {passages} passages, {sentences} sentences"
