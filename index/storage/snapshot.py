"""One state of the archive, open for reading: what a question is answered from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.articles import Article, ArticleDescription
from index.embedding import Embedder
from index.storage.article_filter import ArticleFilter
from index.storage.centres import Centre, language_centres
from index.storage.connections import Connections
from index.storage.damage import DamagedError
from index.storage.proposals import Dead, FaissProposals
from index.storage.records import Segment, Within
from index.storage.state import State
from index.storage.store import ArticleStore
from index.storage.vectors import Proposals

if TYPE_CHECKING:
    import faiss

OpenSegment = Callable[[Segment], "faiss.Index"]
ReadDead = Callable[[State, Sequence[Segment], ArticleStore], Dead]


class Snapshot:
    """Articles and their vectors, as they were when this state was published. Whatever is indexed
    or removed meanwhile, it stays readable as long as it is held; threads may share it.

    :param database: the index's, and `index_dir` the folder that it is in.
    :param open_segment: gives a file of vectors, for the first time or again.
    :param read_dead: likewise the passages in them that are there no more.
    :param connections: what the database is read by.
    :raises FundstelleError: if the state is damaged, or of another embedding model.
    """

    def __init__(
        self,
        database: Path,
        index_dir: Path,
        embedder: Embedder,
        open_segment: OpenSegment,
        read_dead: ReadDead,
        connections: Connections,
    ) -> None:
        self.store = ArticleStore(database, index_dir, connections)
        self.state = State.of(self.store.about(), index_dir)
        self.state.check_model(embedder, index_dir)
        sums = self.store.centre_sums()
        self.centres: dict[str, Centre] = language_centres(sums)
        passages = sum(count for count, *_ in sums.values())
        self.proposals: Proposals = self._proposals(open_segment, read_dead, passages, index_dir)

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

    def _proposals(
        self, open_segment: OpenSegment, read_dead: ReadDead, passages: int, index_dir: Path
    ) -> FaissProposals:
        by_language: dict[str, list[faiss.Index]] = {}
        segments = self.store.segments()
        for segment in segments:
            by_language.setdefault(segment.language, []).append(open_segment(segment))
        # Not a method of this snapshot: each would hold the other, and its files open.
        exact = partial(self.store.passage_vectors, dimension=self.state.dimension)
        dead = read_dead(self.state, segments, self.store)
        proposals = FaissProposals(by_language, dead, exact, index_dir)
        if len(proposals) != passages:
            raise DamagedError(
                index_dir, f"its vectors are of {len(proposals)} passages, not of {passages}"
            )
        return proposals
