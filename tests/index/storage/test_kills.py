"""Killed at any moment, or out of room: the archive holds the old state or the new one, whole."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from killed_updates import kill_after, seconds_of
from word_encoder import word_embedder

from index import Archive, FundstelleError, update_index
from index.storage import merging, problems_of

_KILLS = 100


def _write(folder: Path, version: int) -> set[str]:
    """Files of which some come, some change and some go from one version to the next."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    texts = set()
    for number in range(12):
        if (number + version) % 4:
            edition = version if number % 3 == 0 else 0
            text = f"Der Zug Nummer {number} fuhr ab, zum {edition}. Mal. Niemand sah ihm nach."
            (folder / f"{number}.txt").write_text(f"---\nlanguage: de\n---\n{text}")
            texts.add(text)
    return texts


def _held(index_dir: Path) -> set[str]:
    return {a.text for a in Archive(index_dir, word_embedder()).current().articles()}


def test_a_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    """Updates and merges are cut off at random; each next one goes on from what is there."""
    articles, index_dir = tmp_path / "articles", tmp_path / "index"
    before = _write(articles, 0)
    longest = max(seconds_of(index_dir, articles), seconds_of(index_dir, articles))
    rng = random.Random(0)
    killed = 0
    for version in range(1, _KILLS + 1):
        after = _write(articles, version)
        killed += kill_after(rng.uniform(0, longest), index_dir, articles)
        held = _held(index_dir)
        assert held in (before, after), f"version {version}"
        if version % 10 == 0:
            assert problems_of(index_dir) == []
            update_index(index_dir, [articles], word_embedder(), lambda *_: None)
            assert _held(index_dir) == after
        before = _held(index_dir)
    assert killed > _KILLS // 2
    files = len(list((index_dir / "vectors").iterdir()))
    assert files < 3 * merging._OF_ONE_SIZE, "what killed writers left is cleared up"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2200k", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("this user may mount no file system")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_small_disk_that_fills_up_is_one_clear_line_and_loses_nothing(
    small_disk: Path, tmp_path: Path
) -> None:
    articles, index_dir = tmp_path / "articles", small_disk / "index"
    held = _write(articles, 1)
    update_index(index_dir, [articles], word_embedder(), lambda *_: None)
    failures = 0
    for number in range(40):
        text = " ".join(f"Wort{number}x{n}" for n in range(1_500))
        (articles / f"more-{number}.txt").write_text(f"---\nlanguage: de\n---\n{text}.")
        try:
            update_index(index_dir, [articles], word_embedder(), lambda *_: None)
            held.add(f"{text}.")
        except FundstelleError as error:
            assert "\n" not in str(error)
            assert "repair" not in str(error), "a full disk is no damage"
            failures += 1
            (articles / f"more-{number}.txt").unlink()
        assert _held(index_dir) == held
        if failures == 3:
            break
    assert failures == 3
    assert problems_of(index_dir) == []
    for path in articles.glob("more-*.txt"):
        path.unlink()
    subprocess.run(["mount", "-o", "remount,size=16m", str(small_disk)], check=True)
    update_index(index_dir, [articles], word_embedder(), lambda *_: None)
    assert len(_held(index_dir)) == 9


def test_a_disk_that_fills_up_while_all_is_made_anew_leaves_what_was_there(
    small_disk: Path, tmp_path: Path
) -> None:
    """At whatever moment: not even the last one, when the new database gets its name."""
    articles, index_dir = tmp_path / "articles", small_disk / "index"
    _write(articles, 1)
    text = " ".join(f"Wort{n}" for n in range(1_500))
    (articles / "long.txt").write_text(f"---\nlanguage: de\n---\n{text}.")
    subprocess.run(["mount", "-o", "remount,size=32m", str(small_disk)], check=True)
    update_index(index_dir, [articles], word_embedder(), lambda *_: None)
    held = _held(index_dir)
    failures = 0
    for size in range(2_000, 9_000, 200):
        subprocess.run(["mount", "-o", f"remount,size={size}k", str(small_disk)], check=False)
        try:
            update_index(index_dir, [], word_embedder(), lambda *_: None, rebuild=True)
        except FundstelleError as error:
            assert "repair" not in str(error)
            failures += 1
        assert _held(index_dir) == held, f"{size} kB"
    assert failures
    assert problems_of(index_dir) == []
