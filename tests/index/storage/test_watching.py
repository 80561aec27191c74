"""A change is taken up within seconds, and nothing ends the watching but its end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from shelf import BUS, SCHIFF, Shelf
from word_encoder import word_embedder

from index import InputError
from index.storage import watch, watching
from index.storage.update import Update

_LONGEST = 20.0  # seconds until it counts as lost; a change takes about one


class Watched:
    """A shelf that is being watched."""

    def __init__(self, shelf: Shelf, *paths: Path, poll: bool = False) -> None:
        self.told: list[str] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=watch,
            args=(shelf.index_dir, paths, word_embedder(), lambda *_: None, self.told.append),
            kwargs={"poll": poll, "stop": self._stop},
        )
        self._thread.start()
        self.wait_for(lambda: any("2 added" in told for told in self.told))
        time.sleep(0.3)  # until it looks

    def wait_for(self, condition: Callable[[], bool]) -> None:
        started = time.monotonic()
        while not condition():
            assert time.monotonic() - started < _LONGEST, self.told
            time.sleep(0.05)

    def told_of(self, words: str) -> None:
        self.wait_for(lambda: any(words in told for told in self.told))

    def end(self) -> None:
        self._stop.set()
        self._thread.join(timeout=_LONGEST)
        assert not self._thread.is_alive()


@pytest.fixture(params=[False, True], ids=["told", "polled"])
def watched(shelf: Shelf, request: pytest.FixtureRequest) -> Iterator[Watched]:
    watched = Watched(shelf, shelf.articles, poll=request.param)
    yield watched
    watched.end()


def test_files_that_come_change_and_go_are_taken_up(shelf: Shelf, watched: Watched) -> None:
    shelf.write("below/bus.txt", BUS)
    watched.told_of("1 added")
    assert "Der Bus kam gestern gar nicht." in shelf.sentences()
    shelf.write("below/bus.txt", SCHIFF + " Danach kam der Bus.")
    watched.told_of("1 changed")
    (shelf.articles / "below" / "bus.txt").unlink()
    watched.told_of("1 removed")


def test_a_file_that_cannot_be_read_is_told_and_the_next_is_taken_up(
    shelf: Shelf, watched: Watched
) -> None:
    (shelf.articles / "bad.txt").write_bytes(b"\x00\x01\x02 binary")
    watched.told_of("cannot read")
    shelf.write("bus.txt", BUS)
    watched.told_of("1 added")


def test_a_single_file_that_is_replaced_is_noticed(shelf: Shelf, tmp_path: Path) -> None:
    first, second = shelf.articles / "zug.txt", shelf.articles / "schiff.txt"
    watched = Watched(shelf, first, second)
    try:
        draft = tmp_path / "draft"
        draft.write_text(BUS, encoding="utf-8")
        draft.replace(first)
        watched.told_of("1 changed")
    finally:
        watched.end()


def test_a_path_that_is_missing_is_one_clear_line(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        watch(shelf.index_dir, [tmp_path / "no"], word_embedder(), lambda *_: None, print)


def test_what_an_update_writes_leads_to_no_other(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the index lies below the folder that is watched."""
    updates: list[int] = []
    update = watching.update_index

    def counted(*args: object, **kwargs: object) -> Update:
        updates.append(1)
        return update(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(watching, "update_index", counted)
    shelf.index_dir = shelf.articles / "index"
    watched = Watched(shelf, shelf.articles)
    try:
        shelf.write("bus.txt", BUS)
        watched.told_of("1 added")
        time.sleep(3)
    finally:
        watched.end()
    assert len(updates) == 2
