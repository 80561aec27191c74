"""Damage is found, and what can be read of an index is made anew from it."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from shelf import BUS, Shelf, sentences
from word_encoder import word_embedder

from index import FundstelleError, InputError
from index.storage import problems_of, published, repair_index
from index.storage.segments import vectors_folder


def _flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(bytes(content))


def _repair(shelf: Shelf):  # type: ignore[no-untyped-def]
    return repair_index(shelf.index_dir, shelf.embedder, lambda *_: None)


def _database(shelf: Shelf) -> Path:
    database = published(shelf.index_dir)
    assert database is not None
    return database


def test_a_whole_index_has_no_problem_and_is_left_alone(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    assert problems_of(shelf.index_dir) == []
    shelf.embedded.clear()
    before = shelf.names()
    repair = _repair(shelf)
    assert (repair.problems, repair.articles) == ([], 2)
    assert shelf.embedded == [] and shelf.names() == before


def test_every_flipped_byte_of_the_database_is_found(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    database = _database(shelf)
    whole = database.read_bytes()
    rng = random.Random(0)
    for _ in range(100):
        damaged = bytearray(whole)
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        database.write_bytes(bytes(damaged))
        problems = problems_of(shelf.index_dir)
        assert problems
        assert all("\n" not in problem for problem in problems)


def test_vectors_that_are_damaged_or_gone_are_made_anew(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    before = shelf.sentences()
    damages: list[Callable[[Path], None]] = [lambda path: _flip(path, 100), Path.unlink]
    for damage in damages:
        (segment,) = vectors_folder(shelf.index_dir).iterdir()
        damage(segment)
        assert len(problems_of(shelf.index_dir)) == 1
        with pytest.raises(FundstelleError, match="fundstelle repair"):
            shelf.open()
        repair = _repair(shelf)
        assert repair.articles == 2 and repair.lost == []
        assert problems_of(shelf.index_dir) == []
        assert shelf.sentences() == before


def test_what_can_be_read_of_a_damaged_database_is_kept(shelf: Shelf) -> None:
    """Without the files that the articles came from; those that are lost are read again."""
    for number in range(40):
        shelf.write(f"{number:02}.txt", f"Der Bus Nummer {number} kam. " + f"Wort{number} " * 400)
    shelf.update(shelf.articles)
    database = _database(shelf)
    content = database.read_bytes()
    _flip(database, content.index(b"Wort17 Wort17"))
    repair = _repair(shelf)
    assert repair.problems
    assert 0 < len(repair.lost) < 10
    assert repair.articles + len(repair.lost) == 42
    assert problems_of(shelf.index_dir) == []
    assert shelf.update(shelf.articles) == (len(repair.lost), 0, 0, 42 - len(repair.lost))


def test_an_index_of_which_nothing_can_be_read_says_what_to_do(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    database = _database(shelf)
    database.write_bytes(b"x" * 9_000)
    with pytest.raises(FundstelleError, match="index --rebuild") as caught:
        _repair(shelf)
    assert "\n" not in str(caught.value)
    shelf.write("bus.txt", BUS)
    with pytest.raises(FundstelleError):
        shelf.update(shelf.articles)


def test_a_damaged_index_can_be_made_anew_from_its_files(shelf: Shelf) -> None:
    from index import update_index

    shelf.update(shelf.articles)
    _database(shelf).write_bytes(b"x" * 9_000)
    done = update_index(
        shelf.index_dir, [shelf.articles], word_embedder(), lambda *_: None, rebuild=True
    )
    assert done.added == 2
    assert problems_of(shelf.index_dir) == []
    assert sentences(shelf.open().current())


def test_there_is_nothing_to_verify_without_an_index(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no index"):
        problems_of(tmp_path)


def test_another_model_than_the_indexs_repairs_nothing(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    (segment,) = vectors_folder(shelf.index_dir).iterdir()
    segment.unlink()
    other = word_embedder("other", 32)
    with pytest.raises(InputError, match="was made with the embedding model words"):
        repair_index(shelf.index_dir, other, lambda *_: None)
    assert _repair(shelf).articles == 2
