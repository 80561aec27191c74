"""Whatever is damaged or missing is one clear line."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from shelf import BUS, Shelf, sentences

from index import DamagedError, FundstelleError, InputError, archive_status, update_index
from index.storage.database import open_for_writing
from index.storage.layout import FORMAT


def test_an_index_folder_that_is_a_file_is_one_clear_error(shelf: Shelf) -> None:
    shelf.index_dir.write_text("not a folder")
    for use in (lambda: shelf.update(shelf.articles), shelf.open):
        with pytest.raises(InputError, match="is a file, not the folder of an index"):
            use()


def test_a_missing_index_says_how_to_build_one(shelf: Shelf) -> None:
    for read in (shelf.open, lambda: archive_status(shelf.index_dir)):
        with pytest.raises(InputError) as caught:
            read()
        assert str(caught.value) == (
            f"there is no index in {shelf.index_dir}: build it with: fundstelle index PATH"
        )


def _is_one_clear_line(shelf: Shelf, error: FundstelleError) -> None:
    message = str(error)
    assert message.startswith(f"the index in {shelf.index_dir} is damaged (")
    assert "fundstelle repair" in message
    assert "fundstelle index --rebuild PATH" in message
    assert "\n" not in message


FILES = ["archive-0001.sqlite", "vectors/*.faiss"]


def _file(shelf: Shelf, name: str) -> Path:
    (path,) = shelf.index_dir.glob(name)
    return path


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [b"", b"garbage" * 50], ids=["empty", "garbage"])
def test_a_damaged_index_is_one_clear_line(shelf: Shelf, name: str, content: bytes) -> None:
    shelf.update(shelf.articles)
    _file(shelf, name).write_bytes(content)
    with pytest.raises(DamagedError) as caught:
        shelf.open()
    _is_one_clear_line(shelf, caught.value)


@pytest.mark.parametrize("content", [b"", b"garbage" * 50], ids=["empty", "garbage"])
def test_a_damaged_database_is_not_written(shelf: Shelf, content: bytes) -> None:
    shelf.update(shelf.articles)
    shelf.database.write_bytes(content)
    shelf.write("bus.txt", BUS)
    vectors = shelf.vectors()
    with pytest.raises(DamagedError) as caught:
        shelf.update(shelf.articles)
    _is_one_clear_line(shelf, caught.value)
    assert shelf.database.read_bytes() == content
    assert shelf.vectors() == vectors, "from what is left more may be saved"


def test_a_database_that_is_gone_is_no_index(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    shelf.database.unlink()
    with pytest.raises(InputError, match="there is no index"):
        shelf.open()
    assert shelf.update(shelf.articles) == (2, 0, 0, 0)
    assert len(shelf.vectors()) == 1


def test_vectors_that_are_gone_are_one_clear_line(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    _file(shelf, "vectors/*.faiss").unlink()
    with pytest.raises(DamagedError) as caught:
        shelf.open()
    _is_one_clear_line(shelf, caught.value)
    assert ".faiss is missing" in str(caught.value)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_file_that_was_cut_short_is_one_clear_line(shelf: Shelf, name: str, share: float) -> None:
    shelf.update(shelf.articles)
    path = _file(shelf, name)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(DamagedError) as caught:
        snapshot = shelf.open().current()
        sentences(snapshot)
        list(snapshot.articles())
    _is_one_clear_line(shelf, caught.value)


def test_vectors_of_another_archive_are_noticed(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    (other,) = shelf.vectors()
    content = other.read_bytes()
    shelf.write("bus.txt", BUS)
    (shelf.articles / "zug.txt").unlink()
    update_index(shelf.index_dir, [shelf.articles], shelf.embedder, lambda *_: None, rebuild=True)
    (path,) = shelf.vectors()
    assert len(content) == path.stat().st_size
    path.write_bytes(content)
    with pytest.raises(DamagedError, match="is not the file that was written"):
        shelf.open()


def test_vectors_that_are_not_named_are_missed(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    with closing(open_for_writing(shelf.database)) as connection:
        connection.execute("DELETE FROM segments")
    with pytest.raises(DamagedError, match="vectors are of 0 passages, not of 2"):
        shelf.open()


def test_damage_that_shows_only_in_use_is_one_clear_line(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    with closing(open_for_writing(shelf.database)) as connection:
        connection.execute("DROP TABLE sentence_terms")
    snapshot = shelf.open().current()
    with pytest.raises(DamagedError) as caught:
        sentences(snapshot)
    _is_one_clear_line(shelf, caught.value)


def test_an_index_of_another_format_is_one_clear_line(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    with closing(open_for_writing(shelf.database)) as connection:
        connection.execute("UPDATE about SET value = '99' WHERE name = 'format'")
        connection.execute("INSERT INTO about VALUES ('other', '{}')")
    for use in (
        shelf.open,
        lambda: archive_status(shelf.index_dir),
        lambda: shelf.update(shelf.articles),
    ):
        with pytest.raises(FundstelleError) as caught:
            use()
        assert f"has format 99, this version reads format {FORMAT}" in str(caught.value)
        assert not isinstance(caught.value, DamagedError)


@pytest.mark.parametrize("value", ["{", '"x"', "null", "[]"])
def test_what_is_noted_of_the_index_may_be_damaged(shelf: Shelf, value: str) -> None:
    shelf.update(shelf.articles)
    with closing(open_for_writing(shelf.database)) as connection:
        connection.execute("UPDATE about SET value = ? WHERE name = 'format'", (value,))
    with pytest.raises(DamagedError) as caught:
        shelf.open()
    _is_one_clear_line(shelf, caught.value)


def _read(shelf: Shelf, kind: str, changes: int) -> list[dict[str, object]]:
    """What became of each flip, by a process of its own, which damaged vectors may end."""
    script = Path(__file__).parents[1] / "flipped_bytes.py"
    command = [sys.executable, str(script), str(shelf.index_dir), kind, str(changes)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize(("kind", "noticed"), [("database", 10), ("vectors", 60)])
def test_a_flipped_byte_is_noticed_or_changes_nothing(
    shelf: Shelf, kind: str, noticed: int
) -> None:
    """Whatever else lies on a page: free pages, and the room between rows, are never read."""
    shelf.write("bus.txt", BUS * 20)
    shelf.update(shelf.articles)
    outcomes = _read(shelf, kind, 60)
    assert len(outcomes) == 60
    assert [one for one in outcomes if one["outcome"] not in ("noticed", "same")] == []
    assert sum(one["outcome"] == "noticed" for one in outcomes) >= noticed
