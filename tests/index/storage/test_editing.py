"""Articles that programs add, and that people remove."""

from __future__ import annotations

from pathlib import Path

import pytest
from shelf import BUS, SCHIFF, ZUG, Shelf, sentences
from word_encoder import word_embedder

from index import Archive, Article, InputError, Settings

ARTICLE = Article(id="fahrplan", title="Fahrplan", language="de", text=BUS)


def _titles(archive: Archive) -> set[str]:
    return {article.title for article in archive.current().articles()}


def test_a_program_adds_articles_that_come_from_no_file(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    archive = shelf.open()
    archive.add(ARTICLE)
    assert archive.current().article("fahrplan") == ARTICLE
    assert "Der Bus kam gestern gar nicht." in sentences(archive.current())
    assert shelf.update() == (0, 0, 0, 2), "no file accounts for it"
    assert "Fahrplan" in _titles(archive)


def test_an_article_of_the_same_id_takes_the_place_of_the_earlier(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    archive = shelf.open()
    archive.add(ARTICLE, Article(id="other", title="Anderes", language="de", text=SCHIFF))
    archive.add(Article(id="fahrplan", title="Neuer Fahrplan", language="de", text=ZUG))
    assert archive.current().article("fahrplan").text == ZUG
    assert archive.current().article("other").text == SCHIFF
    assert "Der Bus kam gestern gar nicht." not in sentences(archive.current())


def test_syncing_is_updating(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    archive = shelf.open()
    shelf.write("bus.txt", BUS)
    assert archive.sync().added == 1
    assert archive.sync([shelf.articles]).unchanged == 3


def test_what_is_removed_stays_away_until_it_is_named_again(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    archive = shelf.open()
    path = shelf.articles / "zug.txt"
    (removed,) = archive.remove(path)
    assert _titles(archive) == {"Das Schiff legte am Abend an"}
    with pytest.raises(KeyError):
        archive.current().article(removed)
    assert shelf.update() == (0, 0, 0, 1)
    shelf.write("zug.txt", ZUG + " Und das ist neu.")
    assert shelf.update() == (0, 0, 0, 1), "even where it has changed"
    assert shelf.update(path) == (1, 0, 0, 0)
    assert shelf.update() == (0, 0, 0, 2), "from now on it is taken up again"


def test_an_id_and_a_folder_are_removed_likewise(shelf: Shelf) -> None:
    shelf.write("below/bus.txt", BUS)
    shelf.update(shelf.articles)
    archive = shelf.open()
    (ship,) = [a.id for a in archive.current().articles() if "Schiff" in a.title]
    assert archive.remove(ship) == [ship]
    assert len(archive.remove(str(shelf.articles / "below"))) == 1
    assert _titles(archive) == {"Der Zug fuhr am Morgen ab"}
    shelf.write("below/new.txt", "Ein neuer Text steht hier.")
    assert shelf.update() == (0, 0, 0, 1)
    assert shelf.update(shelf.articles) == (3, 0, 0, 1), "the folder above was named"


@pytest.mark.parametrize("which", ["nobody", "/nowhere/at/all.txt", ""])
def test_what_is_not_there_is_one_clear_line_and_removes_nothing(shelf: Shelf, which: str) -> None:
    shelf.update(shelf.articles)
    archive = shelf.open()
    with pytest.raises(InputError, match="neither the id of an article nor a path"):
        archive.remove(shelf.articles / "zug.txt", which)
    assert len(_titles(archive)) == 2


def test_an_archive_may_begin_with_nothing(tmp_path: Path) -> None:
    settings = Settings(index_dir=tmp_path / "new" / "index")
    with pytest.raises(InputError, match="there is no index"):
        Archive.open(settings, embedder=word_embedder())
    archive = Archive.open(settings, embedder=word_embedder(), create=True)
    assert sentences(archive.current()) == set()
    archive.add(ARTICLE)
    again = Archive.open(settings, embedder=word_embedder(), create=True)
    assert _titles(again) == {"Fahrplan"}


def test_the_same_id_twice_at_once_is_the_latter(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    archive = shelf.open()
    archive.add(ARTICLE, Article(id="fahrplan", title="Später", language="de", text=ZUG))
    assert archive.current().article("fahrplan").title == "Später"


def test_a_snapshot_of_before_still_has_what_was_removed(shelf: Shelf, tmp_path: Path) -> None:
    shelf.update(shelf.articles)
    archive = shelf.open()
    before = archive.current()
    (removed,) = archive.remove(shelf.articles / "zug.txt")
    assert before.article(removed).text == ZUG
    assert "Der Zug fuhr am Morgen ab." in sentences(before)


def test_a_file_of_which_a_row_was_removed_is_still_accounted_for(
    shelf: Shelf, tmp_path: Path
) -> None:
    table = tmp_path / "table.csv"
    rows = "".join(f"de,Zeile {n},Der Zug Nummer {n} kam am Abend an.\n" for n in range(3))
    table.write_text(f"language,title,text\n{rows}", encoding="utf-8")
    shelf.update(shelf.articles, table)
    archive = shelf.open()
    (first,) = [a.id for a in archive.current().articles() if a.title == "Zeile 0"]
    archive.remove(first)
    table.unlink()
    assert shelf.update() == (0, 0, 2, 2)


def test_a_copy_can_be_removed_and_its_original_stays(shelf: Shelf) -> None:
    shelf.write("kopie.txt", ZUG)
    shelf.update(shelf.articles)
    archive = shelf.open()
    (copy,) = [path for path, file in archive.current().store.files().items() if file.same_as]
    assert archive.remove(copy) == []
    assert archive.sync([shelf.articles]).changes is False
    assert archive.current().store.copies() == {}
    assert len(_titles(archive)) == 2


def test_a_part_of_what_was_removed_is_not_taken_up_in_silence(shelf: Shelf) -> None:
    path = shelf.write("below/bus.txt", BUS)
    shelf.update(shelf.articles)
    shelf.open().remove(path.parent)
    with pytest.raises(InputError, match=f"was removed together with {path.parent}"):
        shelf.update(path)


def test_syncing_a_folder_again_takes_nothing_back_unless_told(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    archive = shelf.open()
    archive.remove(shelf.articles / "zug.txt")
    assert archive.sync([shelf.articles]).added == 0
    assert archive.sync([shelf.articles], take_back=True).added == 1


def test_half_a_character_is_no_text_and_no_damage(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    archive = shelf.open()
    with pytest.raises(InputError, match="half of a character"):
        archive.add(Article(id="x", title="t", language="de", text="Ein \ud800 Satz."))
    with pytest.raises(InputError, match="half of a character"):
        archive.current().article("\ud800")
    assert len(_titles(archive)) == 2


def test_a_removed_file_that_is_deleted_with_its_folder_is_not_looked_for_again(
    shelf: Shelf,
) -> None:
    shelf.update(shelf.articles)
    of_its_own = shelf.articles.parent / "alone" / "bus.txt"
    of_its_own.parent.mkdir()
    of_its_own.write_text(BUS, encoding="utf-8")
    shelf.update(of_its_own)
    archive = shelf.open()
    (known,) = archive.current().store.known(of_its_own)
    of_its_own.unlink()
    archive.remove(known)
    of_its_own.parent.rmdir()
    assert archive.current().sources == [shelf.articles]
    assert archive.sync().problems == []
