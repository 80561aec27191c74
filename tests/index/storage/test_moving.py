"""Files that are renamed, copied and edited, and rows of a table: what is the same is not embedded
again."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import BinaryIO

import pytest
from shelf import BUS, SCHIFF, ZUG, Shelf

from index import InputError, Update, archive_status, update_index
from index.articles import Source


def _names(shelf: Shelf) -> list[str]:
    """Of the files that the articles are said to be from."""
    return sorted(Path(str(a.path)).name for a in shelf.open().current().articles())


def _counts(done: Update) -> dict[str, int]:
    """Those that are not 0."""
    kinds = ("added", "changed", "moved", "removed", "unchanged", "duplicates")
    return {kind: getattr(done, kind) for kind in kinds if getattr(done, kind)}


@pytest.fixture
def indexed(shelf: Shelf) -> Shelf:
    """Two articles; nothing has been embedded since."""
    shelf.update(shelf.articles)
    shelf.embedded.clear()
    return shelf


def test_a_renamed_file_is_moved_and_nothing_is_embedded(indexed: Shelf) -> None:
    vectors, sentences = indexed.vectors(), indexed.sentences()
    ids = {article.title: article.id for article in indexed.open().current().articles()}
    (indexed.articles / "neu").mkdir()
    (indexed.articles / "zug.txt").rename(indexed.articles / "neu" / "tram.txt")
    assert _counts(indexed.updated(indexed.articles)) == {"moved": 1, "unchanged": 1}
    assert indexed.embedded == []
    assert indexed.vectors() == vectors
    assert indexed.sentences() == sentences
    assert _names(indexed) == ["schiff.txt", "tram.txt"]
    after = {article.title: article.id for article in indexed.open().current().articles()}
    assert after.keys() == ids.keys()
    assert sum(after[title] == ids[title] for title in ids) == 1
    assert _counts(indexed.updated(indexed.articles)) == {"unchanged": 2}


def test_a_moved_article_has_the_id_of_one_that_was_always_there(
    indexed: Shelf, tmp_path: Path
) -> None:
    (indexed.articles / "zug.txt").rename(indexed.articles / "tram.txt")
    indexed.update(indexed.articles)
    moved = list(indexed.open().current().articles())
    update_index(indexed.index_dir, [], indexed.embedder, lambda *_: None, rebuild=True)
    assert list(indexed.open().current().articles()) == moved


def test_two_files_that_change_places_are_told_as_changed(indexed: Shelf) -> None:
    one, other = indexed.articles / "zug.txt", indexed.articles / "schiff.txt"
    one.rename(indexed.articles / "passing")
    other.rename(one)
    (indexed.articles / "passing").rename(other)
    done = indexed.updated(indexed.articles)
    assert done.added == done.removed == done.duplicates == 0
    texts = {Path(str(a.path)).name: a.text for a in indexed.open().current().articles()}
    assert texts == {"zug.txt": SCHIFF, "schiff.txt": ZUG}


def test_a_file_that_was_moved_and_edited_is_another_article(indexed: Shelf) -> None:
    (indexed.articles / "zug.txt").unlink()
    indexed.write("tram.txt", f"{ZUG} So war es.")
    assert _counts(indexed.updated(indexed.articles)) == {
        "added": 1, "removed": 1, "unchanged": 1,
    }  # fmt: skip


def test_a_copy_is_told_once_and_not_taken_up(indexed: Shelf) -> None:
    indexed.write("kopie.txt", ZUG)
    told: list[tuple[str, str]] = []
    done = update_index(
        indexed.index_dir,
        [indexed.articles],
        indexed.embedder,
        lambda *_: None,
        report=lambda kind, what: told.append((kind, what)),
    )
    assert _counts(done) == {"duplicates": 1, "unchanged": 2}
    ((kind, what),) = told
    assert kind == "duplicate"
    assert str(indexed.articles / "kopie.txt") in what
    assert str(indexed.articles / "zug.txt") in what
    assert indexed.embedded == []
    assert _names(indexed) == ["schiff.txt", "zug.txt"]
    assert _counts(indexed.updated(indexed.articles)) == {"unchanged": 2}
    assert archive_status(indexed.index_dir).articles == 2


def test_of_two_new_files_alike_one_is_taken_up(shelf: Shelf) -> None:
    shelf.write("a/zug.txt", ZUG)
    assert _counts(shelf.updated(shelf.articles)) == {"added": 2, "duplicates": 1}
    assert len(_names(shelf)) == 2


def test_a_copy_whose_original_goes_takes_its_place(indexed: Shelf) -> None:
    indexed.write("kopie.txt", ZUG)
    indexed.update(indexed.articles)
    (indexed.articles / "zug.txt").unlink()
    assert _counts(indexed.updated(indexed.articles)) == {"moved": 1, "unchanged": 1}
    assert _names(indexed) == ["kopie.txt", "schiff.txt"]
    assert indexed.embedded == []
    assert _counts(indexed.updated(indexed.articles)) == {"unchanged": 2}


def test_of_two_copies_whose_original_goes_one_takes_its_place(indexed: Shelf) -> None:
    indexed.write("kopie.txt", ZUG)
    indexed.write("noch eine.txt", ZUG)
    indexed.update(indexed.articles)
    for gone, names in (
        ("zug.txt", ["kopie.txt", "schiff.txt"]),
        ("kopie.txt", ["noch eine.txt", "schiff.txt"]),
        ("noch eine.txt", ["schiff.txt"]),
    ):
        (indexed.articles / gone).unlink()
        indexed.update(indexed.articles)
        assert _names(indexed) == names
    assert indexed.embedded == []


def test_a_copy_whose_original_is_edited_is_taken_up_for_itself(indexed: Shelf) -> None:
    indexed.write("kopie.txt", ZUG)
    indexed.update(indexed.articles)
    indexed.write("zug.txt", BUS)
    indexed.update(indexed.articles)
    assert _names(indexed) == ["kopie.txt", "schiff.txt", "zug.txt"]
    texts = {article.text for article in indexed.open().current().articles()}
    assert texts == {ZUG, SCHIFF, BUS}
    assert _counts(indexed.updated(indexed.articles)) == {"unchanged": 3}


def test_a_copy_that_is_edited_is_another_article(indexed: Shelf) -> None:
    indexed.write("kopie.txt", ZUG)
    indexed.update(indexed.articles)
    indexed.write("kopie.txt", BUS)
    assert _counts(indexed.updated(indexed.articles)) == {"added": 1, "unchanged": 2}
    assert _names(indexed) == ["kopie.txt", "schiff.txt", "zug.txt"]
    indexed.write("kopie.txt", SCHIFF)
    assert _counts(indexed.updated(indexed.articles)) == {
        "removed": 1, "unchanged": 2, "duplicates": 1,
    }  # fmt: skip


def test_a_copy_that_goes_is_missed_by_nobody(indexed: Shelf) -> None:
    copy = indexed.write("kopie.txt", ZUG)
    indexed.update(indexed.articles)
    copy.unlink()
    assert _counts(indexed.updated(indexed.articles)) == {"unchanged": 2}
    copy = indexed.write("kopie.txt", ZUG)
    assert _counts(indexed.updated(indexed.articles)) == {"unchanged": 2, "duplicates": 1}


def test_what_else_is_known_makes_no_copy(indexed: Shelf) -> None:
    """The articles are the same but for their date; both are there."""
    path = indexed.articles / "kopie.txt"
    path.write_text(f"---\nlanguage: de\ndate: 2020-01-02\n---\n{ZUG}", encoding="utf-8")
    assert _counts(indexed.updated(indexed.articles)) == {"added": 1, "unchanged": 2}


def test_copies_that_are_touched_stay_copies(indexed: Shelf) -> None:
    """Though the copy comes before its original in the order of their names."""
    indexed.write("abschrift.txt", ZUG)
    indexed.update(indexed.articles)
    for path in indexed.articles.iterdir():
        os.utime(path, (10**9, 10**9))
    assert _counts(indexed.updated(indexed.articles)) == {"unchanged": 2}
    assert len(_names(indexed)) == 2
    assert indexed.embedded == []


def test_a_copy_that_was_out_of_reach_when_its_original_went_is_taken_up_later(
    indexed: Shelf, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "kopie.txt").write_bytes((indexed.articles / "zug.txt").read_bytes())
    indexed.update(disk)
    disk.rename(tmp_path / "away")
    (indexed.articles / "zug.txt").unlink()
    assert indexed.updated(indexed.articles).removed == 1
    (tmp_path / "away").rename(disk)
    indexed.update(disk)
    assert _names(indexed) == ["kopie.txt", "schiff.txt"]


def test_a_copy_that_cannot_be_read_when_its_original_goes_is_taken_up_later(
    indexed: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexed.write("kopie.txt", ZUG)
    indexed.update(indexed.articles)
    (indexed.articles / "zug.txt").unlink()
    with monkeypatch.context() as patched:

        def broken(self: Source) -> BinaryIO:
            raise InputError("cannot read it now")

        patched.setattr(Source, "open", broken)
        done = update_index(
            indexed.index_dir, [indexed.articles], indexed.embedder, lambda *_: None
        )
        assert done.problems == ["cannot read it now"]
    indexed.update(indexed.articles)
    assert _names(indexed) == ["kopie.txt", "schiff.txt"]


ROWS = [("de", "Zug", ZUG), ("de", "Schiff", SCHIFF), ("de", "Bus", BUS)]


def _write_rows(path: Path, rows: list[tuple[str, str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("language", "title", "text"), *rows])


def test_a_row_whose_title_changes_is_not_embedded_again(shelf: Shelf, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    _write_rows(table, ROWS)
    shelf.update(table)
    shelf.embedded.clear()
    _write_rows(table, [ROWS[0], ("de", "Das große Schiff", SCHIFF), ROWS[2]])
    done = shelf.updated(table)
    assert (done.added, done.removed, done.unchanged) == (0, 0, 2)
    assert done.changed + done.moved == 1
    assert shelf.embedded == []
    titles = {article.title: article.text for article in shelf.open().current().articles()}
    assert titles == {"Zug": ZUG, "Das große Schiff": SCHIFF, "Bus": BUS}


def test_rows_that_change_places_are_unchanged(shelf: Shelf, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    _write_rows(table, ROWS)
    shelf.update(table)
    _write_rows(table, [("de", "Neu", "Etwas ganz Neues."), *ROWS[::-1]])
    assert _counts(shelf.updated(table)) == {"added": 1, "unchanged": 3}


def test_rows_that_go_into_another_file_are_moved(shelf: Shelf, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    _write_rows(folder / "m.csv", ROWS)
    shelf.update(folder)
    shelf.embedded.clear()
    _write_rows(folder / "m.csv", ROWS[:1])
    _write_rows(folder / "n.csv", ROWS[1:])
    assert _counts(shelf.updated(folder)) == {"moved": 2, "unchanged": 1}
    assert shelf.embedded == []
