"""The archive: what is indexed in a folder, as it changes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from index.embedding import Embedder, open_embedder
from index.errors import FundstelleError, InputError
from index.settings import Settings
from index.storage.snapshot import Snapshot
from index.storage.state import State, latest_state
from index.storage.store import ArticleStore

_log = logging.getLogger(__name__)


class Archive:
    """What chat, retriever and programs hold. Each question is answered from the state that is
    `current` when it is asked; the next one sees what was indexed or removed meanwhile.

    :param index_dir: the index's folder.
    :raises FundstelleError: if there is nothing in it, or it cannot be read with this `embedder`.
    """

    def __init__(self, index_dir: Path, embedder: Embedder) -> None:
        self.index_dir = index_dir
        self.embedder = embedder
        self._opening = threading.Lock()
        self._version: tuple[int, int, int] | None = None
        self._snapshot: Snapshot = self._newest()

    @classmethod
    def open(
        cls,
        settings: Settings | None = None,
        *,
        embedder: Embedder | None = None,
        report: Callable[[str], None] = lambda step: None,
    ) -> Archive:
        """The archive in `settings.index_dir`.

        :param report: told of the steps of a first start, in a few words.
        :raises InputError: if nothing is indexed there, or with another embedding model.
        :raises FundstelleError: if the index is damaged.
        """
        settings = settings or Settings()
        state_or_raise(settings.index_dir)  # before the model is loaded, or even converted
        return cls(settings.index_dir, embedder or open_embedder(settings, report))

    def current(self) -> Snapshot:
        """The newest state. Where that cannot be read, the one before goes on answering.

        :raises InputError: if the index is no longer there.
        """
        with self._opening:
            state = state_or_raise(self.index_dir)
            try:
                if state.version != self._version:
                    self._snapshot = self._newest()
            except FundstelleError as error:
                _log.error("the newest state is not used: %s", error)
            return self._snapshot

    def _newest(self) -> Snapshot:
        while True:
            state = state_or_raise(self.index_dir)
            try:
                version = state.version
                snapshot = Snapshot(state, self.embedder)
            except FundstelleError:
                if latest_state(self.index_dir) == state:
                    raise
                # Two newer states were published in between: open the newest.
            else:
                self._version = version
                return snapshot


@dataclass(frozen=True)
class Status:
    """What an archive holds."""

    index: str
    state: int
    created: str
    embedding_model: str
    dimension: int
    articles: int
    passages: int
    sentences: int
    languages: dict[str, int]
    sources: list[str]
    bytes: int


def archive_status(index_dir: Path) -> Status:
    """What the archive in `index_dir` holds; needs no embedding model.

    :raises InputError: if nothing has been published there.
    :raises FundstelleError: if it is damaged.
    """
    state = state_or_raise(index_dir)
    manifest = state.manifest()
    with closing(ArticleStore(state.articles, index_dir)) as store:
        return Status(
            index=str(index_dir),
            state=state.number,
            created=manifest.created,
            embedding_model=manifest.embedding_model,
            dimension=manifest.dimension,
            **store.counts(),
            languages=store.languages(),
            sources=[str(path) for path in store.sources()],
            bytes=sum(path.stat().st_size for path in state.folder.iterdir()),
        )


def state_or_raise(index_dir: Path) -> State:
    """:raises InputError: if nothing has been published in `index_dir`."""
    state = latest_state(index_dir)
    if state is None:
        raise InputError(f"there is no index in {index_dir}: build it with: fundstelle index PATH")
    return state
