"""One published generation of the index, open for reading."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.articles.article import Article
from index.embedding.embedder import Embedder, Report
from index.errors import FundstelleError, InputError
from index.search.search import Candidate, Search
from index.settings import Settings
from index.storage.state import Generation, latest_generation, reading
from index.storage.store import ArticleStore
from index.storage.vectors import stored_vectors

if TYPE_CHECKING:
    from qa.retriever import PassageRetriever


@dataclass(frozen=True)
class Status:
    """What an index holds."""

    index: str
    generation: int
    created: str
    embedding_model: str
    dimension: int
    articles: int
    passages: int
    sentences: int
    languages: dict[str, int]
    sources: list[str]
    bytes: int


class Index:
    """Articles and their vectors, as they were when this generation was published."""

    def __init__(self, generation: Generation, embedder: Embedder) -> None:
        """:raises FundstelleError: if the generation is damaged, or of another model."""
        manifest = generation.manifest()
        embedder.check(manifest, generation.folder.parent)
        self.generation = generation
        self.embedder = embedder
        with reading(generation):
            self._store = ArticleStore(generation.articles)
            passage_vectors, sentence_vectors = stored_vectors(
                generation, self._store.counts(), embedder.dimension
            )
            self.search = Search(self._store, passage_vectors, sentence_vectors, embedder)

    @classmethod
    def open(
        cls,
        settings: Settings | None = None,
        *,
        embedder: Embedder | None = None,
        report: Report = lambda step: None,
    ) -> Index:
        """The latest generation in `settings.index_dir`.

        :raises InputError: if nothing has been published there, or with another model.
        :raises FundstelleError: if the generation is damaged.
        """
        settings = settings or Settings()
        latest_or_raise(settings.index_dir)  # before the model is loaded, or even converted
        embedder = embedder or Embedder.load(settings, report)
        while True:
            generation = latest_or_raise(settings.index_dir)
            try:
                return cls(generation, embedder)
            except FundstelleError:
                if latest_generation(settings.index_dir) == generation:
                    raise
                # Two newer generations were published in between: open the newest.

    def article(self, article_id: str) -> Article:
        """:raises KeyError: if there is no such article."""
        with reading(self.generation):
            return self._store.article(article_id)

    def articles(self) -> Iterator[Article]:
        """Every article, in the order of their paths."""
        return self._store.articles()

    def candidates(self, question: str, language: str) -> list[Candidate]:
        """The sentences that may answer `question` (in `language`, ISO 639-1), best first.

        :raises FundstelleError: if the generation turns out to be damaged.
        """
        with reading(self.generation):
            return self.search.candidates(question, language)

    def as_retriever(self, similarity_top_k: int = 5) -> PassageRetriever:
        """A llama-index retriever over the passages, for use in any llama-index program."""
        from qa.retriever import PassageRetriever

        return PassageRetriever(self, similarity_top_k)

    @property
    def languages(self) -> dict[str, int]:
        """How many articles there are in each language, the most frequent first."""
        return self._store.languages()

    @property
    def sources(self) -> list[Path]:
        """The files and folders that the articles were taken from."""
        return self._store.sources()


def latest_or_raise(index_dir: Path) -> Generation:
    """:raises InputError: if nothing has been published in `index_dir`."""
    generation = latest_generation(index_dir)
    if generation is None:
        raise InputError(f"there is no index in {index_dir}: build it with: fundstelle index PATH")
    return generation


def index_status(index_dir: Path) -> Status:
    """What the index in `index_dir` holds; needs no embedding model.

    :raises InputError: if nothing has been published there.
    """
    generation = latest_or_raise(index_dir)
    manifest = generation.manifest()
    with reading(generation), closing(ArticleStore(generation.articles)) as store:
        return Status(
            index=str(index_dir),
            generation=generation.number,
            created=manifest.created,
            embedding_model=manifest.embedding_model,
            dimension=manifest.dimension,
            **store.counts(),
            languages=store.languages(),
            sources=[str(path) for path in store.sources()],
            bytes=sum(path.stat().st_size for path in generation.folder.iterdir()),
        )
