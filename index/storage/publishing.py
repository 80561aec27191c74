"""The database while it is written: pieces of it are published, whole articles each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.embedding import Embedder
from index.errors import InputError
from index.storage.layout import clear_up, next_draft, published, put_in_place, remove_database
from index.storage.merging import merge
from index.storage.new_articles import NewArticle
from index.storage.segments import SegmentFiles
from index.storage.state import State
from index.storage.writing_store import Added, WritingStore


class Publisher:
    """Holds the `store` that is written, and publishes it.

    :param embedder: what the index was made with, or is to be made with.
    :param anew: whether all is made anew, beside what is published, and takes its place at the end.
    :raises FundstelleError: if the index is damaged, or of another embedding model.
    """

    def __init__(self, index_dir: Path, embedder: Embedder, anew: bool = False) -> None:
        self._index_dir = index_dir
        self._anew = anew
        database = None if anew else published(index_dir)
        self._is_draft = database is None
        self._path = database or next_draft(index_dir)
        if self._is_draft:
            remove_database(self._path)  # left by a writer that was killed
        self.store = WritingStore(self._path, index_dir)
        about = self.store.about()
        self.state = State.of(about, index_dir) if about else State.first(embedder)
        try:
            self.state.check_model(embedder, index_dir)
        except InputError:
            self.close()
            raise
        self._files = SegmentFiles(index_dir, embedder.dimension)
        self._added: dict[str, list[Added]] = defaultdict(list)
        self._removed: list[int] = []

    def insert(self, articles: Sequence[NewArticle]) -> None:
        """Add articles that are not there yet."""
        for language, added in self.store.insert(articles).items():
            self._added[language].append(added)

    def remove(self, article_id: str) -> None:
        """Remove an article."""
        self._removed += self.store.remove(article_id, self.state.dimension)

    def publish(self) -> None:
        """What the store holds is the next state. Where all is made anew, it is kept so far."""
        for language, of_language in self._added.items():
            ids = np.array([i for added in of_language for i in added.ids], np.int64)
            vectors = np.concatenate([added.vectors for added in of_language])
            self.store.add_segment(self._files.write(language, ids, vectors))
        self.store.add_dead(self._removed)
        self.store.count_words()
        self._added.clear()
        self._removed.clear()
        self.state = self.state.next()
        self.store.set_about(self.state.to_about())
        self.store.commit()
        if self._is_draft and not self._anew:
            self._name()

    def finish(self, report: Callable[[int], None]) -> None:
        """After the last `publish`: merge what is due, and remove what nothing needs.

        :param report: told how many vectors are about to be merged.
        """
        merge(self.store, self._files, self.state.dimension, report)
        if self._is_draft:
            self._name()
        clear_up(self._index_dir, self._path, {s.name for s in self.store.segments()})

    def close(self) -> None:
        """What was not published is gone."""
        self.store.close()
        if self._is_draft:
            remove_database(self._path)

    def _name(self) -> None:
        """The draft becomes the database."""
        self.store.complete()
        self._path, self._is_draft = put_in_place(self._path), False
        self.store = WritingStore(self._path, self._index_dir)
