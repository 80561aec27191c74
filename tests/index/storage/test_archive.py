"""An archive: its states, and who reads them while it changes."""

from __future__ import annotations

import shutil

import pytest
from shelf import BUS, SCHIFF, ZUG, Shelf, candidates, sentences, state_name
from word_encoder import WordEncoder

from index import Archive, Embedder, FundstelleError, InputError, archive_status
from index.storage.state import latest_state


def test_two_states_are_kept(shelf: Shelf) -> None:
    for number in range(1, 5):
        shelf.write("zug.txt", f"{ZUG} Das war Zug {number} an diesem Tag.")
        shelf.update(shelf.articles)
        assert shelf.names() == [state_name(n) for n in (number - 1, number) if n]
        assert archive_status(shelf.index_dir).state == number


def test_an_open_reader_still_answers_after_two_more_states(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    reader = shelf.open().current()
    before = sentences(reader)
    for text in (BUS, ZUG + " Und das war es dann."):
        shelf.write("zug.txt", text)
        shelf.write("schiff.txt", text)
        shelf.update(shelf.articles)
    assert not (shelf.index_dir / state_name(1)).exists()
    assert sentences(reader) == before
    article = candidates(reader, "Wer winkte?", "de")[0].sentence.article_id
    assert reader.article(article).text in (ZUG, SCHIFF)
    assert shelf.sentences() != before


def test_a_reader_that_was_overtaken_while_it_opened_reads_the_newest(shelf: Shelf) -> None:
    shelf.update(shelf.articles)

    class Slow(WordEncoder):
        @property
        def model_hash(self) -> str:  # read while a state is being opened
            if (shelf.index_dir / state_name(1)).exists():
                for text in (SCHIFF, BUS):
                    shelf.write("zug.txt", text)
                    shelf.update(shelf.articles)
            return "words"

    snapshot = Archive(shelf.index_dir, Embedder(Slow(), model_name="words")).current()
    assert snapshot.state.number == 3
    assert "Der Bus kam gestern gar nicht." in sentences(snapshot)


def test_foreign_files_in_the_folder_are_no_states(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    for name in ("state-9", "state-00000009x", "old-state-00000009", "generation-00000009"):
        (shelf.index_dir / name).mkdir()
    latest = latest_state(shelf.index_dir)
    assert latest is not None
    assert latest.number == 1


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


def test_the_next_question_sees_what_was_indexed_or_removed_meanwhile(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    archive = shelf.open()
    before = archive.current()
    assert archive.current() is before
    shelf.write("bus.txt", BUS)
    (shelf.articles / "zug.txt").unlink()
    shelf.update(shelf.articles)
    after = archive.current()
    assert "Der Bus kam gestern gar nicht." in sentences(after)
    assert "Der Zug fuhr am Morgen ab." not in sentences(after)
    assert "Der Zug fuhr am Morgen ab." in sentences(before)  # whoever holds it goes on reading


def test_an_index_that_was_built_anew_is_another_one(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    archive = shelf.open()
    shutil.rmtree(shelf.index_dir)
    with pytest.raises(InputError, match="there is no index"):
        archive.current()
    shelf.write("zug.txt", BUS)
    shelf.update(shelf.articles)
    assert archive_status(shelf.index_dir).state == archive.current().state.number == 1
    assert "Der Bus kam gestern gar nicht." in sentences(archive.current())


def test_a_newest_state_that_cannot_be_read_leaves_the_one_before_answering(
    shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    shelf.update(shelf.articles)
    archive = shelf.open()
    shelf.write("bus.txt", BUS)
    shelf.update(shelf.articles)
    (shelf.index_dir / state_name(2) / "sentences.faiss").write_bytes(b"garbage")
    assert len(sentences(archive.current())) == 4
    assert "is damaged" in caplog.text
    with pytest.raises(FundstelleError, match="is damaged"):
        shelf.open()


def test_an_index_of_an_earlier_version_says_what_to_do(shelf: Shelf) -> None:
    (shelf.index_dir / "generation-00000003").mkdir(parents=True)
    for use in (shelf.open, lambda: shelf.update(shelf.articles)):
        with pytest.raises(FundstelleError, match="was made by an earlier version.*delete that"):
            use()
