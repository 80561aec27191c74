"""Many read while one adds, changes and removes: each sees one state, whole."""

from __future__ import annotations

import os
import random
import threading
import time
from pathlib import Path

from killed_updates import CONTEXT, take_up
from shelf import candidates
from word_encoder import word_embedder

from index import Archive

_READERS = 32
_SECONDS = float(os.environ.get("FUNDSTELLE_TEST_SECONDS", "4"))


def _write(folder: Path, number: int, version: int) -> None:
    """Both sentences of an article name its version: one that mixes two is seen."""
    text = f"Der Zug {number} fuhr am Morgen zum {version}. Mal ab. Niemand sah {version} nach."
    path = folder / f"{number}.txt"
    draft = path.with_suffix(".draft")
    draft.write_text(f"---\nlanguage: de\n---\n{text}", encoding="utf-8")
    draft.replace(path)


def _write_on(index_dir: Path, articles: Path, until: float) -> int:
    """Updates in processes of their own, as another program would do them; how many there were."""
    rng, version = random.Random(0), 1
    while time.monotonic() < until:
        for number in rng.sample(range(20), 5):
            _write(articles, number, version)
        for number in rng.sample(range(20), 3):
            (articles / f"{number}.txt").unlink(missing_ok=True)
        process = CONTEXT.Process(target=take_up, args=(str(index_dir), str(articles)))
        process.start()
        process.join()
        assert process.exitcode == 0
        version += 1
    return version


def test_every_sentence_stands_in_its_article_as_its_state_has_it(tmp_path: Path) -> None:
    articles, index_dir = tmp_path / "articles", tmp_path / "index"
    articles.mkdir()
    for number in range(20):
        _write(articles, number, 0)
    take_up(str(index_dir), str(articles))
    archive = Archive(index_dir, word_embedder())
    until = time.monotonic() + _SECONDS
    problems: list[str] = []
    read = [0] * _READERS

    def reader(place: int) -> None:
        try:
            while time.monotonic() < until:
                snapshot = archive.current()
                for candidate in candidates(snapshot, f"Welcher Zug {place % 20} fuhr ab?", "de"):
                    sentence = candidate.sentence
                    text = snapshot.article(sentence.article_id).text
                    assert text[sentence.start : sentence.end] == sentence.text
                    assert text.count(sentence.text) == 1
                    read[place] += 1
        except Exception as error:  # in a thread nobody sees it
            problems.append(repr(error))

    threads = [threading.Thread(target=reader, args=(place,)) for place in range(_READERS)]
    for thread in threads:
        thread.start()
    versions = _write_on(index_dir, articles, until)
    for thread in threads:
        thread.join()
    assert problems == []
    assert versions > 2 and min(read) > 0
    names = {Path(str(a.path)).name for a in archive.current().articles()}
    assert names == {path.name for path in articles.iterdir()}
