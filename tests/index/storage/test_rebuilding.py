"""An index that is made anew loses nothing that the files do not give; a copy of it is whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from shelf import BUS, SCHIFF, ZUG, Shelf
from word_encoder import word_embedder

from index import Archive, Article, InputError, update_index
from index.storage import back_up, problems_of, published
from index.storage.records import Told
from index.storage.update import Update


def _rebuild(shelf: Shelf, *paths: Path) -> Update:
    return update_index(shelf.index_dir, paths, shelf.embedder, lambda *_: None, rebuild=True)


def _texts(index_dir: Path) -> set[str]:
    return {a.text for a in Archive(index_dir, word_embedder()).current().articles()}


def test_every_place_of_earlier_is_read_whichever_is_named(shelf: Shelf, tmp_path: Path) -> None:
    other = tmp_path / "bus.txt"
    other.write_text(BUS, encoding="cp1252")
    update_index(shelf.index_dir, [other], shelf.embedder, lambda *_: None, encoding="cp1252")
    shelf.update(shelf.articles)
    done = _rebuild(shelf, shelf.articles)
    assert (done.added, done.problems) == (3, [])
    sources = shelf.open().current().store.sources()
    assert sources == {other: Told("cp1252"), shelf.articles: Told()}


def test_what_comes_from_no_file_and_what_cannot_be_read_now_is_taken_over(
    shelf: Shelf, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "bus.txt").write_text(BUS, encoding="utf-8")
    shelf.update(shelf.articles, disk)
    shelf.open().add(Article(id="42", title="Von Hand", language="de", text="Nur hier steht das."))
    disk.rename(tmp_path / "away")
    (shelf.articles / "schiff.txt").write_bytes(b"\x89PNG\0\1\2\3")
    done = _rebuild(shelf)
    assert len(done.problems) == 2
    assert _texts(shelf.index_dir) == {ZUG, SCHIFF, BUS, "Nur hier steht das."}
    (tmp_path / "away").rename(disk)
    assert shelf.open().sync().removed == 0


def test_what_was_removed_stays_removed(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    shelf.open().remove(shelf.articles / "zug.txt")
    _rebuild(shelf)
    assert _texts(shelf.index_dir) == {SCHIFF}


def test_a_copy_is_an_index_that_goes_on_by_itself(shelf: Shelf, tmp_path: Path) -> None:
    shelf.update(shelf.articles)
    held = shelf.open().current()  # keeps what is written from being taken into the database
    shelf.write("bus.txt", BUS)
    shelf.update(shelf.articles)
    copy = tmp_path / "copy"
    back_up(shelf.index_dir, copy)
    assert len(list(held.articles())) == 2
    assert problems_of(copy) == []
    assert _texts(copy) == {ZUG, SCHIFF, BUS}
    shutil.rmtree(shelf.index_dir)
    (shelf.articles / "bus.txt").unlink()
    done = update_index(copy, [], word_embedder(), lambda *_: None)
    assert (done.removed, done.unchanged) == (1, 2)


def test_nothing_is_copied_over(shelf: Shelf, tmp_path: Path) -> None:
    shelf.update(shelf.articles)
    with pytest.raises(InputError, match="is not empty"):
        back_up(shelf.index_dir, shelf.articles)
    with pytest.raises(InputError, match="there is no index"):
        back_up(tmp_path / "none", tmp_path / "copy")
    assert published(shelf.index_dir) is not None
