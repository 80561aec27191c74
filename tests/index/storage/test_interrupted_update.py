"""No accident harms what is published: kills, Ctrl-C, full disks, two writers."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from shelf import BUS, Shelf, state_name

from index import FundstelleError, InputError
from index.storage.state import writing


@contextmanager
def _files_of_at_most(size: int) -> Iterator[None]:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.parametrize("size", [20_000, 150_000])
def test_a_full_disk_is_one_clear_line_and_loses_nothing(shelf: Shelf, size: int) -> None:
    shelf.update(shelf.articles)
    before = shelf.sentences()
    shelf.write("lang.txt", "\n\n".join(f"Der Bus Nummer {n} kam nicht." for n in range(900)))
    with (
        pytest.raises(FundstelleError, match="cannot write the index in") as caught,
        _files_of_at_most(size),
    ):
        shelf.update(shelf.articles)
    assert "\n" not in str(caught.value)
    assert shelf.names() == [state_name(1)]
    assert shelf.sentences() == before


def _start(shelf: Shelf, moment: str) -> subprocess.Popen[str]:
    """An update in a process of its own that has come to `moment`."""
    script = Path(__file__).parents[1] / "interrupted_update.py"
    process = subprocess.Popen(
        [sys.executable, str(script), str(shelf.index_dir), str(shelf.articles), moment],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n"
    return process


@pytest.mark.parametrize("moment", ["embedding", "publishing"])
def test_a_killed_update_leaves_the_earlier_state(shelf: Shelf, moment: str) -> None:
    shelf.update(shelf.articles)
    before = shelf.sentences()
    shelf.write("bus.txt", BUS)
    process = _start(shelf, moment)
    assert shelf.sentences() == before  # while it is written, too
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    assert shelf.names() == [".draft", state_name(1)]
    assert shelf.sentences() == before
    assert shelf.update(shelf.articles) == (1, 0, 0, 2)
    assert shelf.names() == [state_name(1), state_name(2)]
    assert len(shelf.sentences()) == 6


def test_a_first_update_that_is_killed_leaves_no_index(shelf: Shelf) -> None:
    process = _start(shelf, "embedding")
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    with pytest.raises(InputError, match="there is no index in"):
        shelf.open()
    assert shelf.update(shelf.articles) == (2, 0, 0, 0)


def test_an_interrupted_update_clears_up_after_itself(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    shelf.write("bus.txt", BUS)
    process = _start(shelf, "embedding")
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=30)
    assert output == "interrupted\n"
    assert shelf.names() == [state_name(1)]


def test_only_one_process_writes_at_a_time(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    shelf.write("bus.txt", BUS)
    process = _start(shelf, "embedding")
    try:
        with pytest.raises(InputError, match="another process is writing") as caught:
            shelf.update(shelf.articles)
        assert "\n" not in str(caught.value)
        assert len(shelf.sentences()) == 4  # readers do not mind
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)
    assert shelf.update(shelf.articles) == (1, 0, 0, 2)


def test_a_hold_on_the_index_is_given_back_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(tmp_path / "index"):
        raise ZeroDivisionError
    with writing(tmp_path / "index"):
        pass
