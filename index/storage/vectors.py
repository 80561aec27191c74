"""Vectors, each under the id of its passage: what a store of them has to do.

Two seams, so that a server may stand behind them: what is near a question is proposed, perhaps by
an approximate search; the vectors themselves come back as they were stored.
`index.testing.check_proposals` and `check_exact_vectors` state what any implementation has to keep.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np


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
        filter: Sequence[int] | None = None,
    ) -> dict[int, float]:
        """The nearest to `vector`; an approximate store may miss some.

        :param vector: float32, (dimension,), of length 1.
        :param limit: how many at most; fewer come where there are fewer.
        :param language: of what is proposed (ISO 639-1); any where it is None.
        :param filter: the ids that may be proposed; any where it is None. Ids that are not there
            are of no matter.
        :return: id → cosine, best first.
        :raises FundstelleError: if the store is damaged.
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
