"""Translations that are kept, and what becomes of a file that somebody damaged."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from qa.gist.alignment import Link
from qa.gist.kept import KeptTranslations, Translation

MADE = Translation("The bridge is closed.", True, [Link((0, 3), (0, 3)), Link((4, 10), (4, 10))])
KNOWN_BY = ("some model", "de", "en", "Die Brücke ist zu.")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "gists.sqlite"


def test_what_is_put_there_is_there_again(path: Path) -> None:
    kept = KeptTranslations(path)
    assert kept.get(*KNOWN_BY) is None
    kept.put(MADE, *KNOWN_BY)
    assert KeptTranslations(path).get(*KNOWN_BY) == MADE
    assert kept.get(*KNOWN_BY[:-1], "Die Brücke ist auf.") is None
    kept.put(Translation("Shut.", False, []), *KNOWN_BY)
    assert kept.get(*KNOWN_BY) == Translation("Shut.", False, [])


def write_older(path: Path) -> bytes:
    """A file of an earlier version."""
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE gists (key BLOB PRIMARY KEY, gist TEXT NOT NULL)")
        connection.execute("INSERT INTO gists VALUES (x'00', 'The bridge.')")
    return path.read_bytes()


def assert_heals(path: Path) -> None:
    kept = KeptTranslations(path)
    for _ in range(3):
        kept.get(*KNOWN_BY)  # whatever it gives
        kept.put(MADE, *KNOWN_BY)
    assert kept.get(*KNOWN_BY) == MADE


def test_a_file_of_an_earlier_version_is_begun_anew(path: Path) -> None:
    write_older(path)
    assert_heals(path)
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        assert tables.fetchall() == [("translations",)]


@pytest.mark.parametrize("older", [True, False])
def test_a_damaged_file_costs_no_more_than_what_it_held(path: Path, older: bool) -> None:
    if older:
        whole = write_older(path)
    else:
        KeptTranslations(path).put(MADE, *KNOWN_BY)
        whole = path.read_bytes()
    chance = random.Random(1)
    for _ in range(60):
        damaged = bytearray(whole)
        # Where the schema stands, mostly.
        for at in chance.choices(range(0, 400), k=4) + chance.choices(range(len(whole)), k=40):
            damaged[at] = chance.randrange(256)
        path.write_bytes(damaged)
        assert_heals(path)


@pytest.mark.parametrize(
    "links",
    [
        [[0, 5, "x", 3]], [["a", 1, 0, 1]], [[0, 1]], [1], {}, None, [[0, 1, 0, 900]],
        [[0, 1, -2, 1]], [[3, 1, 0, 1]], [[0, 1, 0.5, 1]],
    ],
)  # fmt: skip
def test_links_to_what_is_not_there_are_not_followed(path: Path, links: object) -> None:
    kept = KeptTranslations(path)
    kept.put(MADE, *KNOWN_BY)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE translations SET links = ?", (json.dumps(links),))
    found = kept.get(*KNOWN_BY)
    assert found is None or found.links == []
