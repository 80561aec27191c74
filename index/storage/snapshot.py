"""One state of the archive, open for reading: what a question is answered from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from index.articles import Article, ArticleDescription
from index.embedding import Embedder
from index.storage.article_filter import ArticleFilter
from index.storage.centres import Centre, language_centres
from index.storage.connections import Connections
from index.storage.records import Within
from index.storage.state import State
from index.storage.store import ArticleStore
from index.storage.vectors import Proposals, VectorReader


class Snapshot:
    """Articles and their vectors, as they were when this state was published. Whatever is indexed
    or removed meanwhile, it stays readable as long as it is held; threads may share it.

    :param database: the index's, and `index_dir` the folder that it is in.
    :param vectors: what they are searched with.
    :param connections: what the database is read by.
    :raises FundstelleError: if the state is damaged, or of another embedding model.
    """

    def __init__(
        self,
        database: Path,
        index_dir: Path,
        embedder: Embedder,
        vectors: VectorReader,
        connections: Connections,
    ) -> None:
        self.store = ArticleStore(database, index_dir, connections)
        self.state = State.of(self.store.about(), index_dir)
        self.state.check_model(embedder, index_dir)
        sums = self.store.centre_sums()
        self.centres: dict[str, Centre] = language_centres(sums)
        counts = {language: count for language, (count, *_) in sums.items()}
        self.proposals: Proposals = vectors.proposals(self.store, self.state, counts)

    def article(self, article_id: str) -> Article:
        """:raises KeyError: if there is no such article."""
        return self.store.article(article_id)

    def titles(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Those of these articles, by their ids."""
        return self.store.titles(list(article_ids))

    def groups(self, article_ids: Iterable[str]) -> dict[str, int]:
        """For each of these articles a number that it has in common with those that say nearly the
        same."""
        return self.store.groups(list(article_ids))

    def alike(self, article_id: str) -> list[ArticleDescription]:
        """The other articles that say nearly the same."""
        return self.store.alike(article_id)

    def articles(self) -> Iterator[Article]:
        """Every article, in the order of their paths."""
        return self.store.articles()

    @property
    def years(self) -> dict[int, int]:
        """How many articles there are of each year, the first first; undated ones do not count."""
        return self.store.years()

    def within(self, articles: ArticleFilter) -> Within:
        """The passages of the articles that pass a filter."""
        return self.store.within(articles)

    def passage_vectors(self, ids: Sequence[int]) -> np.ndarray:
        """:return: float32, (number of ids, dimension), in the order of `ids`."""
        return self.store.passage_vectors(ids, self.state.dimension)

    def sentence_vectors(self, ids: Sequence[int]) -> np.ndarray:
        """:return: float32, (number of ids, dimension), in the order of `ids`."""
        return self.store.sentence_vectors(ids, self.state.dimension)

    @property
    def languages(self) -> dict[str, int]:
        """How many articles there are in each language, the most frequent first."""
        return self.store.languages()

    @property
    def sources(self) -> list[Path]:
        """The files and folders that the articles were taken from."""
        return list(self.store.sources())
