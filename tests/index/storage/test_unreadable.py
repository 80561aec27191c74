"""What cannot be read or found is told, and nothing is lost by it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from shelf import BUS, ZUG, Shelf

from index import InputError, archive_status, update_index
from index.articles import Folder


def test_a_folder_that_is_not_there_hides_no_other_and_loses_nothing(
    shelf: Shelf, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "bus.txt").write_text(BUS, encoding="utf-8")
    shelf.update(shelf.articles, disk, disk / "bus.txt")
    (disk / "bus.txt").unlink()
    disk.rmdir()
    shelf.write("zug.txt", ZUG + " So war es.")
    done = update_index(shelf.index_dir, [], shelf.embedder, lambda *_: None)
    assert (done.changed, done.removed) == (1, 0)
    assert done.problems == [
        f"no such file or folder: {disk}",
        f"no such file or folder: {disk / 'bus.txt'}",
    ]
    assert "Der Bus kam gestern gar nicht." in shelf.sentences()


def test_a_folder_that_cannot_be_read_loses_nothing(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = shelf.write("locked/bus.txt", BUS).parent
    shelf.update(shelf.articles)
    paths_of = Folder.paths

    def paths(self, unreadable, problem):
        unreadable(locked, PermissionError(13, "Permission denied"))
        return [path for path in paths_of(self) if not path.is_relative_to(locked)]

    monkeypatch.setattr(Folder, "paths", paths)
    done = update_index(shelf.index_dir, [shelf.articles], shelf.embedder, lambda *_: None)
    assert (done.removed, done.problems) == (0, [f"cannot read {locked}: Permission denied"])
    assert "Der Bus kam gestern gar nicht." in shelf.sentences()


def test_a_name_that_is_not_utf8_costs_its_file_alone(shelf: Shelf) -> None:
    name = os.fsencode(shelf.articles) + b"/caf\xe9.txt"
    Path(os.fsdecode(name)).write_text(ZUG, encoding="utf-8")
    done = update_index(shelf.index_dir, [shelf.articles], shelf.embedder, lambda *_: None)
    assert done.added == 2
    (problem,) = done.problems
    assert "its name is not valid UTF-8: rename it" in problem and problem.isprintable()
    with pytest.raises(InputError, match="not valid UTF-8"):
        shelf.update(Path(os.fsdecode(name)))


def test_what_is_neither_file_nor_folder_is_not_waited_for(shelf: Shelf, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(InputError, match="neither a file nor a folder"):
        shelf.update(tmp_path / "pipe.txt")


def test_each_path_has_to_hold_something_readable(shelf: Shelf, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "broken.txt").write_bytes(b"\x89PNG\0\1\2\3")
    with pytest.raises(InputError, match="no file in .*other could be read"):
        shelf.update(shelf.articles, other)


def test_an_article_without_a_passage_harms_no_other(shelf: Shelf) -> None:
    (shelf.articles / "byline.md").write_text("---\nlanguage: fr\n---\nPar Anne Dupont\n")
    assert shelf.update(shelf.articles) == (3, 0, 0, 0)
    assert len(shelf.sentences()) == 4


def test_an_emptied_folder_does_not_empty_the_index(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    for path in shelf.articles.iterdir():
        path.unlink()
    with pytest.raises(InputError, match="no articles in"):
        shelf.update(shelf.articles)
    assert archive_status(shelf.index_dir).articles == 2


def test_an_unreadable_file_is_reported_and_removes_nothing(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    broken = shelf.articles / "zug.txt"
    broken.write_bytes(b"\x89PNG\0\1\2\3")
    shelf.write("bus.txt", BUS)
    done = update_index(shelf.index_dir, [shelf.articles], shelf.embedder, lambda *_: None)
    (problem,) = done.problems
    assert problem == f"cannot read {broken}: it is no .txt file, whatever its name says"
    assert (done.added, done.changed, done.removed) == (1, 0, 0)
    assert "Der Zug fuhr am Morgen ab." in shelf.sentences()


def test_a_file_without_right_to_read_is_reported(shelf: Shelf) -> None:
    path = shelf.write("secret.txt", BUS)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    done = update_index(shelf.index_dir, [shelf.articles], shelf.embedder, lambda *_: None)
    assert done.problems == [f"cannot read {path}: Permission denied"]
    assert done.added == 2
