"""New articles → passages → vectors → the store, in batches."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass

from index.articles import Article, PassageSpans, split_passages
from index.embedding import EmbeddedPassage, Embedder, PassageText
from index.storage.publishing import Publisher
from index.storage.scan import Progress

# Large enough to sort by length, small enough to show progress.
_CHARACTERS_PER_BATCH = 200_000
# What is done is published after so many: some minutes' work, that no accident undoes then.
_PUBLISHED_AFTER = 4_000_000


@dataclass(frozen=True, slots=True)
class _Batch:
    """Articles that are being embedded.

    :param spans: of each article's passages; `share`: bytes of files that all of it stands for.
    """

    articles: list[Article]
    spans: list[list[PassageSpans]]
    share: float
    embedded: Future[list[EmbeddedPassage]]


class Adding:
    """One batch is embedded, in a thread of its own, while the one before is stored and the next
    is read: no more of them are in memory.

    :param progress: told of bytes of files, and of how many there are; by that thread, too.
    :ivar total: those bytes.
    """

    def __init__(self, publisher: Publisher, embedder: Embedder, progress: Progress) -> None:
        self.total = 0
        self._publisher = publisher
        self._embedder = embedder
        self._progress = progress
        self._done = 0.0
        self._articles: list[Article] = []
        self._share = 0.0  # bytes of files that they stand for
        self._characters = 0  # of them
        self._unpublished = 0  # characters
        self._thread = ThreadPoolExecutor(1, "embedding")
        self._underway: _Batch | None = None
        self._closed = False

    def add(self, article: Article, share: float) -> None:
        """:param share: of the bytes of its file."""
        self._articles.append(article)
        self._share += share
        self._characters += len(article.text)
        if self._characters >= _CHARACTERS_PER_BATCH:
            self._begin_next()

    def skip(self, share: float) -> None:
        """Bytes of files that need no work."""
        self._done += share
        self._progress(round(self._done), self.total, "reading")

    def publish_if_due(self) -> None:
        """Between two articles, or files."""
        if self._unpublished >= _PUBLISHED_AFTER:
            self.flush()
            self._publisher.publish()
            self._unpublished = 0

    def flush(self) -> None:
        """Embed and store what has been added."""
        self._begin_next()
        self._finish(self._underway)
        self._underway = None

    def close(self) -> None:
        """What has not been stored is left."""
        self._closed = True
        self._thread.shutdown()

    def _begin_next(self) -> None:
        articles, share = self._articles, self._share
        self._unpublished += self._characters
        self._articles, self._share, self._characters = [], 0.0, 0
        spans = [
            split_passages(article.text, article.language, self._embedder.tokenize)
            for article in articles
        ]
        embedded = self._thread.submit(self._embed, articles, spans, share)
        before, self._underway = self._underway, _Batch(articles, spans, share, embedded)
        self._finish(before)

    def _embed(
        self, articles: list[Article], spans: list[list[PassageSpans]], share: float
    ) -> list[EmbeddedPassage]:
        texts = [
            _passage_text(article, span)
            for article, of_article in zip(articles, spans, strict=True)
            for span in of_article
        ]
        begun = self._done

        def progress(done: int) -> None:
            if self._closed:
                raise CancelledError
            self._progress(round(begun + share * done / len(texts)), self.total, "embedding")

        return self._embedder.embed_passages(texts, progress)

    def _finish(self, batch: _Batch | None) -> None:
        """Store what has been embedded."""
        if batch is None:
            return
        embedded = iter(batch.embedded.result())
        for article, spans in zip(batch.articles, batch.spans, strict=True):
            added = self._publisher.store.add(article, spans, [next(embedded) for _ in spans])
            self._publisher.add(article.language, added)
        self._done += batch.share


def _passage_text(article: Article, span: PassageSpans) -> PassageText:
    # A passage in the middle of a table is read with the header.
    header = f"{span.header}\n" if span.header else ""
    return PassageText(header + article.text[span.start : span.end], span.read_as)
