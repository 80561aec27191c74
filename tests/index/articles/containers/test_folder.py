"""Which files of a folder are read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.articles import Folder


def _write(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("Der Zug fuhr am Morgen ab.", encoding="utf-8")
    return path


def test_articles_are_found_in_all_folders_in_order(tmp_path: Path) -> None:
    names = ["a.txt", "b/c.md", "b/d/e.CSV", "b/z.TXT"]
    for name in reversed(names):
        _write(tmp_path / name)
    assert Folder(tmp_path).paths() == [tmp_path / name for name in names]


def test_hidden_and_foreign_files_are_left_out(tmp_path: Path) -> None:
    for name in (".hidden.txt", ".git/a.txt", "b/.c/d.md", "picture.png", "noext", "a.txt.bak"):
        _write(tmp_path / name)
    assert Folder(tmp_path).paths() == []


def test_a_folder_in_a_hidden_place_is_searched_all_the_same(tmp_path: Path) -> None:
    path = _write(tmp_path / ".archive" / "a.txt")
    assert Folder(tmp_path / ".archive").paths() == [path]


def test_links_that_lead_out_of_the_folder_are_left_out(tmp_path: Path) -> None:
    outside = _write(tmp_path / "outside" / "secret.txt")
    inside = _write(tmp_path / "archive" / "a.txt")
    (tmp_path / "archive" / "link.txt").symlink_to(outside)
    (tmp_path / "archive" / "folder").symlink_to(outside.parent)
    (tmp_path / "archive" / "dangling.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "archive" / "loop").symlink_to(tmp_path / "archive")
    within = tmp_path / "archive" / "same.txt"
    within.symlink_to(inside)
    problems: list[str] = []
    assert Folder(tmp_path / "archive").paths(problem=problems.append) == [inside, within]
    out = f"is left out: it is a link that leads out of {tmp_path / 'archive'}"
    assert sorted(problems) == [
        f"{tmp_path}/archive/dangling.txt is left out: it is a link to nothing",
        f"{tmp_path}/archive/folder {out}",
        f"{tmp_path}/archive/link.txt {out}",
    ]


def test_files_of_other_formats_are_counted(tmp_path: Path) -> None:
    for name in ("a.png", "b/c.png", "b/d.css", "README", ".DS_Store", "e.txt"):
        _write(tmp_path / name)
    problems: list[str] = []
    Folder(tmp_path).paths(problem=problems.append)
    assert problems == [
        f"4 files in {tmp_path} are of formats that are not read (.png, no ending, .css)"
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_is_no_article(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    problems: list[str] = []
    assert Folder(tmp_path).paths(problem=problems.append) == []
    assert problems == [f"{tmp_path}/a.txt is left out: it is not a regular file"]


def test_a_folder_named_like_an_article_is_not_one(tmp_path: Path) -> None:
    (tmp_path / "volume.txt").mkdir()
    path = _write(tmp_path / "volume.txt" / "a.txt")
    assert Folder(tmp_path).paths() == [path]


def test_a_folder_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path / "a.txt")
    _write(tmp_path / "locked" / "b.txt")
    scandir = os.scandir

    def locking(path):
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", locking)
    told: list[tuple[Path, str]] = []
    found = Folder(tmp_path).paths(lambda folder, error: told.append((folder, error.strerror)))
    assert found == [tmp_path / "a.txt"]
    assert told == [(tmp_path / "locked", "Permission denied")]
