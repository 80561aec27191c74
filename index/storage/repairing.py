"""An index made anew from the articles that are stored in it, without the files they came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from index.articles import Article
from index.embedding import Embedder
from index.errors import FundstelleError
from index.storage.adding import Adding
from index.storage.layout import database_or_raise, writing
from index.storage.publishing import Publisher
from index.storage.scan import Progress
from index.storage.store import ArticleStore
from index.storage.verifying import problems_of


@dataclass(frozen=True)
class Repair:
    """:param problems: what was found damaged; nothing was done where there is none.
    :param articles: how many there are now.
    :param lost: files of which not every article could be read any more; the next update takes
        them up again.
    """

    problems: list[str]
    articles: int
    lost: list[str]


def repair_index(
    index_dir: Path, embedder: Embedder, progress: Progress, wait: float = 0.0
) -> Repair:
    """Make vectors and full text anew, beside what is there, from every article that can be read.

    :raises InputError: if there is no index, or another process is writing it.
    :raises FundstelleError: if the disk is full or fails.
    """
    problems = problems_of(index_dir)
    database = database_or_raise(index_dir)
    if not problems:
        with closing(ArticleStore(database, index_dir)) as store:
            return Repair([], store.counts()["articles"], [])
    with (
        writing(index_dir, wait),
        closing(ArticleStore(database, index_dir)) as earlier,
        closing(Publisher(index_dir, embedder, anew=True)) as publisher,
    ):
        adding = Adding(publisher, embedder, progress)
        articles = list(_readable(earlier))
        adding.total = sum(len(article.text) for article in articles)
        for article in articles:
            adding.add(article, len(article.text))
        adding.flush()
        if not articles:
            raise FundstelleError(
                f"no article in {index_dir} can be read any more: make the index anew from the "
                "files with: fundstelle index --rebuild PATH"
            )
        lost = _remember(earlier, publisher, Counter(article.path for article in articles))
        publisher.publish()
        publisher.finish(lambda vectors: None)
        return Repair(problems, len(articles), lost)


def _remember(earlier: ArticleStore, publisher: Publisher, read: Counter[str | None]) -> list[str]:
    """What the index was made of, as far as that can be read.

    :param read: how many articles of each file could be.
    :return: the files that some could not be read of.
    """
    store, lost = publisher.store, list[str]()
    with suppress(FundstelleError):
        store.add_sources(earlier.sources())
        store.exclude(earlier.excluded())
        held, files = earlier.articles_of_files(), earlier.files()
        for path, file in files.items():
            if held.get(file.same_as or path, 0) == read[str(file.same_as or path)]:
                store.set_file(path, file)
            else:
                lost.append(str(path))
    return lost


def _readable(store: ArticleStore) -> Iterator[Article]:
    """One after another, by its number: what cannot be read hides no other."""
    for number in range(1, store.highest_number() + 1):
        with suppress(FundstelleError):
            if (article := store.article_by_number(number)) is not None:
                yield article
