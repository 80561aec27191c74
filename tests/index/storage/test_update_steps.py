"""An update step by step: what it tells, what it publishes meanwhile, what it would do."""

from __future__ import annotations

from pathlib import Path

import pytest
from shelf import BUS, ZUG, Shelf

from index import InputError, archive_status, update_index
from index.storage import adding
from index.storage.layout import published


def test_progress_is_told_and_ends_complete(shelf: Shelf) -> None:
    told: list[tuple[int, int, str]] = []
    update_index(shelf.index_dir, [shelf.articles], shelf.embedder, lambda *step: told.append(step))
    assert {what for _, _, what in told} == {"embedding"}
    done, total, what = told[-1]
    assert (done, what) == (total, "embedding")
    assert total == sum(path.stat().st_size for path in shelf.articles.iterdir())
    shares = [share for share, _, _ in told]
    assert shares == sorted(shares)


def test_a_dry_run_tells_what_would_be_done_and_does_nothing(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    before, vectors = shelf.sentences(), shelf.vectors()
    shelf.embedded.clear()
    shelf.write("bus.txt", BUS)
    (shelf.articles / "zug.txt").rename(shelf.articles / "tram.txt")
    (shelf.articles / "schiff.txt").unlink()
    told: list[tuple[str, str]] = []
    for dry_run in (True, False):
        done = update_index(
            shelf.index_dir,
            [shelf.articles],
            shelf.embedder,
            lambda *_: None,
            dry_run=dry_run,
            report=lambda kind, what: told.append((kind, what)),
        )
        assert (done.added, done.moved, done.removed, done.changed) == (1, 1, 1, 0)
        assert {kind for kind, _ in told} == {"added", "moved", "removed"}
        assert any("tram.txt" in what for kind, what in told if kind == "moved")
        if dry_run:
            assert shelf.sentences() == before
            assert shelf.vectors() == vectors
            assert shelf.embedded == []
            assert archive_status(shelf.index_dir).state == 1
        told.clear()
    assert shelf.sentences() != before


def test_a_dry_run_of_a_first_update_leaves_no_index(shelf: Shelf) -> None:
    done = update_index(
        shelf.index_dir, [shelf.articles], shelf.embedder, lambda *_: None, dry_run=True
    )
    assert done.added == 2
    with pytest.raises(InputError, match="there is no index"):
        shelf.open()
    assert shelf.names() == []


def test_progress_ends_complete_where_not_all_has_to_be_embedded(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    (shelf.articles / "zug.txt").touch()
    shelf.write("kopie.txt", ZUG)
    shelf.write("bus.txt", BUS)
    told: list[tuple[int, int, str]] = []
    update_index(shelf.index_dir, [shelf.articles], shelf.embedder, lambda *step: told.append(step))
    assert max(done for done, _, _ in told) == told[-1][1]


def test_much_work_is_published_in_pieces(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "_PUBLISHED_AFTER", 140)
    for number in range(12):
        shelf.write(f"{number}.txt", f"Der Zug {number} fuhr am Morgen nach Wien und nach Graz.")
    (shelf.articles / "zug.txt").unlink()
    (shelf.articles / "schiff.txt").unlink()
    seen = set[int]()

    def look(*_: object) -> None:
        if published(shelf.index_dir) is not None:
            seen.add(archive_status(shelf.index_dir).articles)

    monkeypatch.setattr(adding, "_CHARACTERS_PER_BATCH", 1)
    done = update_index(shelf.index_dir, [shelf.articles], shelf.embedder, look)
    assert done.added == 12
    assert done.state in (4, 5)
    assert seen == {3, 6, 9}, "some articles each time, and whole ones"


def test_what_is_made_anew_in_pieces_answers_when_it_is_whole(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        shelf.write(f"{number}.txt", f"Der Zug {number} fuhr am Morgen nach Wien und nach Graz.")
    shelf.update(shelf.articles)
    seen: list[tuple[str, int]] = []

    def look(*_: object) -> None:
        status = archive_status(shelf.index_dir)
        seen.append((shelf.database.name, status.articles))

    monkeypatch.setattr(adding, "_PUBLISHED_AFTER", 1)
    monkeypatch.setattr(adding, "_CHARACTERS_PER_BATCH", 1)
    update_index(shelf.index_dir, [], shelf.embedder, look, rebuild=True)
    assert set(seen) == {("archive-0001.sqlite", 6)}
    assert shelf.names() == ["archive-0002.sqlite", "vectors"]
    assert archive_status(shelf.index_dir).articles == 6


def test_what_was_gone_when_an_update_was_cut_off_is_removed_by_the_next(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though it had been published in part."""
    shelf.write("alt.txt", "Ein alter Text steht hier. Er wird gleich geändert.")
    shelf.update(shelf.articles)
    (shelf.articles / "zug.txt").unlink()
    shelf.write("alt.txt", "Etwas ganz anderes steht hier nun.")
    for number in range(3):
        shelf.write(f"bus {number}.txt", f"{BUS} Es war Bus {number}.")

    def cut_off(*_: object) -> None:
        if archive_status(shelf.index_dir).state > 1:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(adding, "_PUBLISHED_AFTER", 1)
        patched.setattr(adding, "_CHARACTERS_PER_BATCH", 1)
        with pytest.raises(KeyboardInterrupt):
            update_index(shelf.index_dir, [shelf.articles], shelf.embedder, cut_off)
    shelf.update(shelf.articles)
    names = {Path(str(a.path)).name for a in shelf.open().current().articles()}
    assert names == {path.name for path in shelf.articles.iterdir()}
    assert archive_status(shelf.index_dir).articles == 5


def test_a_first_update_that_is_cut_off_is_gone_on_with(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object) -> None:
        if published(shelf.index_dir) is not None:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(adding, "_PUBLISHED_AFTER", 1)
        patched.setattr(adding, "_CHARACTERS_PER_BATCH", 1)
        with pytest.raises(KeyboardInterrupt):
            update_index(shelf.index_dir, [shelf.articles], shelf.embedder, cut_off)
    assert archive_status(shelf.index_dir).articles == 1
    assert shelf.update() == (1, 0, 0, 1), "from where it was told at first"
