"""Articles that programs add and that people remove, without any file's having changed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from index.articles import Article
from index.embedding import Embedder
from index.errors import InputError
from index.storage.adding import Adding
from index.storage.layout import database_or_raise, writing
from index.storage.milvus.address import MilvusAddress
from index.storage.publishing import Publisher
from index.storage.scan import Progress
from index.storage.workers import InThread


def add_articles(
    index_dir: Path,
    articles: Iterable[Article],
    embedder: Embedder,
    progress: Progress,
    wait: float = 0.0,
    vectors_in: MilvusAddress | None = None,
) -> int:
    """Add articles that come from no file, or put them in the place of those with their ids.

    :param vectors_in: where vectors are searched; None where that is in files of the folder.
    :return: the number of the state that has them.
    :raises InputError: if another process is writing the index, or it is of another model.
    :raises FundstelleError: if the index is damaged.
    """
    with (
        writing(index_dir, wait),
        closing(Publisher(index_dir, embedder, vectors_in=vectors_in)) as publisher,
        closing(InThread(embedder)) as workers,
    ):
        adding, pending = Adding(publisher, workers, progress), set[str]()
        for article in articles:
            if article.id in pending:
                adding.flush()
                pending.clear()
            pending.add(article.id)
            adding.total += len(article.text)
            publisher.remove(article.id)
            adding.add(article, len(article.text))
            adding.publish_if_due()
        adding.flush()
        publisher.publish()
        publisher.finish(lambda vectors: None)
        return publisher.state.number


def remove_articles(
    index_dir: Path,
    which: Iterable[str | Path],
    embedder: Embedder,
    wait: float = 0.0,
    vectors_in: MilvusAddress | None = None,
) -> list[str]:
    """Remove articles, and do not take them up again until their path is named to `update_index`.

    :param which: ids of articles, or paths of files and folders.
    :param vectors_in: as `add_articles` has it.
    :return: the ids of what was removed.
    :raises InputError: if one of them names nothing that is there; then nothing is removed.
    :raises FundstelleError: if the index is damaged.
    """
    database_or_raise(index_dir)
    with (
        writing(index_dir, wait),
        closing(Publisher(index_dir, embedder, vectors_in=vectors_in)) as publisher,
    ):
        store, removed = publisher.store, dict[str, str | None]()
        paths = {known.id: known.path for known, _ in store.listing()}
        files = [path for path, file in store.files().items() if file.same_as is not None]
        for one in map(str, which):
            path = Path(os.path.abspath(one))
            ids = [one] if one in paths else store.ids_below(path)
            copies = [file for file in files if path in (file, *file.parents)]
            if not one or not (ids or copies):
                raise InputError(
                    f"{one!r} is neither the id of an article nor a path with articles"
                )
            store.exclude({one: paths[one]} if one in paths else {str(path): None})
            removed |= {article_id: paths[article_id] for article_id in ids}
            for copy in copies:
                store.forget_file(copy)
        for article_id, of_article in removed.items():
            publisher.remove(article_id)
            if of_article is not None:
                store.read_again(Path(of_article))
        # A file that is there no more, and gives no article, need not be looked for again.
        files_of_removed = {Path(path) for path in removed.values() if path is not None}
        store.remove_sources(
            path for path in files_of_removed if not (os.path.lexists(path) or store.known(path))
        )
        publisher.publish()
        publisher.finish(lambda vectors: None)
        return list(removed)
