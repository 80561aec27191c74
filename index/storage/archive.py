"""The archive: what is indexed in a folder, as it changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.articles import DEFAULT_LIMITS, Article, Limits
from index.embedding import Embedder, open_embedder
from index.errors import FundstelleError, InputError
from index.settings import Settings
from index.storage.connections import Connections
from index.storage.layout import database_or_raise, published
from index.storage.snapshot import Snapshot
from index.storage.store import ArticleStore
from index.storage.vector_store import open_reader

if TYPE_CHECKING:
    from index.storage.milvus import MilvusAddress
    from index.storage.scan import Progress
    from index.storage.update import Update
    from index.storage.workers import Workers

_TRIES = 5


class Archive:
    """What chat, retriever and programs hold. Each question is answered from the state that is
    `current` when it is asked; the next one sees what was indexed or removed meanwhile. What writes
    is imported when something is written: a question needs none of it.

    :param index_dir: the index's folder.
    :param limits: how much of a file is read at most.
    :param vectors_in: where its vectors are searched; None where they are in files of the folder.
    :raises FundstelleError: if there is nothing in it, or it cannot be read with this `embedder`.
    """

    def __init__(
        self,
        index_dir: Path,
        embedder: Embedder,
        limits: Limits = DEFAULT_LIMITS,
        vectors_in: MilvusAddress | None = None,
    ) -> None:
        self.index_dir = index_dir
        self.limits = limits
        self.embedder = embedder
        self._opening = threading.Lock()
        self._vectors_in = vectors_in
        self._vectors = open_reader(index_dir, embedder.dimension, vectors_in)
        self._connections = Connections()
        self.current()

    @classmethod
    def open(
        cls,
        settings: Settings | None = None,
        *,
        embedder: Embedder | None = None,
        create: bool = False,
        report: Callable[[str], None] = lambda step: None,
    ) -> Archive:
        """The archive in `settings.index_dir`.

        :param create: make an empty one where there is none.
        :param report: told of the steps of a first start, in a few words.
        :raises InputError: if nothing is indexed there, or with another embedding model.
        :raises FundstelleError: if the index is damaged.
        """
        settings = settings or Settings()
        if not create:
            database_or_raise(settings.index_dir)  # before the model is loaded, or even converted
        embedder = embedder or open_embedder(settings, report)
        if create and published(settings.index_dir) is None:
            from index.storage.editing import add_articles

            add_articles(
                settings.index_dir, (), embedder, lambda *step: None, vectors_in=settings.store
            )
        return cls(settings.index_dir, embedder, settings.limits, settings.store)

    def current(self) -> Snapshot:
        """The newest state.

        :raises InputError: if the index is no longer there.
        :raises FundstelleError: if it is damaged.
        """
        with self._opening:
            for _ in range(_TRIES - 1):
                try:
                    return self._newest()
                except InputError:
                    raise
                except FundstelleError:
                    # A writer may have merged files of vectors, or made all anew, in this moment.
                    continue
            return self._newest()

    def stored(self) -> ArticleStore:
        """The articles of the newest state, without their vectors: quick to open, to be closed.

        :raises InputError: if the index is no longer there.
        :raises FundstelleError: if it is damaged.
        """
        return ArticleStore(database_or_raise(self.index_dir), self.index_dir)

    def sync(
        self,
        paths: Sequence[Path | str] = (),
        progress: Progress = lambda done, total, what: None,
        encoding: str | None = None,
        columns: str | None = None,
        take_back: bool = False,
        wait: float = 60.0,
        workers: Workers | str | None = None,
    ) -> Update:
        """Bring it up to date with these files and folders, or those of earlier: `update_index`.

        :param take_back: what was removed from `paths` is taken up again.
        :param workers: who splits and embeds articles: `update_index`.

        :raises InputError: for a path that is missing or holds no article.
        """
        from index.storage.update import update_index

        given = [Path(path) for path in paths]
        return update_index(
            self.index_dir,
            given,
            self.embedder,
            progress,
            encoding,
            columns=columns,
            limits=self.limits,
            take_back=take_back,
            wait=wait,
            vectors_in=self._vectors_in,
            workers=workers,
        )

    def add(self, *articles: Article, wait: float = 60.0) -> None:
        """Add articles that come from no file, or put them in the place of those with their ids."""
        from index.storage.editing import add_articles

        add_articles(
            self.index_dir, articles, self.embedder, lambda *step: None, wait, self._vectors_in
        )

    def remove(self, *which: str | Path, wait: float = 60.0) -> list[str]:
        """Remove articles by their ids, or by the paths of files and folders; these are not taken
        up again until `sync` is told to.

        :return: the ids of what was removed.
        :raises InputError: if one of them names nothing that is there; then nothing is removed.
        """
        from index.storage.editing import remove_articles

        return remove_articles(self.index_dir, which, self.embedder, wait, self._vectors_in)

    def _newest(self) -> Snapshot:
        database = database_or_raise(self.index_dir)
        return Snapshot(database, self.index_dir, self.embedder, self._vectors, self._connections)
