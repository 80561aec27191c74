"""Things measured in turn, and what one is to another.

What else a machine does changes from minute to minute: two figures are compared only where they
were taken one after the other, in each round anew, and the ratio is the median of the rounds'.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Ratio:
    """:param median: of the rounds' ratios, and the `lowest` and the `highest` of them."""

    median: float
    lowest: float
    highest: float


def in_turn(
    measured: Mapping[str, Callable[[], Result]], rounds: int
) -> Iterator[tuple[int, str, Result]]:
    """Everything once, and again in the same order: ABAB, not AABB. The round's number, from 0,
    what was measured, and what came of it, as soon as it is there."""
    for number in range(rounds):
        for name, measure in measured.items():
            yield number, name, measure()


def ratio(of: Sequence[float], to: Sequence[float]) -> Ratio:
    """How many times as much the one is as the other.

    :param of: a figure each round; `to` likewise. A round that only one of them has is left out.
    :raises ValueError: if there is no round that both have.
    """
    ratios = [a / b for a, b in zip(of, to, strict=False)]
    if not ratios:
        raise ValueError("nothing was measured of both in one round")
    return Ratio(statistics.median(ratios), min(ratios), max(ratios))
