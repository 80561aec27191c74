"""Whoever asks a question goes first: work in the background waits meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LONGEST = 2.0  # seconds that work in the background waits: questions may never cease


class Priority:
    """Counts the questions that are being looked up."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._questions = 0

    @contextmanager
    def question(self) -> Iterator[None]:
        """While a question is looked up."""
        with self._changed:
            self._questions += 1
        try:
            yield
        finally:
            with self._changed:
                self._questions -= 1
                self._changed.notify_all()

    def wait(self) -> None:
        """Until no question is being looked up; not for ever."""
        with self._changed:
            self._changed.wait_for(lambda: not self._questions, _LONGEST)
