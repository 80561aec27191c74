"""An index made anew from the articles that are stored in it, without the files they came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from index.articles import Article
from index.embedding import Embedder
from index.errors import FundstelleError
from index.storage.adding import Adding
from index.storage.damage import DamagedError
from index.storage.layout import database_or_raise, writing
from index.storage.milvus.address import MilvusAddress
from index.storage.publishing import Publisher
from index.storage.scan import Progress
from index.storage.state import State
from index.storage.store import ArticleStore
from index.storage.verifying import problems_of_database, problems_of_vectors
from index.storage.workers import InThread


@dataclass(frozen=True)
class Repair:
    """:param problems: what was found damaged; nothing was done where there is none.
    :param articles: how many there are now, and how many could be read no more (`unreadable`).
    :param lost: files of which not every article could be read; the next update takes them up
        again.
    """

    problems: list[str]
    articles: int
    unreadable: int = 0
    lost: list[str] = field(default_factory=list)


def repair_index(
    index_dir: Path,
    embedder: Embedder,
    progress: Progress,
    wait: float = 0.0,
    vectors_in: MilvusAddress | None = None,
) -> Repair:
    """Make vectors and full text anew, beside what is there, from every article that can be read.
    Where the database is whole, and only what is searched is not, or is elsewhere than it is set to
    be, vectors are taken there from the database.

    :param vectors_in: where vectors are searched; None where that is in files of the folder.
    :raises InputError: if there is no index, another process is writing it, or it was made with
        another embedding model.
    :raises FundstelleError: if no article can be read, or the disk is full or fails.
    """
    database_or_raise(index_dir)
    with writing(index_dir, wait):
        database = database_or_raise(index_dir)
        problems = problems_of_database(index_dir)
        if not problems:
            return _vectors_moved(index_dir, embedder, progress, vectors_in)
        with closing(ArticleStore(database, index_dir)) as earlier:
            with suppress(DamagedError):
                State.of(earlier.about(), index_dir).check_model(embedder, index_dir)
            with (
                closing(Publisher(index_dir, embedder, True, vectors_in)) as publisher,
                closing(InThread(embedder)) as workers,
            ):
                return _made_anew(
                    earlier, publisher, Adding(publisher, workers, progress), problems
                )


def _vectors_moved(
    index_dir: Path, embedder: Embedder, progress: Progress, vectors_in: MilvusAddress | None
) -> Repair:
    problems = problems_of_vectors(index_dir, vectors_in)
    with closing(Publisher(index_dir, embedder, vectors_in=vectors_in, moves=True)) as publisher:
        counts = publisher.store.counts()
        if problems:
            publisher.move_vectors(
                lambda moved: progress(moved, counts["passages"], "moving vectors")
            )
            publisher.publish()
            publisher.finish(lambda vectors: None)
        return Repair(problems, counts["articles"])


def _made_anew(
    earlier: ArticleStore, publisher: Publisher, adding: Adding, problems: list[str]
) -> Repair:
    read: Counter[str | None] = Counter()
    adding.total = earlier.highest_number()
    for article in _readable(earlier):
        adding.add(article, 1.0)
        adding.publish_if_due()
        read[article.path] += 1
    adding.flush()
    if not read:
        raise FundstelleError(
            "no article in the index can be read any more: make it anew from the files with: "
            "fundstelle index --rebuild PATH"
        )
    unreadable = 0
    with suppress(DamagedError):
        unreadable = max(0, earlier.counts()["articles"] - read.total())
    lost = _remember(earlier, publisher, read, problems)
    publisher.publish()
    publisher.finish(lambda vectors: None)
    return Repair(problems, read.total(), unreadable, lost)


def _remember(
    earlier: ArticleStore, publisher: Publisher, read: Counter[str | None], problems: list[str]
) -> list[str]:
    """What the index was made of, as far as that can be read; what cannot is told in `problems`.

    :param read: how many articles of each file could be.
    :return: the files that some could not be read of.
    """
    store, lost = publisher.store, list[str]()
    try:
        store.add_sources(earlier.sources())
    except DamagedError:
        problems.append("which folders it was made of is lost: name them to fundstelle index")
    try:
        store.exclude(earlier.excluded())
    except DamagedError:
        problems.append("what was removed is forgotten: fundstelle index takes it up again")
    with suppress(DamagedError):  # without these, every file is read again
        held, files = earlier.articles_of_files(), earlier.files()
        for path, file in files.items():
            store.set_file(path, file)
            if held.get(file.same_as or path, 0) != read[str(file.same_as or path)]:
                store.read_again(path)
                lost.append(str(path))
    return lost


def _readable(store: ArticleStore) -> Iterator[Article]:
    """One after another, by its number: what cannot be read hides no other."""
    for number in range(1, store.highest_number() + 1):
        with suppress(FundstelleError):
            if (article := store.article_by_number(number)) is not None:
                yield article
