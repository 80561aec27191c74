"""The database while it is written: pieces of it are published, whole articles each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path

import numpy as np

from index.articles import Article
from index.embedding import Embedder
from index.errors import FundstelleError, InputError
from index.storage.layout import clear_up, next_draft, published, put_in_place, remove_database
from index.storage.milvus.address import MilvusAddress
from index.storage.new_articles import NewArticle
from index.storage.state import State
from index.storage.store import ArticleStore
from index.storage.vector_store import open_writer
from index.storage.writing_store import Added, WritingStore

_MOVED_AT_ONCE = 100_000  # vectors: 150 MB


class Publisher:
    """Holds the `store` that is written, and publishes it.

    :param embedder: what the index was made with, or is to be made with.
    :param anew: whether all is made anew, beside what is published, and takes its place at the end.
    :param vectors_in: where vectors are searched; None where that is in files of the folder.
    :param moves: whether they may be elsewhere so far: for `move_vectors`.
    :raises FundstelleError: if the index is damaged, or of another embedding model.
    """

    def __init__(
        self,
        index_dir: Path,
        embedder: Embedder,
        anew: bool = False,
        vectors_in: MilvusAddress | None = None,
        moves: bool = False,
    ) -> None:
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
        self._vectors = open_writer(index_dir, vectors_in, self.store, self.state)
        try:
            self.state.check_model(embedder, index_dir)
            if not (self._is_draft or moves):
                self.state.check_store(vectors_in, index_dir)
        except InputError:
            self.close()
            raise
        if self._is_draft:
            self._vectors.begin_anew(self.store, _collection(index_dir))
        self._added: dict[str, list[Added]] = defaultdict(list)
        self._removed: list[int] = []

    def insert(self, articles: Sequence[NewArticle]) -> None:
        """Add articles that are not there yet."""
        for language, added in self.store.insert(articles).items():
            self._added[language].append(added)

    def remove(self, article_id: str) -> None:
        """Remove an article."""
        self._removed += self.store.remove(article_id, self.state.dimension)

    def describe(self, article_id: str, article: Article) -> None:
        """Replace what is known of an article that is there, its id too; its text stays."""
        self._vectors.describe(self.store, article_id)
        self.store.describe(article_id, article)

    def move_vectors(self, report: Callable[[int], None]) -> None:
        """Take them, as the database has them, to where they are to be searched from now on.

        :param report: told how many have been moved.
        """
        moved = 0
        self._vectors.begin_anew(self.store, self.state.collection)
        for language in self.store.centre_sums():
            ids = self.store.passages_in(language)
            for start in range(0, len(ids), _MOVED_AT_ONCE):
                some = ids[start : start + _MOVED_AT_ONCE]
                vectors = self.store.passage_vectors(some.tolist(), self.state.dimension)
                self._vectors.write(self.store, language, some, vectors)
                report(moved := moved + len(some))

    def publish(self) -> None:
        """What the store holds is the next state. Where all is made anew, it is kept so far."""
        for language, of_language in self._added.items():
            ids = np.array([i for added in of_language for i in added.ids], np.int64)
            vectors = np.concatenate([added.vectors for added in of_language])
            self._vectors.write(self.store, language, ids, vectors)
        self._vectors.remove(self.store, self._removed)
        self.store.count_words()
        self._added.clear()
        self._removed.clear()
        self.state = self._vectors.noted(self.state.next())
        self.store.set_about(self.state.to_about())
        self.store.commit()
        if self._is_draft and not self._anew:
            self._name()

    def finish(self, report: Callable[[int], None]) -> None:
        """After the last `publish`: bring in order what is due, and remove what nothing needs.

        :param report: told how many vectors are about to be moved.
        """
        self._vectors.tidy(self.store, report)
        if self._is_draft:
            self._name()
        self._vectors.finish()
        clear_up(self._index_dir, self._path, {s.name for s in self.store.segments()})

    def close(self) -> None:
        """What was not published is gone."""
        self.store.close()
        if self._is_draft:
            self._vectors.abandon()
            remove_database(self._path)

    def _name(self) -> None:
        """The draft becomes the database."""
        self.store.complete()
        self._path, self._is_draft = put_in_place(self._path), False
        self.store = WritingStore(self._path, self._index_dir)


def _collection(index_dir: Path) -> str:
    """In Milvus that the published database is searched in; empty where there is none."""
    with suppress(FundstelleError):
        if (database := published(index_dir)) is not None:
            with closing(ArticleStore(database, index_dir)) as store:
                return State.of(store.about(), index_dir).collection
    return ""
