"""New articles → passages → vectors → the store, in batches."""

from __future__ import annotations

from index.articles import Article, PassageSpans, split_passages
from index.embedding import Embedder, PassageText
from index.storage.publishing import Publisher
from index.storage.scan import Progress

# Large enough to sort by length, small enough to show progress.
_CHARACTERS_PER_BATCH = 200_000
# What is done is published after so many: some minutes' work, that no accident undoes then.
_PUBLISHED_AFTER = 4_000_000


class Adding:
    """:param progress: told of bytes of files, and of how many there are.
    :ivar total: those bytes.
    """

    def __init__(self, publisher: Publisher, embedder: Embedder, progress: Progress) -> None:
        self.total = 0
        self._publisher = publisher
        self._embedder = embedder
        self._progress = progress
        self._done = 0.0
        self._batch: list[Article] = []
        self._share = 0.0  # bytes of files that the batch stands for
        self._characters = 0  # of the batch
        self._unpublished = 0  # characters

    def add(self, article: Article, share: float) -> None:
        """:param share: of the bytes of its file."""
        self._batch.append(article)
        self._share += share
        self._characters += len(article.text)
        if self._characters >= _CHARACTERS_PER_BATCH:
            self.flush()

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
        batch, share = self._batch, self._share
        self._batch, self._share, self._characters = [], 0.0, 0
        spans = [
            split_passages(article.text, article.language, self._embedder.tokenize)
            for article in batch
        ]
        texts = [
            _passage_text(article, span)
            for article, of_article in zip(batch, spans, strict=True)
            for span in of_article
        ]
        embedded = iter(
            self._embedder.embed_passages(
                texts,
                lambda done: self._progress(
                    round(self._done + share * done / len(texts)), self.total, "embedding"
                ),
            )
        )
        for article, of_article in zip(batch, spans, strict=True):
            vectors = [next(embedded) for _ in of_article]
            added = self._publisher.store.add(article, of_article, vectors)
            self._publisher.add(article.language, added)
            self._unpublished += len(article.text)
        self._done += share


def _passage_text(article: Article, span: PassageSpans) -> PassageText:
    # A passage in the middle of a table is read with the header.
    header = f"{span.header}\n" if span.header else ""
    return PassageText(header + article.text[span.start : span.end], span.read_as)
