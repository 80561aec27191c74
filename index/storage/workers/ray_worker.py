"""What runs on a machine of a Ray cluster: an embedding model, and who prepares articles with it.

Everything here is sent to machines by name: they have to have this program, in this version.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from index.articles import Article
from index.embedding import Embedder, open_embedder
from index.settings import Settings
from index.storage.new_articles import NewArticle
from index.storage.preparing import prepare

AT_ONCE = 2  # batches: one is split while the other is embedded


@dataclass(frozen=True, slots=True)
class Opened:
    """What a worker prepares with: if it is not the same everywhere, neither is what comes of it.

    :param version: of this program.
    """

    version: str
    model_hash: str


class RayWorker:
    """Its methods run in threads beside each other: `AT_ONCE` of them prepare.

    :param first_core: of the machine's, and how many `cores` from there on it keeps to: the workers
        on a machine are not in each other's way, and OpenVINO starts as many threads.
    """

    def __init__(self, first_core: int, cores: int) -> None:
        self._cores = _some_of_mine(first_core, cores)
        self._embedder: Embedder | None = None
        self._step = ""

    def open(self, model_name: str) -> Opened:
        """Load the model; convert it first, where this machine has not got it yet.

        :raises FundstelleError: if it cannot be had here.
        """
        self._keep_to_cores()
        self._embedder = open_embedder(Settings(embedding_model=model_name), self._note)
        self._embedder.embed_documents(["Warm."])
        self._step = ""
        return Opened(version("fundstelle"), self._embedder.model_hash)

    def step(self) -> str:
        """What takes time while it opens; empty where nothing does."""
        return self._step

    def prepare(self, articles: Sequence[Article]) -> list[NewArticle]:
        """Split and embed them."""
        assert self._embedder is not None
        self._keep_to_cores()
        return prepare(articles, self._embedder)

    def _note(self, step: str) -> None:
        self._step = step

    def _keep_to_cores(self) -> None:
        """It holds for the thread, and those that it starts."""
        if self._cores:
            os.sched_setaffinity(0, self._cores)


def _some_of_mine(first: int, number: int) -> set[int]:
    """Cores of those that this process may use; none where that cannot be said."""
    if not hasattr(os, "sched_getaffinity"):
        return set()
    mine = sorted(os.sched_getaffinity(0))
    return {mine[place % len(mine)] for place in range(first, first + number)}
