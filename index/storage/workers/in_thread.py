"""Articles are prepared in this process: one batch is embedded, in a thread of its own, while the
one before is stored and the next is split."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor

from index.articles import Article
from index.embedding import Embedder
from index.storage.new_articles import NewArticle
from index.storage.preparing import embed_articles, split_article


class InThread:
    """The embedder takes all the processor's cores for one batch."""

    number = 1
    doing = "embedding"

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._thread = ThreadPoolExecutor(1, "embedding")
        self._closed = False

    def prepare(
        self, articles: Sequence[Article], progress: Callable[[float], None]
    ) -> Future[list[NewArticle]]:
        def told(part: float) -> None:
            if self._closed:
                raise CancelledError
            progress(part)

        split = [split_article(article, self._embedder.tokenize) for article in articles]
        return self._thread.submit(embed_articles, split, self._embedder, told)

    def close(self) -> None:
        self._closed = True
        self._thread.shutdown(cancel_futures=True)
