"""Whatever is damaged or missing is one clear line."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from shelf import BUS, Shelf, sentences, state_name

from index import FundstelleError, InputError, archive_status
from index.storage.state import FORMAT


def test_an_index_folder_that_is_a_file_is_one_clear_error(shelf: Shelf) -> None:
    shelf.index_dir.write_text("not a folder")
    for use in (lambda: shelf.update(shelf.articles), shelf.open):
        with pytest.raises(InputError, match="is a file, not the folder of an index"):
            use()


def test_a_missing_index_says_how_to_build_one(shelf: Shelf) -> None:
    for read in (shelf.open, lambda: archive_status(shelf.index_dir)):
        with pytest.raises(InputError) as caught:
            read()
        assert str(caught.value) == (
            f"there is no index in {shelf.index_dir}: build it with: fundstelle index PATH"
        )


FILES = ["articles.sqlite", "passages.faiss", "sentences.faiss", "manifest.json"]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [b"", b"garbage" * 50, None], ids=["empty", "garbage", "gone"])
def test_a_damaged_index_is_one_clear_line(shelf: Shelf, name: str, content: bytes | None) -> None:
    shelf.update(shelf.articles)
    path = shelf.index_dir / state_name(1) / name
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    shelf.write("bus.txt", BUS)
    for use in (shelf.sentences, lambda: shelf.update(shelf.articles)):
        with pytest.raises(FundstelleError) as caught:
            use()
        message = str(caught.value)
        assert str(shelf.index_dir) in message
        assert "fundstelle index PATH" in message
        assert "\n" not in message


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_was_cut_short_is_one_clear_line(shelf: Shelf, name: str) -> None:
    shelf.update(shelf.articles)
    path = shelf.index_dir / state_name(1) / name
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(FundstelleError) as caught:
        shelf.sentences()
    assert "\n" not in str(caught.value)


def test_vectors_of_another_archive_are_noticed(shelf: Shelf, tmp_path: Path) -> None:
    shelf.update(shelf.articles)
    folder = shelf.index_dir / state_name(1)
    (folder / "passages.faiss").write_bytes((folder / "sentences.faiss").read_bytes())
    for use in (shelf.open, lambda: shelf.update(shelf.articles / "zug.txt")):
        shelf.write("zug.txt", BUS)
        with pytest.raises(FundstelleError, match="is damaged .*vectors"):
            use()


def test_damage_that_shows_only_in_use_is_one_clear_line(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    path = shelf.index_dir / state_name(1) / "articles.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE sentence_terms")
    snapshot = shelf.open().current()
    with pytest.raises(FundstelleError, match="is damaged"):
        sentences(snapshot)


def test_an_index_of_another_format_is_one_clear_line(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    path = shelf.index_dir / state_name(1) / "manifest.json"
    path.write_text(path.read_text().replace(f'"format": {FORMAT}', '"format": 99, "other": {}'))
    with pytest.raises(FundstelleError, match=f"has format 99, this version reads format {FORMAT}"):
        shelf.open()


_FLIPS = """
import random, shutil, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from shelf import candidates
from word_encoder import word_embedder
from index import Archive, FundstelleError

index_dir = Path(sys.argv[1])
state = next(index_dir.glob("state-*"))
whole = {path: path.read_bytes() for path in sorted(state.iterdir())}
rng = random.Random(0)
outcomes = []
for number in range(120):
    path = rng.choice(list(whole))
    data = bytearray(whole[path])
    at = rng.randrange(len(data))
    data[at] ^= 1 << rng.randrange(8)
    path.unlink()  # FAISS and SQLite may still have the last one open
    path.write_bytes(bytes(data))
    try:
        snapshot = Archive(index_dir, word_embedder()).current()
        found = candidates(snapshot, "Wer winkte am Morgen?", "de")
        for article in snapshot.articles():
            snapshot.article(article.id)
        outcomes.append("read")
    except FundstelleError as error:
        assert "\\n" not in str(error) and str(index_dir) in str(error), error
        outcomes.append("told")
    except Exception as error:
        print(path.name, at, type(error).__name__, error)
        outcomes.append("raised")
    path.unlink()
    path.write_bytes(whole[path])
print(*(f"{kind}={outcomes.count(kind)}" for kind in ("read", "told", "raised")))
"""


def test_a_flipped_bit_is_one_clear_line_or_does_no_harm(shelf: Shelf) -> None:
    """In a process of its own, which damaged vectors may end. Checksums would notice the rest."""
    shelf.update(shelf.articles)
    helpers = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", _FLIPS, str(shelf.index_dir), str(helpers)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "raised=0" in done.stdout, done.stdout
    assert "told=0" not in done.stdout, done.stdout
