"""What an update takes up, what stays, and what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

import pytest
from shelf import BUS, ZUG, Shelf
from word_encoder import word_embedder

from index import Embedder, InputError, archive_status, update_index
from index.articles import Source
from index.embedding import PassageText


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
    assert archive_status(shelf.index_dir).state == 1
    assert len(shelf.vectors()) == 1


def test_files_are_read_only_where_size_or_time_of_change_is_another(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    opened = Source.open

    def recorded(self: Source) -> BinaryIO:
        read.append(self.path.name)
        return opened(self)

    monkeypatch.setattr(Source, "open", recorded)
    shelf.update(shelf.articles)
    assert set(read) == {"zug.txt", "schiff.txt"}
    read.clear()
    shelf.update(shelf.articles)
    assert read == []
    shelf.write("zug.txt", ZUG.replace("Zug", "Bus"))  # as long as before
    assert shelf.update(shelf.articles) == (0, 1, 0, 1)
    assert set(read) == {"zug.txt"}
    read.clear()
    (shelf.articles / "schiff.txt").touch()
    shelf.embedded.clear()
    assert shelf.update(shelf.articles) == (0, 0, 0, 2)
    assert set(read) == {"schiff.txt"}
    read.clear()
    assert shelf.update(shelf.articles) == (0, 0, 0, 2)
    assert read == [], "that it holds what it held is remembered"
    assert shelf.embedded == []


def test_changed_and_removed_articles_are_taken_up(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    shelf.write("zug.txt", BUS)
    (shelf.articles / "schiff.txt").unlink()
    assert shelf.update(shelf.articles) == (0, 1, 1, 0)
    assert shelf.sentences() == {"Der Bus kam gestern gar nicht.", "Alle warteten lange auf ihn."}


def test_what_is_said_of_an_article_is_taken_up_where_its_text_stays(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    vectors = shelf.vectors()
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
    assert shelf.vectors() == vectors
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


def test_the_rows_of_a_table_are_read_with_its_header(
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
    read = [sentence for passage in passages for sentence in passage.sentences]
    assert read[:2] == ["Der Zug fuhr am Morgen ab.", "Niemand sah ihm lange nach."]
    assert [
        sentence.count(str(year))
        for year, sentence in zip(range(1900, 1990), read[2:-2], strict=True)
    ] == [2] * 90
    assert all("Wer gewann" in sentence for sentence in read[2:-2])
    assert read[-2:] == ["Der Bus kam gestern gar nicht.", "Alle warteten lange auf ihn."]


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
