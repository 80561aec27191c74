"""No accident harms what is published: kills, Ctrl-C, full disks, two writers."""

from __future__ import annotations

import json
import resource
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from ended_update import update_at
from shelf import BUS, ZUG, Shelf

from index import FundstelleError, InputError, update_index
from index.storage.layout import writing

WHOLE = ["archive-0001.sqlite", "vectors"]


@contextmanager
def _files_of_at_most(size: int) -> Iterator[None]:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.parametrize("size", [4_000, 20_000, 150_000, 200_000, 300_000])
def test_a_full_disk_is_one_clear_line_and_loses_nothing(shelf: Shelf, size: int) -> None:
    shelf.update(shelf.articles)
    before, vectors = shelf.sentences(), shelf.vectors()
    path = shelf.write(
        "lang.txt", "\n\n".join(f"Der Bus Nummer {n} kam nicht." for n in range(4_000))
    )
    with (
        pytest.raises(FundstelleError, match="cannot write the index in") as caught,
        _files_of_at_most(size),
    ):
        shelf.update(shelf.articles)
    assert "\n" not in str(caught.value)
    assert shelf.names() == WHOLE
    assert shelf.sentences() == before
    path.unlink()
    shelf.write("bus.txt", BUS)
    assert shelf.update(shelf.articles) == (1, 0, 0, 2)
    assert set(vectors) < set(shelf.vectors())
    assert len(shelf.vectors()) == 2, "what was written in vain is removed"


@pytest.mark.parametrize("moment", ["embedding", "vectors", "publishing"])
def test_a_killed_update_leaves_the_earlier_state(shelf: Shelf, moment: str) -> None:
    shelf.update(shelf.articles)
    before, vectors = shelf.sentences(), shelf.vectors()
    shelf.write("bus.txt", BUS)
    shelf.write("zug.txt", ZUG + " So war es.")
    with update_at(shelf, moment):
        assert shelf.sentences() == before  # while it is written, too
    assert shelf.sentences() == before
    assert shelf.open().current().state.number == 1
    left = len(shelf.vectors()) - len(vectors)
    assert left == (0 if moment == "embedding" else 1)
    assert shelf.update(shelf.articles) == (1, 1, 0, 1)
    assert shelf.names() == WHOLE
    assert len(shelf.vectors()) == 2, "what was written in vain is removed"
    assert len(shelf.sentences()) == 7


@pytest.mark.parametrize("moment", ["merging", "clearing"])
def test_an_update_that_is_killed_once_it_has_published_is_not_lost(
    shelf: Shelf, moment: str
) -> None:
    shelf.update(shelf.articles)
    shelf.write("bus.txt", BUS)
    with update_at(shelf, moment):
        assert len(shelf.sentences()) == 6
    assert len(shelf.sentences()) == 6
    assert shelf.update(shelf.articles) == (0, 0, 0, 3)


@pytest.mark.parametrize("moment", ["embedding", "vectors", "publishing", "naming"])
def test_a_first_update_that_is_killed_leaves_no_index(shelf: Shelf, moment: str) -> None:
    with update_at(shelf, moment):
        pass
    with pytest.raises(InputError, match="there is no index in"):
        shelf.open()
    assert shelf.update(shelf.articles) == (2, 0, 0, 0)
    assert shelf.names() == WHOLE
    assert len(shelf.vectors()) == 1


@pytest.mark.parametrize("moment", ["embedding", "vectors", "publishing", "naming"])
def test_what_is_made_anew_takes_its_place_when_it_is_whole(shelf: Shelf, moment: str) -> None:
    shelf.update(shelf.articles)
    before = shelf.sentences()
    (shelf.articles / "zug.txt").unlink()
    shelf.write("bus.txt", BUS)
    with update_at(shelf, moment, "rebuild"):
        assert shelf.sentences() == before
    assert shelf.sentences() == before
    assert shelf.update(shelf.articles) == (1, 0, 1, 1)
    assert shelf.names() == WHOLE, "the draft that was begun is removed"
    update_index(shelf.index_dir, [], shelf.embedder, lambda *_: None, rebuild=True)
    assert shelf.names() == ["archive-0002.sqlite", "vectors"]
    assert len(shelf.sentences()) == 4


def test_an_interrupted_update_clears_up_after_itself(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    shelf.write("bus.txt", BUS)
    with update_at(shelf, "embedding") as process:
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        assert process.stdout.readline() == "interrupted\n"
        process.wait(timeout=30)
    assert shelf.names() == WHOLE
    assert shelf.open().current().state.number == 1


def test_a_first_update_that_is_interrupted_leaves_nothing(shelf: Shelf) -> None:
    with update_at(shelf, "embedding") as process:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
    assert shelf.names() == []


def test_only_one_process_writes_at_a_time(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    shelf.write("bus.txt", BUS)
    with update_at(shelf, "embedding") as process:
        with pytest.raises(InputError, match="another process is writing") as caught:
            shelf.update(shelf.articles)
        assert "\n" not in str(caught.value)
        assert f"(process {process.pid} on " in str(caught.value)
        assert len(shelf.sentences()) == 4  # readers do not mind
    assert shelf.update(shelf.articles) == (1, 0, 0, 2)


def test_who_may_wait_writes_when_the_other_one_is_done(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    shelf.write("bus.txt", BUS)
    with update_at(shelf, "embedding") as process:
        threading.Timer(1.0, process.kill).start()
        began = time.monotonic()
        update = update_index(
            shelf.index_dir, [shelf.articles], shelf.embedder, lambda *_: None, wait=60
        )
    assert update.added == 1
    assert 0.5 < time.monotonic() - began < 30


def test_a_hold_on_the_index_is_given_back_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(tmp_path / "index"):
        assert json.loads((tmp_path / "index" / ".writer").read_text())["process"]
        raise ZeroDivisionError
    with writing(tmp_path / "index"):
        pass
    assert not (tmp_path / "index" / ".writer").exists()
