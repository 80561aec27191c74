"""Few files of vectors out of many: what becomes one, and what nobody notices of it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from shelf import BUS, SCHIFF, Shelf, sentences
from word_encoder import word_embedder

from index import Snapshot, update_index
from index.storage.layout import clear_up
from index.storage.records import Segment
from index.storage.segments import SegmentFiles
from index.storage.store import ArticleStore

QUESTIONS = ["Wer winkte am Abend?", "Welcher Bus kam?", "Wohin fuhr Zug 7?"]


def _segments(shelf: Shelf) -> list[Segment]:
    with closing(ArticleStore(shelf.database, shelf.index_dir)) as store:
        return store.segments()


def _dead(shelf: Shelf) -> list[int]:
    with closing(ArticleStore(shelf.database, shelf.index_dir)) as store:
        return store.dead().tolist()


def _add(shelf: Shelf, *numbers: int, language: str = "de") -> list[str]:
    """An update for each; returns what else than their being embedded was told."""
    told = set[str]()
    for number in numbers:
        text = f"---\nlanguage: {language}\n---\nDer Zug {number} fuhr nach Ort {number * 7}."
        (shelf.articles / f"{number}.txt").write_text(text, encoding="utf-8")
        update_index(
            shelf.index_dir,
            [shelf.articles],
            shelf.embedder,
            lambda done, total, what: told.add(what),
        )
    return sorted(told - {"embedding", "reading"})


def _found(snapshot: Snapshot) -> list[dict[int, float]]:
    embedder = word_embedder()
    return [snapshot.proposals.search(embedder.embed_query(text), 30) for text in QUESTIONS]


def test_eight_files_of_a_size_become_one(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    assert _add(shelf, *range(6)) == []
    before = _segments(shelf)
    assert [segment.count for segment in before].count(1) == 6
    assert len(before) == len(shelf.vectors()) == 7
    shelf.embedded.clear()
    assert _add(shelf, 6) == ["merging 9 vectors"]
    (merged,) = _segments(shelf)
    assert (merged.count, merged.language) == (9, "de")
    assert [path.name for path in shelf.vectors()] == [merged.name]
    assert merged.name not in {segment.name for segment in before}
    assert len(shelf.embedded) == 2, "the one that is new, and its sentence"


def test_what_is_found_is_the_same_before_and_after(shelf: Shelf, tmp_path: Path) -> None:
    """As in an index of the same articles that was made at once."""
    shelf.update(shelf.articles)
    _add(shelf, *range(7))
    assert len(_segments(shelf)) == 1
    (tmp_path / "again").mkdir()
    again = Shelf(tmp_path / "again")
    again.update(shelf.articles)

    def by_text(archive: Shelf) -> list[dict[str, float]]:
        snapshot = archive.open().current()
        return [
            {
                stored.passage.text: score
                for stored, score in zip(
                    snapshot.store.passages(list(found)), found.values(), strict=True
                )
            }
            for found in _found(snapshot)
        ]

    for found, at_once in zip(by_text(shelf), by_text(again), strict=True):
        assert len(found) == 9
        assert found == pytest.approx(at_once, abs=1e-6)


def test_ids_and_vectors_are_those_of_before(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    _add(shelf, *range(6))
    before = shelf.open().current()
    expected = _found(before)
    ids = sorted({i for found in expected for i in found})
    vectors = before.passage_vectors(ids)
    _add(shelf, 6)
    after = shelf.open().current()
    assert len(_segments(shelf)) == 1
    np.testing.assert_array_equal(after.passage_vectors(ids), vectors)
    for found, earlier in zip(_found(after), expected, strict=True):
        assert {i: found[i] for i in earlier} == pytest.approx(earlier, abs=1e-6)
        assert len(found) == len(earlier) + 1


def test_what_is_searched_is_what_the_database_holds(shelf: Shelf) -> None:
    """A file that was merged gives each vector under its own id."""
    shelf.update(shelf.articles)
    _add(shelf, *range(7))
    (segment,) = _segments(shelf)
    index = SegmentFiles(shelf.index_dir, 64).open(segment)
    snapshot = shelf.open().current()
    ids = SegmentFiles(shelf.index_dir, 64).ids(segment).tolist()
    held = np.stack([index.reconstruct(i) for i in ids])
    np.testing.assert_array_equal(held, snapshot.passage_vectors(ids))


def test_languages_are_not_merged_with_each_other(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    _add(shelf, *range(5))
    assert _add(shelf, *range(10, 17), language="en") == []
    assert len(_segments(shelf)) == 6 + 7
    assert _add(shelf, 17, language="en") == ["merging 8 vectors"]
    assert sorted(segment.language for segment in _segments(shelf)) == ["de"] * 6 + ["en"]


def test_a_file_with_many_dead_ones_is_written_anew(shelf: Shelf) -> None:
    for number in range(10):
        shelf.write(f"{number}.txt", f"Der Zug {number} fuhr nach Ort {number * 7}.")
    shelf.update(shelf.articles)
    (before,) = _segments(shelf)
    assert before.count == 12
    for number in range(3):
        (shelf.articles / f"{number}.txt").unlink()
    shelf.update(shelf.articles)
    assert _segments(shelf) == [before], "a quarter is not many"
    assert len(_dead(shelf)) == 3
    expected = _found(shelf.open().current())
    (shelf.articles / "3.txt").unlink()
    shelf.embedded.clear()
    shelf.update(shelf.articles)
    (after,) = _segments(shelf)
    assert after.count == 8
    assert _dead(shelf) == []
    assert shelf.embedded == []
    assert [path.name for path in shelf.vectors()] == [after.name]
    for found, earlier in zip(_found(shelf.open().current()), expected, strict=True):
        assert len(found) == 8
        assert found == pytest.approx({i: earlier[i] for i in found}, abs=1e-6)


def test_a_file_with_nothing_but_dead_ones_is_gone(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    shelf.write("bus.txt", BUS)
    shelf.update(shelf.articles)
    (shelf.articles / "bus.txt").unlink()
    shelf.update(shelf.articles)
    assert [segment.count for segment in _segments(shelf)] == [2]
    assert len(shelf.vectors()) == 1
    assert _dead(shelf) == []


def test_the_last_article_of_a_language_takes_its_file_along(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    _add(shelf, 1, language="en")
    (shelf.articles / "1.txt").unlink()
    shelf.update(shelf.articles)
    snapshot = shelf.open().current()
    assert snapshot.proposals.languages == ("de",)
    assert set(snapshot.centres) == {"de"}


def test_dead_ones_are_left_out_where_files_are_merged(shelf: Shelf) -> None:
    for number in range(20, 24):
        shelf.write(f"{number}.txt", f"Der Zug {number} fuhr nach Ort {number * 7}.")
    shelf.update(shelf.articles)
    (shelf.articles / "20.txt").unlink()
    shelf.update(shelf.articles)
    assert len(_dead(shelf)) == 1
    _add(shelf, *range(7))
    (merged,) = _segments(shelf)
    assert merged.count == 6 - 1 + 7
    assert _dead(shelf) == []
    assert len(shelf.open().current().proposals) == 12


def test_who_holds_a_snapshot_from_before_is_answered_all_the_same(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    _add(shelf, *range(6))
    before = shelf.open().current()
    expected = _found(before), sentences(before)
    for path in shelf.articles.iterdir():
        path.unlink()
    shelf.write("schiff.txt", SCHIFF)
    shelf.write("bus.txt", BUS)
    shelf.update(shelf.articles)
    _add(shelf, *range(10, 24))
    assert len(_segments(shelf)) < 8
    assert not {segment.name for segment in before.store.segments()} & {
        path.name for path in shelf.vectors()
    }
    assert (_found(before), sentences(before)) == expected


def test_who_opens_while_files_are_merged_sees_what_there_is(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading which files there are and opening them, these are merged and removed."""
    shelf.update(shelf.articles)
    _add(shelf, *range(6))
    archive = shelf.open()
    archive._vectors._open.clear()
    opened = SegmentFiles.open
    merging = iter([6])

    def overtaken(self: SegmentFiles, segment: Segment):
        for number in merging:
            _add(shelf, number)
        return opened(self, segment)

    monkeypatch.setattr(SegmentFiles, "open", overtaken)
    snapshot = archive.current()
    assert len(_segments(shelf)) == 1
    assert len(snapshot.proposals) == 9


def test_files_that_no_state_names_are_removed(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    (kept,) = shelf.vectors()
    stray = kept.with_name("de-0123456789abcdef.faiss")
    stray.write_bytes(b"left by a writer that was killed")
    clear_up(shelf.index_dir, shelf.database, {kept.name})
    assert shelf.vectors() == [kept]
    assert len(shelf.sentences()) == 4
