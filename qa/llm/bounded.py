"""Pieces that come when they come, but not later than by a deadline."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Generator
from typing import TypeVar

Piece = TypeVar("Piece")


def each_within(
    pieces: Generator[Piece, None, None], seconds: float
) -> Generator[Piece, None, None]:
    """Each of `pieces`, which are made in a thread of their own.

    Who stops reading ends them at their next piece; one that never comes is left behind.

    :param seconds: what all of them may take.
    :raises TimeoutError: if they take longer. Whatever else they raise is raised here.
    """
    ends = time.monotonic() + seconds
    made: queue.SimpleQueue = queue.SimpleQueue()
    unwanted = threading.Event()

    def make() -> None:
        try:
            for piece in pieces:
                made.put((piece,))
                if unwanted.is_set():
                    break
            pieces.close()
            made.put(None)
        except Exception as error:  # raised again where the pieces are read
            made.put(error)

    threading.Thread(target=make, daemon=True).start()
    try:
        while True:
            try:
                item = made.get(timeout=max(0.0, ends - time.monotonic()))
            except queue.Empty:
                raise TimeoutError from None
            if item is None:
                return
            if isinstance(item, Exception):
                raise item
            if time.monotonic() > ends:
                raise TimeoutError
            yield item[0]
    finally:
        unwanted.set()
