"""New articles → batches that workers prepare → the store, in order."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from index.articles import Article
from index.storage.publishing import Publisher
from index.storage.scan import Progress
from index.storage.workers import Underway, Workers

# Large enough to sort by length, small enough to show progress.
_CHARACTERS_PER_BATCH = 200_000
# What is done is published after so many, of each worker: some minutes' work, that no accident
# undoes then.
_PUBLISHED_AFTER = 4_000_000


class Adding:
    """Gives articles to workers batch by batch, and stores what comes back in the order in which
    they were added. Twice as many batches as there are workers are in memory, and no more.

    Where one batch ends and the next begins follows from the articles alone: it decides which
    passages are embedded together, and so the last bits of their vectors.

    :param progress: told of bytes of files, and of how many there are; by other threads, too.
    :ivar total: those bytes.
    """

    def __init__(self, publisher: Publisher, workers: Workers, progress: Progress) -> None:
        self.total = 0
        self._publisher = publisher
        self._workers = workers
        self._progress = progress
        self._telling = threading.Lock()
        self._done = 0.0
        self._articles: list[Article] = []
        self._share = 0.0  # bytes of files that they stand for
        self._characters = 0  # of them
        self._of_piece = 0  # characters of what is published next
        self._pieces = 0  # that are not published
        self._underway: deque[tuple[Underway, Callable[[float], None]]] = deque()

    def add(self, article: Article, share: float) -> None:
        """:param share: of the bytes of its file."""
        self._articles.append(article)
        self._share += share
        self._characters += len(article.text)
        if self._characters >= _CHARACTERS_PER_BATCH:
            self._begin_next()

    def skip(self, share: float) -> None:
        """Bytes of files that need no work."""
        self._tell(share, "reading")

    def publish_if_due(self) -> None:
        """Between two articles, or files."""
        if self._of_piece < _PUBLISHED_AFTER:
            return
        self._begin_next()
        self._of_piece = 0
        self._pieces += 1
        if self._pieces >= self._workers.number:
            self.flush()
            self._publisher.publish()
            self._pieces = 0

    def flush(self) -> None:
        """Store what has been added."""
        self._begin_next()
        while self._underway:
            self._store_oldest()

    def _begin_next(self) -> None:
        if not self._articles:
            return
        told = self._telling_of(self._share)
        self._underway.append((self._workers.prepare(self._articles, told), told))
        self._of_piece += self._characters
        self._articles, self._share, self._characters = [], 0.0, 0
        while len(self._underway) >= 2 * self._workers.number:
            self._store_oldest()

    def _store_oldest(self) -> None:
        underway, told = self._underway.popleft()
        self._publisher.insert(underway.result())
        told(1.0)

    def _telling_of(self, share: float) -> Callable[[float], None]:
        """Takes what part of a batch is done, which stands for `share` bytes."""
        before = 0.0

        def told(part: float) -> None:
            nonlocal before
            if part > before:
                self._tell(share * (part - before), self._workers.doing)
                before = part

        return told

    def _tell(self, more: float, what: str) -> None:
        with self._telling:
            self._done += more
            self._progress(round(self._done), self.total, what)
