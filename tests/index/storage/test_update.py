"""What an update takes up, what stays, and what it says."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from shelf import BUS, SCHIFF, ZUG, Shelf, state_name
from word_encoder import word_embedder

from index import Embedder, InputError, archive_status, update_index
from index.articles import Folder
from index.embedding import PassageText
from index.storage.state import FORMAT, Manifest, latest_state

VECTORS = ("passages.faiss", "sentences.faiss")


def test_new_articles_are_taken_up(shelf: Shelf) -> None:
    assert shelf.update(shelf.articles) == (2, 0, 0, 0)
    assert shelf.sentences() == {
        "Der Zug fuhr am Morgen ab.",
        "Niemand sah ihm lange nach.",
        "Das Schiff legte am Abend an.",
        "Viele winkten ihm fröhlich zu.",
    }


def test_unchanged_articles_are_not_embedded_again(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    shelf.embedded.clear()
    shelf.write("bus.txt", BUS)
    assert shelf.update(shelf.articles) == (1, 0, 0, 2)
    assert set(shelf.embedded) == {
        BUS,
        "Der Bus kam gestern gar nicht.",
        "Alle warteten lange auf ihn.",
    }


def test_without_any_change_nothing_is_published(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    shelf.embedded.clear()
    assert shelf.update(shelf.articles) == (0, 0, 0, 2)
    assert shelf.embedded == []
    assert shelf.names() == [state_name(1)]


def test_changed_and_removed_articles_are_taken_up(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    shelf.write("zug.txt", BUS)
    (shelf.articles / "schiff.txt").unlink()
    assert shelf.update(shelf.articles) == (0, 1, 1, 0)
    assert shelf.sentences() == {"Der Bus kam gestern gar nicht.", "Alle warteten lange auf ihn."}


def test_what_is_said_of_an_article_is_taken_up_where_its_text_stays(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    vectors = [(shelf.index_dir / state_name(1) / name).read_bytes() for name in VECTORS]
    shelf.embedded.clear()
    (shelf.articles / "zug.txt").write_text(
        f"---\nlanguage: de\nauthor: Eva Lang\ntitle: Der Zug\n---\n{ZUG}", encoding="utf-8"
    )
    assert shelf.update(shelf.articles) == (0, 1, 0, 1)
    assert {(a.author, a.title) for a in shelf.open().current().articles()} == {
        (None, "Das Schiff legte am Abend an"),
        ("Eva Lang", "Der Zug"),
    }
    assert shelf.embedded == []
    assert vectors == [(shelf.index_dir / state_name(2) / name).read_bytes() for name in VECTORS]
    assert shelf.update(shelf.articles) == (0, 0, 0, 2)


def test_without_paths_every_path_ever_given_is_looked_at(shelf: Shelf, tmp_path: Path) -> None:
    shelf.update(shelf.articles)
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text(BUS, encoding="utf-8")
    assert shelf.update(elsewhere) == (1, 0, 0, 0)
    shelf.write("zug.txt", ZUG + " So war es.")
    assert shelf.update() == (0, 1, 0, 2)
    assert archive_status(shelf.index_dir).sources == [str(shelf.articles), str(elsewhere)]


def test_an_update_of_one_folder_leaves_the_articles_of_others(shelf: Shelf) -> None:
    shelf.write("a/bus.txt", BUS)
    shelf.update(shelf.articles)
    (shelf.articles / "zug.txt").unlink()
    assert shelf.update(shelf.articles / "a") == (0, 0, 0, 1)
    assert shelf.update(shelf.articles) == (0, 0, 1, 2)


def test_a_path_spelled_otherwise_is_the_same_path(shelf: Shelf) -> None:
    shelf.write("zug.txt", ZUG)
    shelf.update(shelf.articles)
    (shelf.articles / "folder").mkdir()
    assert shelf.update(shelf.articles / "folder" / "..") == (0, 0, 0, 2)
    assert shelf.open().current().sources == [shelf.articles]


def test_without_paths_a_first_update_says_what_to_do(shelf: Shelf) -> None:
    with pytest.raises(InputError, match="nothing is indexed yet: say what to index with"):
        shelf.update()


def test_a_deleted_file_is_taken_out_and_not_asked_for_again(shelf: Shelf, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text(BUS, encoding="utf-8")
    shelf.update(shelf.articles, elsewhere)
    elsewhere.unlink()
    assert shelf.update() == (0, 0, 1, 2)
    assert archive_status(shelf.index_dir).sources == [str(shelf.articles)]
    assert shelf.update() == (0, 0, 0, 2)


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


def test_progress_is_told_and_ends_complete(shelf: Shelf) -> None:
    told: list[tuple[int, int, str]] = []
    update_index(shelf.index_dir, [shelf.articles], shelf.embedder, lambda *step: told.append(step))
    assert {what for _, _, what in told} == {"reading articles", "embedding"}
    done, total, what = told[-1]
    assert (done, what) == (total, "embedding")
    assert total == len(ZUG) + len(SCHIFF)


def test_a_manifest_says_when_and_with_what(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    latest = latest_state(shelf.index_dir)
    assert latest is not None
    manifest = latest.manifest()
    assert manifest == Manifest("words", "words", 64, manifest.created, FORMAT)
    assert manifest.created.endswith("+00:00")


def test_another_language_is_split_and_embedded_anew(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    shelf.embedded.clear()
    (shelf.articles / "zug.txt").write_text(f"---\nlanguage: en\n---\n{ZUG}", encoding="utf-8")
    assert shelf.update(shelf.articles) == (0, 1, 0, 1)
    assert ZUG in shelf.embedded
    assert shelf.open().current().languages == {"de": 1, "en": 1}


def test_an_encoding_that_was_said_is_remembered(shelf: Shelf) -> None:
    text = "---\nlanguage: pl\n---\nZażółć gęślą jaźń. Łódź płynęła."
    path = shelf.articles / "lodz.txt"
    path.write_bytes(text.encode("cp1250"))
    update_index(shelf.index_dir, [path], shelf.embedder, lambda *_: None, encoding="cp1250")
    assert shelf.update(shelf.articles) == (2, 0, 0, 1)
    assert shelf.update() == (0, 0, 0, 3)
    path.write_bytes(f"{text} Znów.".encode("cp1250"))
    assert shelf.update() == (0, 1, 0, 2)
    texts = [article.text for article in shelf.open().current().articles()]
    assert "Zażółć gęślą jaźń. Łódź płynęła. Znów." in texts


def test_a_sentence_is_read_where_it_stands_in_its_passage(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the middle of a long table too, where the passage is read with the table's header."""
    rows = "".join(f"| {year} | Sieger {year} aus Pinnwasser |\n" for year in range(1900, 1990))
    shelf.write("zug.txt", ZUG + "\n\n| Jahr | Wer gewann |\n|---|---|\n" + rows + "\n" + BUS)
    passages: list[PassageText] = []
    embed = Embedder.embed_passages

    def recorded(self: Embedder, texts: list[PassageText], *rest: Any) -> Any:
        passages.extend(texts)
        return embed(self, texts, *rest)

    monkeypatch.setattr(Embedder, "embed_passages", recorded)
    shelf.update(shelf.articles / "zug.txt")
    assert len(passages) > 2
    assert sum(passage.text.startswith("| Jahr | Wer gewann |") for passage in passages) > 1
    stand = [passage.text[a:b] for passage in passages for a, b in passage.spans]
    assert stand[:2] == ["Der Zug fuhr am Morgen ab.", "Niemand sah ihm lange nach."]
    assert stand[2:-2] == [
        f"| {year} | Sieger {year} aus Pinnwasser |" for year in range(1900, 1990)
    ]
    assert stand[-2:] == ["Der Bus kam gestern gar nicht.", "Alle warteten lange auf ihn."]


@pytest.mark.parametrize(("name", "dimension"), [("aardvarks", 64), ("zebras", 64), ("words", 32)])
def test_an_index_of_another_model_is_refused_by_its_name(
    shelf: Shelf, name: str, dimension: int
) -> None:
    shelf.update(shelf.articles)
    shelf.embedder = word_embedder(name, dimension)
    told = (
        r"was made with the embedding model words \(64 dimensions\), "
        rf"but {name} \({dimension}\) is set"
    )
    with pytest.raises(InputError, match=told):
        shelf.update(shelf.articles)
    assert len(shelf.sentences()) == 4
