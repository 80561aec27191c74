"""What those who prepare articles have to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from index.articles import Article
from index.storage.new_articles import NewArticle


class Underway(Protocol):
    """A batch of articles that is being prepared; a `concurrent.futures.Future` is one."""

    def result(self) -> list[NewArticle]:
        """The articles in their order, each with all that is stored of it; waits for them.

        :raises FundstelleError: if nobody is left who could prepare them.
        """


class Workers(Protocol):
    """Whoever prepares articles: what comes of a batch follows from its articles alone, whoever
    prepares it and with whatever else."""

    @property
    def number(self) -> int:
        """How many batches are worked on at a time: of twice as many nobody runs out of work."""

    @property
    def doing(self) -> str:
        """What they do, in a few words."""

    def prepare(self, articles: Sequence[Article], progress: Callable[[float], None]) -> Underway:
        """Begin with a batch, at once or as soon as somebody is free.

        :param progress: told what part of it is done, from 0 to 1, if there is something to tell;
            maybe by another thread.
        """

    def close(self) -> None:
        """What is underway is given up."""
