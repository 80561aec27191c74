"""Vectors, each under the id of its passage: what a store of them has to do.

Two seams, so that a server may stand behind them: what is near a question is proposed, perhaps by
an approximate search; the vectors themselves come back as they were stored.
`index.testing.check_proposals` and `check_exact_vectors` state what any implementation has to keep.
`VectorReader` and `VectorWriter` are how an archive comes by the former, and who writes fills it:
by files (index.storage.file_reading, file_writing) or in Milvus (index.storage.milvus).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.storage.records import Within

if TYPE_CHECKING:
    from index.storage.state import State
    from index.storage.store import ArticleStore
    from index.storage.writing_store import WritingStore


class Proposals(Protocol):
    """Searches unit vectors. It may be asked by several threads at once, and gives each of them
    what it would give it alone."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it holds vectors of."""
        ...

    def __len__(self) -> int:
        """How many there are."""
        ...

    def search(
        self,
        vector: np.ndarray,
        limit: int,
        language: str | None = None,
        filter: Within | None = None,
    ) -> dict[int, float]:
        """The nearest to `vector`; an approximate store may miss some.

        :param vector: float32, (dimension,), of length 1.
        :param limit: how many at most; fewer come where there are fewer.
        :param language: of what is proposed (ISO 639-1); any where it is None.
        :param filter: which may be proposed, said as a filter of articles, and as the ids of their
            passages: a store goes by either. Ids that are not there are of no matter.
        :return: id → cosine, best first.
        :raises FundstelleError: if the store is damaged, or does not answer.
        """
        ...


class ExactVectors(Protocol):
    """Gives vectors by their ids."""

    def __call__(self, ids: Sequence[int]) -> np.ndarray:
        """The vectors of these ids, to within what a byte a dimension holds of them.

        :return: float32, (number of ids, dimension), in the order of `ids`.
        :raises FundstelleError: if one is not there.
        """
        ...


class VectorReader(Protocol):
    """What an archive holds, to search one of its states after another."""

    def proposals(self, store: ArticleStore, state: State, counts: Mapping[str, int]) -> Proposals:
        """Of this state.

        :param counts: language → how many passages it has.
        :raises InputError: if its vectors are kept elsewhere.
        :raises FundstelleError: if they are damaged.
        """
        ...


class VectorWriter(Protocol):
    """Where the one process that writes puts vectors to be searched. The commits of the `store`
    publish them; until the one that follows, no state may show what is written."""

    def begin_anew(self, store: WritingStore, before: str) -> None:
        """All vectors will be written, beside those that are there.

        :param before: the collection in Milvus that they were in; empty if in none.
        """
        ...

    def write(
        self, store: WritingStore, language: str, ids: np.ndarray, vectors: np.ndarray
    ) -> None:
        """:param ids: int64, (number,); `vectors`, float32, (number, dimension), of length 1 each.
        :raises OSError: if they cannot be written, or the disk is full.
        :raises FundstelleError: if a server does not answer.
        """
        ...

    def remove(self, store: WritingStore, ids: Sequence[int]) -> None:
        """These passages are in no state from the next commit on."""
        ...

    def describe(self, store: WritingStore, article_id: str) -> None:
        """What is known of an article is another from the next commit on."""
        ...

    def noted(self, state: State) -> State:
        """The state, with where its vectors are."""
        ...

    def tidy(self, store: WritingStore, report: Callable[[int], None]) -> None:
        """After the last state is published: bring in order what states before have left.

        :param report: told how many vectors are about to be moved.
        """
        ...

    def finish(self) -> None:
        """After the database has its name: remove what nothing needs."""
        ...

    def abandon(self) -> None:
        """The database that was made anew is not to be."""
        ...
