"""Work that takes time, out of the way of whoever else is served: in a few threads."""

from __future__ import annotations

import threading
from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from typing import Any, TypeVar

import anyio
from anyio import CapacityLimiter, to_thread

Item = TypeVar("Item")
_END: Any = object()


class Threads:
    """:param at_once: how many there are; who comes later waits, without one, for its turn."""

    def __init__(self, at_once: int) -> None:
        self._limiter = CapacityLimiter(at_once)

    async def run(self, work: Callable[..., Item], *arguments: Any) -> Item:
        """What `work` returns."""
        return await to_thread.run_sync(work, *arguments, limiter=self._limiter)

    async def each(self, items: Iterator[Item]) -> AsyncGenerator[Item]:
        """The items of an iterator, each computed in a thread. Where no more are wanted, a
        generator is closed as soon as it is done with the one it is at."""
        working = threading.Lock()  # a generator that works cannot be closed

        def next_item() -> Item:
            with working:
                return next(items, _END)

        def close() -> None:
            with working:
                if isinstance(items, Generator):
                    items.close()

        try:
            while (item := await self.run(next_item)) is not _END:
                yield item
        finally:
            with anyio.CancelScope(shield=True):
                await to_thread.run_sync(close)
