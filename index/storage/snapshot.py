"""One state of the archive, open for reading: what a question is answered from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from index.articles import Article
from index.embedding import Embedder
from index.storage.centres import Centre
from index.storage.faiss_vectors import FaissVectors
from index.storage.state import State
from index.storage.store import ArticleStore
from index.storage.vectors import Vectors


class Snapshot:
    """Articles and their vectors, as they were when this state was published. Whatever is indexed
    or removed meanwhile, it stays readable as long as it is held; threads may share it.

    :raises FundstelleError: if the state is damaged, or of another embedding model.
    """

    def __init__(self, state: State, embedder: Embedder) -> None:
        state.check_model(embedder)
        self.state = state
        self.store = ArticleStore(state.articles, state.index_dir)
        self.centres: dict[str, Centre] = self.store.centres()
        self.passages: Vectors
        self.sentences: Vectors
        self.passages, self.sentences = stored_vectors(state, self.store, embedder.dimension)

    def article(self, article_id: str) -> Article:
        """:raises KeyError: if there is no such article."""
        return self.store.article(article_id)

    def titles(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Those of these articles, by their ids."""
        return self.store.titles(list(article_ids))

    def articles(self) -> Iterator[Article]:
        """Every article, in the order of their paths."""
        return self.store.articles()

    @property
    def languages(self) -> dict[str, int]:
        """How many articles there are in each language, the most frequent first."""
        return self.store.languages()

    @property
    def sources(self) -> list[Path]:
        """The files and folders that the articles were taken from."""
        return list(self.store.sources())


def stored_vectors(
    state: State, store: ArticleStore, dimension: int
) -> tuple[FaissVectors, FaissVectors]:
    """Those of a state's passages and of its sentences.

    :raises DamagedError: if a file is missing, or does not belong to the store.
    """
    counts, languages = store.counts(), store.languages()
    passages = FaissVectors.load(
        state.passage_vectors, counts["passages"], dimension, state.index_dir
    )
    sentences = FaissVectors.load(
        state.sentence_vectors, counts["sentences"], dimension, state.index_dir
    )
    passages.set_languages({name: store.passage_ids(name) for name in languages})
    sentences.set_languages({name: store.sentence_ids(name) for name in languages})
    return passages, sentences
