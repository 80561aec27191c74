"""Whoever asks a question goes first: work in the background waits meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from index.cores import cores

_LONGEST = 2.0  # seconds that work in the background waits: questions may never cease


class Priority:
    """Lets questions in to be looked up, in the order in which they come, and counts them.

    :param at_once: how many are looked up at the same time; more than there are cores make each of
        them slower, and all of them together.
    """

    def __init__(self, at_once: int | None = None) -> None:
        self._at_once = at_once or max(2, cores() // 2)
        self._changed = threading.Condition()
        self._came = self._done = 0  # questions so far
        self._told: Callable[[int], None] = lambda questions: None

    @contextmanager
    def question(self) -> Iterator[None]:
        """While a question is looked up; before that, as long as it has to wait for others."""
        self._enter()
        try:
            yield
        finally:
            self._leave()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """While a question that is being looked up waits for something outside this program:
        others are let in meanwhile."""
        self._leave()
        try:
            yield
        finally:
            self._enter()

    @property
    def questions(self) -> int:
        """How many are being looked up, or wait for that."""
        return self._came - self._done

    def tell(self, told: Callable[[int], None]) -> None:
        """Call `told` with their number as often as it changes."""
        self._told = told

    def wait(self) -> None:
        """Until no question is being looked up; not for ever."""
        with self._changed:
            self._changed.wait_for(lambda: not self.questions, _LONGEST)

    def _enter(self) -> None:
        with self._changed:
            number = self._came
            self._came += 1
            self._told(self.questions)
            self._changed.wait_for(lambda: number < self._done + self._at_once)

    def _leave(self) -> None:
        with self._changed:
            self._done += 1
            self._told(self.questions)
            self._changed.notify_all()
