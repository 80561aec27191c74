"""An archive: its states, and who reads them while it changes (see test_snapshots)."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from pathlib import Path

import pytest
from shelf import BUS, SCHIFF, Shelf, sentences
from word_encoder import WordEncoder, word_embedder

from index import Archive, Embedder, FundstelleError, InputError, archive_status, update_index
from index.storage.layout import FORMAT, published
from index.storage.state import State


def test_each_state_has_the_next_number_and_all_are_in_one_database(shelf: Shelf) -> None:
    for number in range(1, 5):
        shelf.write("zug.txt", f"Das war Zug {number} an diesem Tag.")
        assert shelf.updated(shelf.articles).state == number
        assert shelf.names() == ["archive-0001.sqlite", "vectors"]
        assert archive_status(shelf.index_dir).state == number


def test_a_state_says_when_and_with_what_it_was_made(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    state = shelf.open().current().state
    assert state == State(1, state.identity, "words", "words", 64, state.created, FORMAT)
    assert state.created.endswith("+00:00")
    shelf.write("bus.txt", BUS)
    shelf.update(shelf.articles)
    after = shelf.open().current().state
    assert (after.number, after.identity) == (2, state.identity)


def test_a_reader_that_was_overtaken_while_it_opened_reads_one_state(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    updates = iter([SCHIFF + " Und aus.", BUS])

    class Slow(WordEncoder):
        @property
        def model_hash(self) -> str:  # read while a state is being opened
            for text in updates:
                shelf.write("zug.txt", text)
                shelf.update(shelf.articles)
            return "words"

    archive = Archive(shelf.index_dir, Embedder(Slow(), model_name="words"))
    assert next(updates, None) is None
    snapshot = archive.current()
    assert snapshot.state.number == 3
    assert "Der Bus kam gestern gar nicht." in sentences(snapshot)


def test_foreign_files_in_the_folder_are_no_databases(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    names = ["archive-9.sqlite", "archive-00x9.sqlite", "old-archive-0009.sqlite"]
    names += [
        "archive-0009.sqlite.draft",
        "archive-0009.sqlite~",
        "generation-00000009",
        "notes.txt",
    ]
    for name in names:
        (shelf.index_dir / name).write_text("foreign")
    (shelf.index_dir / "vectors" / "notes.txt").write_text("foreign")
    assert published(shelf.index_dir) == shelf.index_dir / "archive-0001.sqlite"
    shelf.write("bus.txt", BUS)
    assert shelf.update(shelf.articles) == (1, 0, 0, 2)
    names.remove("archive-0009.sqlite.draft")  # as a writer that was killed leaves one
    assert set(names) < set(shelf.names())
    assert (shelf.index_dir / "vectors" / "notes.txt").exists()


def test_status_tells_what_the_index_holds_without_a_model(shelf: Shelf) -> None:
    shelf.write("train.txt", "ignored")
    (shelf.articles / "train.txt").write_text(
        "---\nlanguage: en\n---\nThe train left. It was late.", encoding="utf-8"
    )
    shelf.update(shelf.articles)
    status = archive_status(shelf.index_dir)
    assert (status.articles, status.passages, status.sentences) == (3, 3, 6)
    assert status.languages == {"de": 2, "en": 1}
    assert list(status.languages) == ["de", "en"]
    assert (status.embedding_model, status.dimension) == ("words", 64)
    assert status.bytes > 10_000
    assert status.sources == [str(shelf.articles)]
    assert asdict(status)["state"] == 1


def test_the_counts_follow_what_is_removed_and_changed(shelf: Shelf) -> None:
    shelf.write("bus.txt", BUS)
    shelf.update(shelf.articles)
    (shelf.articles / "bus.txt").unlink()
    shelf.write("zug.txt", "Der Zug fuhr ab.")
    shelf.update(shelf.articles)
    status = archive_status(shelf.index_dir)
    assert (status.articles, status.passages, status.sentences) == (2, 2, 3)
    proposals = shelf.open().current().proposals
    assert len(proposals) == 2


def test_the_next_question_sees_what_was_indexed_or_removed_meanwhile(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    archive = shelf.open()
    before = archive.current()
    assert archive.current().state == before.state
    shelf.write("bus.txt", BUS)
    (shelf.articles / "zug.txt").unlink()
    shelf.update(shelf.articles)
    after = archive.current()
    assert "Der Bus kam gestern gar nicht." in sentences(after)
    assert "Der Zug fuhr am Morgen ab." not in sentences(after)
    assert "Der Zug fuhr am Morgen ab." in sentences(before)  # whoever holds it goes on reading


def test_an_index_that_was_deleted_and_built_again_is_another_one(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    archive = shelf.open()
    first = archive.current().state
    shutil.rmtree(shelf.index_dir)
    with pytest.raises(InputError, match="there is no index"):
        archive.current()
    shelf.write("zug.txt", BUS)
    shelf.update(shelf.articles)
    again = archive.current().state
    assert archive_status(shelf.index_dir).state == again.number == first.number == 1
    assert again.identity != first.identity
    assert "Der Bus kam gestern gar nicht." in sentences(archive.current())


def test_an_index_that_is_made_anew_takes_the_place_of_the_one_before(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    archive = shelf.open()
    before = archive.current()
    vectors = shelf.vectors()
    shelf.embedded.clear()
    done = update_index(shelf.index_dir, [], shelf.embedder, lambda *_: None, rebuild=True)
    assert (done.added, done.state) == (2, 1)
    assert len(shelf.embedded) == 6, "whatever is known of the files"
    assert shelf.names() == ["archive-0002.sqlite", "vectors"]
    assert not set(vectors) & set(shelf.vectors())
    after = archive.current()
    assert after.state.identity != before.state.identity
    assert sentences(after) == sentences(before)
    assert shelf.update(shelf.articles) == (0, 0, 0, 2)


def test_an_index_can_be_made_anew_with_another_model(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    shelf.embedder = word_embedder("others", 32)
    with pytest.raises(InputError, match="embedding model words"):
        shelf.update(shelf.articles)
    done = update_index(shelf.index_dir, [], shelf.embedder, lambda *_: None, rebuild=True)
    assert done.added == 2
    assert archive_status(shelf.index_dir).embedding_model == "others"
    assert Archive(shelf.index_dir, shelf.embedder).current().state.dimension == 32


def test_an_index_of_an_earlier_version_says_what_to_do(shelf: Shelf) -> None:
    for name in ("generation-00000003", "state-00000003"):
        (shelf.index_dir / name).mkdir(parents=True)
        for use in (shelf.open, lambda: shelf.update(shelf.articles)):
            with pytest.raises(FundstelleError, match="earlier version.*index --rebuild PATH"):
                use()
        assert (shelf.index_dir / name).exists()
        (shelf.index_dir / name).rmdir()


def test_an_index_of_an_earlier_version_can_be_made_anew(shelf: Shelf) -> None:
    (shelf.index_dir / "state-00000003").mkdir(parents=True)
    paths: list[Path] = [shelf.articles]
    update_index(shelf.index_dir, paths, shelf.embedder, lambda *_: None, rebuild=True)
    assert len(shelf.sentences()) == 4
    assert shelf.update(shelf.articles) == (0, 0, 0, 2)
