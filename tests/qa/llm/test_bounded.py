"""Pieces end by their deadline, whoever makes them and whoever reads them."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator

import pytest

from qa.llm.bounded import each_within


def test_pieces_come_in_their_order_and_end() -> None:
    assert list(each_within((n for n in range(3)), 10)) == [0, 1, 2]


def test_what_goes_wrong_is_raised_where_it_is_read() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise ValueError("broken")

    pieces = each_within((n for n in broken()), 10)
    assert next(pieces) == 1
    with pytest.raises(ValueError, match="broken"):
        next(pieces)


def test_a_piece_that_never_comes_is_not_waited_for() -> None:
    def stalled() -> Iterator[int]:
        yield 1
        threading.Event().wait()

    pieces = each_within((n for n in stalled()), 0.2)
    assert next(pieces) == 1
    with pytest.raises(TimeoutError):
        next(pieces)


def test_a_slow_reader_gets_no_more_time() -> None:
    pieces = each_within((n for n in range(100)), 0.05)
    with pytest.raises(TimeoutError):
        for _ in pieces:
            time.sleep(0.03)


def test_who_stops_reading_ends_them() -> None:
    ended = threading.Event()

    def endless() -> Generator[int, None, None]:
        try:
            while True:
                yield 1
                time.sleep(0.001)
        finally:
            ended.set()

    pieces = each_within(endless(), 10)
    assert next(pieces) == 1
    pieces.close()
    assert ended.wait(5)
