"""The index's life: what is taken up, what stays, and that no accident harms what is published."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from word_encoder import WordEncoder, word_embedder

from index import Embedder, FundstelleError, Index, InputError, Settings, index_status, update_index
from index.storage import update as update_module
from index.storage.state import FORMAT, Manifest, latest_generation, writing

ZUG = "Der Zug fuhr am Morgen ab. Niemand sah ihm lange nach."
SCHIFF = "Das Schiff legte am Abend an. Viele winkten ihm fröhlich zu."
BUS = "Der Bus kam gestern gar nicht. Alle warteten lange auf ihn."


class Archive:
    """A folder of articles, its index, and the embedder that counts what it is given."""

    def __init__(self, folder: Path) -> None:
        self.articles = folder / "articles"
        self.index_dir = folder / "index"
        self.embedder: Embedder = word_embedder()
        self.articles.mkdir()

    def write(self, name: str, text: str) -> Path:
        path = self.articles / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\nlanguage: de\n---\n{text}", encoding="utf-8")
        return path

    def update(self, *paths: Path) -> tuple[int, int, int, int]:
        """(added, changed, removed, unchanged)"""
        done = update_index(self.index_dir, paths, self.embedder, lambda *_: None)
        assert done.problems == []
        return done.added, done.changed, done.removed, done.unchanged

    @property
    def embedded(self) -> list[str]:
        return self.embedder._encoder.embedded  # type: ignore[attr-defined]

    def open(self) -> Index:
        return Index.open(Settings(index_dir=self.index_dir), embedder=word_embedder())

    def sentences(self) -> set[str]:
        return _sentences(self.open())

    def names(self) -> list[str]:
        return sorted(path.name for path in self.index_dir.iterdir() if path.name != ".lock")


def _sentences(index: Index) -> set[str]:
    return {c.sentence.text for c in index.candidates("Wer winkte am Morgen?", "de")}


def _generation(number: int) -> str:
    return f"generation-{number:08d}"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path)
    archive.write("zug.txt", ZUG)
    archive.write("schiff.txt", SCHIFF)
    return archive


def test_new_articles_are_taken_up(archive: Archive) -> None:
    assert archive.update(archive.articles) == (2, 0, 0, 0)
    assert archive.sentences() == {
        "Der Zug fuhr am Morgen ab.",
        "Niemand sah ihm lange nach.",
        "Das Schiff legte am Abend an.",
        "Viele winkten ihm fröhlich zu.",
    }


def test_unchanged_articles_are_not_embedded_again(archive: Archive) -> None:
    archive.update(archive.articles)
    archive.embedded.clear()
    archive.write("bus.txt", BUS)
    assert archive.update(archive.articles) == (1, 0, 0, 2)
    assert set(archive.embedded) == {
        BUS,
        "Der Bus kam gestern gar nicht.",
        "Alle warteten lange auf ihn.",
    }


def test_without_any_change_nothing_is_published(archive: Archive) -> None:
    archive.update(archive.articles)
    archive.embedded.clear()
    assert archive.update(archive.articles) == (0, 0, 0, 2)
    assert archive.embedded == []
    assert archive.names() == [_generation(1)]


def test_changed_and_removed_articles_are_taken_up(archive: Archive) -> None:
    archive.update(archive.articles)
    archive.write("zug.txt", BUS)
    (archive.articles / "schiff.txt").unlink()
    assert archive.update(archive.articles) == (0, 1, 1, 0)
    assert archive.sentences() == {"Der Bus kam gestern gar nicht.", "Alle warteten lange auf ihn."}


def test_what_is_said_of_an_article_is_taken_up_where_its_text_stays(archive: Archive) -> None:
    archive.update(archive.articles)
    (archive.articles / "zug.txt").write_text(
        f"---\nlanguage: de\nauthor: Eva Lang\n---\n{ZUG}", encoding="utf-8"
    )
    assert archive.update(archive.articles) == (0, 1, 0, 1)
    index = archive.open()
    articles = {c.sentence.article_id for c in index.candidates("Wer?", "de")}
    assert {index.article(i).author for i in articles} == {None, "Eva Lang"}


def test_without_paths_every_path_ever_given_is_looked_at(archive: Archive, tmp_path: Path) -> None:
    archive.update(archive.articles)
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text(BUS, encoding="utf-8")
    assert archive.update(elsewhere) == (1, 0, 0, 0)
    archive.write("zug.txt", ZUG + " So war es.")
    assert archive.update() == (0, 1, 0, 2)
    assert index_status(archive.index_dir).sources == [str(archive.articles), str(elsewhere)]


def test_an_update_of_one_folder_leaves_the_articles_of_others(archive: Archive) -> None:
    archive.write("a/bus.txt", BUS)
    archive.update(archive.articles)
    (archive.articles / "zug.txt").unlink()
    assert archive.update(archive.articles / "a") == (0, 0, 0, 1)
    assert archive.update(archive.articles) == (0, 0, 1, 2)


def test_a_path_spelled_otherwise_is_the_same_path(archive: Archive) -> None:
    archive.write("zug.txt", ZUG)
    archive.update(archive.articles)
    (archive.articles / "folder").mkdir()
    assert archive.update(archive.articles / "folder" / "..") == (0, 0, 0, 2)
    assert archive.open().sources == [archive.articles]


def test_without_paths_a_first_update_says_what_to_do(archive: Archive) -> None:
    with pytest.raises(InputError, match="nothing is indexed yet: say what to index with"):
        archive.update()


def test_a_deleted_file_is_taken_out_and_not_asked_for_again(
    archive: Archive, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text(BUS, encoding="utf-8")
    archive.update(archive.articles, elsewhere)
    elsewhere.unlink()
    assert archive.update() == (0, 0, 1, 2)
    assert index_status(archive.index_dir).sources == [str(archive.articles)]
    assert archive.update() == (0, 0, 0, 2)


def test_a_folder_that_is_not_there_hides_no_other_and_loses_nothing(
    archive: Archive, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "bus.txt").write_text(BUS, encoding="utf-8")
    archive.update(archive.articles, disk, disk / "bus.txt")
    (disk / "bus.txt").unlink()
    disk.rmdir()
    archive.write("zug.txt", ZUG + " So war es.")
    done = update_index(archive.index_dir, [], archive.embedder, lambda *_: None)
    assert (done.changed, done.removed) == (1, 0)
    assert done.problems == [
        f"no such file or folder: {disk}",
        f"no such file or folder: {disk / 'bus.txt'}",
    ]
    assert "Der Bus kam gestern gar nicht." in archive.sentences()


def test_a_folder_that_cannot_be_read_loses_nothing(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = archive.write("locked/bus.txt", BUS).parent
    archive.update(archive.articles)
    find_files = update_module.find_files

    def finding(root, unreadable):
        unreadable(locked, PermissionError(13, "Permission denied"))
        return [path for path in find_files(root) if not path.is_relative_to(locked)]

    monkeypatch.setattr(update_module, "find_files", finding)
    done = update_index(archive.index_dir, [archive.articles], archive.embedder, lambda *_: None)
    assert (done.removed, done.problems) == (0, [f"cannot read {locked}: Permission denied"])
    assert "Der Bus kam gestern gar nicht." in archive.sentences()


def test_what_is_neither_file_nor_folder_is_not_waited_for(
    archive: Archive, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(InputError, match="neither a file nor a folder"):
        archive.update(tmp_path / "pipe.txt")


def test_each_path_has_to_hold_something_readable(archive: Archive, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "broken.txt").write_bytes(b"\x89PNG\0\1\2\3")
    with pytest.raises(InputError, match="no file in .*other could be read"):
        archive.update(archive.articles, other)


def test_an_article_without_a_passage_harms_no_other(archive: Archive) -> None:
    (archive.articles / "byline.md").write_text("---\nlanguage: fr\n---\nPar Anne Dupont\n")
    assert archive.update(archive.articles) == (3, 0, 0, 0)
    assert len(archive.sentences()) == 4


@contextmanager
def _files_of_at_most(size: int) -> Iterator[None]:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.parametrize("size", [20_000, 150_000])
def test_a_full_disk_is_one_clear_line_and_loses_nothing(archive: Archive, size: int) -> None:
    archive.update(archive.articles)
    before = archive.sentences()
    archive.write("lang.txt", "\n\n".join(f"Der Bus Nummer {n} kam nicht." for n in range(900)))
    with (
        pytest.raises(FundstelleError, match="cannot write the index in") as caught,
        _files_of_at_most(size),
    ):
        archive.update(archive.articles)
    assert "\n" not in str(caught.value)
    assert archive.names() == [_generation(1)]
    assert archive.sentences() == before


def test_an_emptied_folder_does_not_empty_the_index(archive: Archive) -> None:
    archive.update(archive.articles)
    for path in archive.articles.iterdir():
        path.unlink()
    with pytest.raises(InputError, match="no articles in"):
        archive.update(archive.articles)
    assert index_status(archive.index_dir).articles == 2


def test_an_unreadable_file_is_reported_and_removes_nothing(archive: Archive) -> None:
    archive.update(archive.articles)
    broken = archive.articles / "zug.txt"
    broken.write_bytes(b"\x89PNG\0\1\2\3")
    archive.write("bus.txt", BUS)
    done = update_index(archive.index_dir, [archive.articles], archive.embedder, lambda *_: None)
    (problem,) = done.problems
    assert problem == f"cannot read {broken}: it is not a text file (it holds null bytes)"
    assert (done.added, done.changed, done.removed) == (1, 0, 0)
    assert "Der Zug fuhr am Morgen ab." in archive.sentences()


def test_a_file_without_right_to_read_is_reported(archive: Archive) -> None:
    path = archive.write("secret.txt", BUS)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    done = update_index(archive.index_dir, [archive.articles], archive.embedder, lambda *_: None)
    assert done.problems == [f"cannot read {path}: Permission denied"]
    assert done.added == 2


def test_progress_is_told_and_ends_complete(archive: Archive) -> None:
    told: list[tuple[int, int, str]] = []
    update_index(
        archive.index_dir, [archive.articles], archive.embedder, lambda *step: told.append(step)
    )
    assert {what for _, _, what in told} == {"reading articles", "embedding"}
    done, total, what = told[-1]
    assert (done, what) == (total, "embedding")
    assert total == len(ZUG) + len(SCHIFF)


def test_two_generations_are_kept(archive: Archive) -> None:
    for number in range(1, 5):
        archive.write("zug.txt", f"{ZUG} Das war Zug {number} an diesem Tag.")
        archive.update(archive.articles)
        assert archive.names() == [_generation(n) for n in (number - 1, number) if n]
        assert index_status(archive.index_dir).generation == number


def test_an_open_reader_still_answers_after_two_more_generations(archive: Archive) -> None:
    archive.update(archive.articles)
    reader = archive.open()
    before = _sentences(reader)
    for text in (BUS, ZUG + " Und das war es dann."):
        archive.write("zug.txt", text)
        archive.write("schiff.txt", text)
        archive.update(archive.articles)
    assert not (archive.index_dir / _generation(1)).exists()
    assert _sentences(reader) == before
    article = reader.candidates("Wer winkte?", "de")[0].sentence.article_id
    assert reader.article(article).text in (ZUG, SCHIFF)
    assert archive.sentences() != before


def test_a_reader_that_was_overtaken_while_it_opened_reads_the_newest(archive: Archive) -> None:
    archive.update(archive.articles)

    class Slow(Embedder):
        def check(self, manifest: Manifest, index_dir: Path) -> None:
            if (archive.index_dir / _generation(1)).exists():
                for text in (SCHIFF, BUS):
                    archive.write("zug.txt", text)
                    archive.update(archive.articles)

    slow = Slow(WordEncoder(), model_name="words")
    index = Index.open(Settings(index_dir=archive.index_dir), embedder=slow)
    assert index.generation.number == 3
    assert "Der Bus kam gestern gar nicht." in _sentences(index)


def _start(archive: Archive, moment: str) -> subprocess.Popen[str]:
    """An update in a process of its own that has come to `moment`."""
    script = Path(__file__).parents[1] / "interrupted_update.py"
    process = subprocess.Popen(
        [sys.executable, str(script), str(archive.index_dir), str(archive.articles), moment],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n"
    return process


@pytest.mark.parametrize("moment", ["embedding", "publishing"])
def test_a_killed_update_leaves_the_earlier_generation(archive: Archive, moment: str) -> None:
    archive.update(archive.articles)
    before = archive.sentences()
    archive.write("bus.txt", BUS)
    process = _start(archive, moment)
    assert archive.sentences() == before  # while it is written, too
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    assert archive.names() == [".draft", _generation(1)]
    assert archive.sentences() == before
    assert archive.update(archive.articles) == (1, 0, 0, 2)
    assert archive.names() == [_generation(1), _generation(2)]
    assert len(archive.sentences()) == 6


def test_a_first_update_that_is_killed_leaves_no_index(archive: Archive) -> None:
    process = _start(archive, "embedding")
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    with pytest.raises(InputError, match="there is no index in"):
        archive.open()
    assert archive.update(archive.articles) == (2, 0, 0, 0)


def test_an_interrupted_update_clears_up_after_itself(archive: Archive) -> None:
    archive.update(archive.articles)
    archive.write("bus.txt", BUS)
    process = _start(archive, "embedding")
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=30)
    assert output == "interrupted\n"
    assert archive.names() == [_generation(1)]


def test_only_one_process_writes_at_a_time(archive: Archive) -> None:
    archive.update(archive.articles)
    archive.write("bus.txt", BUS)
    process = _start(archive, "embedding")
    try:
        with pytest.raises(InputError, match="another process is writing") as caught:
            archive.update(archive.articles)
        assert "\n" not in str(caught.value)
        assert len(archive.sentences()) == 4  # readers do not mind
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)
    assert archive.update(archive.articles) == (1, 0, 0, 2)


def test_an_index_folder_that_is_a_file_is_one_clear_error(archive: Archive) -> None:
    archive.index_dir.write_text("not a folder")
    for use in (lambda: archive.update(archive.articles), archive.open):
        with pytest.raises(InputError, match="is a file, not the folder of an index"):
            use()


def test_a_missing_index_says_how_to_build_one(archive: Archive) -> None:
    for read in (archive.open, lambda: index_status(archive.index_dir)):
        with pytest.raises(InputError) as caught:
            read()
        assert str(caught.value) == (
            f"there is no index in {archive.index_dir}: build it with: fundstelle index PATH"
        )


def test_foreign_files_in_the_folder_are_no_generations(archive: Archive) -> None:
    archive.update(archive.articles)
    for name in ("generation-9", "generation-00000009x", "old-generation-00000009"):
        (archive.index_dir / name).mkdir()
    latest = latest_generation(archive.index_dir)
    assert latest is not None
    assert latest.number == 1


FILES = ["articles.sqlite", "passages.faiss", "sentences.faiss", "manifest.json"]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [b"", b"garbage" * 50, None], ids=["empty", "garbage", "gone"])
def test_a_damaged_index_is_one_clear_line(
    archive: Archive, name: str, content: bytes | None
) -> None:
    archive.update(archive.articles)
    path = archive.index_dir / _generation(1) / name
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    archive.write("bus.txt", BUS)
    for use in (archive.sentences, lambda: archive.update(archive.articles)):
        with pytest.raises(FundstelleError) as caught:
            use()
        message = str(caught.value)
        assert str(archive.index_dir) in message
        assert "fundstelle index PATH" in message
        assert "\n" not in message


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_was_cut_short_is_one_clear_line(archive: Archive, name: str) -> None:
    archive.update(archive.articles)
    path = archive.index_dir / _generation(1) / name
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(FundstelleError) as caught:
        archive.sentences()
    assert "\n" not in str(caught.value)


def test_vectors_of_another_archive_are_noticed(archive: Archive, tmp_path: Path) -> None:
    archive.update(archive.articles)
    folder = archive.index_dir / _generation(1)
    (folder / "passages.faiss").write_bytes((folder / "sentences.faiss").read_bytes())
    for use in (archive.open, lambda: archive.update(archive.articles / "zug.txt")):
        archive.write("zug.txt", BUS)
        with pytest.raises(FundstelleError, match="is damaged .*vectors"):
            use()


def test_damage_that_shows_only_in_use_is_one_clear_line(archive: Archive) -> None:
    archive.update(archive.articles)
    path = archive.index_dir / _generation(1) / "articles.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE sentence_terms")
    index = archive.open()
    with pytest.raises(FundstelleError, match="is damaged"):
        index.candidates("Wer winkte am Morgen?", "de")


def test_an_index_of_another_format_is_one_clear_line(archive: Archive) -> None:
    archive.update(archive.articles)
    path = archive.index_dir / _generation(1) / "manifest.json"
    path.write_text(path.read_text().replace(f'"format": {FORMAT}', '"format": 99, "other": {}'))
    with pytest.raises(FundstelleError, match=f"has format 99, this version reads format {FORMAT}"):
        archive.open()


def test_status_tells_what_the_index_holds_without_a_model(archive: Archive) -> None:
    archive.write("train.txt", "ignored")
    (archive.articles / "train.txt").write_text(
        "---\nlanguage: en\n---\nThe train left. It was late.", encoding="utf-8"
    )
    archive.update(archive.articles)
    status = index_status(archive.index_dir)
    assert (status.articles, status.passages, status.sentences) == (3, 3, 6)
    assert status.languages == {"de": 2, "en": 1}
    assert list(status.languages) == ["de", "en"]
    assert (status.embedding_model, status.dimension) == ("words", 64)
    assert status.bytes > 10_000


def test_a_hold_on_the_index_is_given_back_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(tmp_path / "index"):
        raise ZeroDivisionError
    with writing(tmp_path / "index"):
        pass


def test_a_manifest_says_when_and_with_what(archive: Archive) -> None:
    archive.update(archive.articles)
    latest = latest_generation(archive.index_dir)
    assert latest is not None
    manifest = latest.manifest()
    assert manifest == Manifest("words", "words", 64, manifest.created, FORMAT)
    assert manifest.created.endswith("+00:00")
