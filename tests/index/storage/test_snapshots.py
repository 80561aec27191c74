"""Who reads keeps the state that they began with; who comes later reads the newest."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from shelf import BUS, SCHIFF, ZUG, Shelf, candidates, sentences

from index import Archive, Snapshot, update_index
from index.storage.database import open_for_writing
from index.storage.store import ArticleStore

_UPDATE = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from word_encoder import word_embedder
from index import update_index
rebuild = sys.argv[4:] == ["rebuild"]
paths = [Path(sys.argv[3])]
update_index(Path(sys.argv[2]), paths, word_embedder(), lambda *_: None, rebuild=rebuild)
"""


def _by_another_process(shelf: Shelf, *rebuild: str) -> None:
    helpers = str(Path(__file__).parents[1])
    command = [sys.executable, "-c", _UPDATE, helpers, str(shelf.index_dir), str(shelf.articles)]
    subprocess.run([*command, *rebuild], check=True, timeout=120)


def _by_another_thread(shelf: Shelf, *rebuild: str) -> None:
    def update() -> None:
        paths = [shelf.articles]
        update_index(shelf.index_dir, paths, shelf.embedder, lambda *_: None, rebuild=bool(rebuild))

    thread = threading.Thread(target=update)
    thread.start()
    thread.join(timeout=120)
    assert not thread.is_alive()


def _everything(snapshot: Snapshot) -> list[object]:
    ids = [of_passage[0] // 256 for of_passage in snapshot.store.all_sentence_ids()]
    found = candidates(snapshot, "Wer winkte am Morgen?", "de")
    return [
        snapshot.state,
        list(snapshot.articles()),
        [snapshot.article(article.id) for article in snapshot.articles()],
        snapshot.store.passages(ids),
        snapshot.passage_vectors(ids).tolist(),
        {name: centre.sentences.tolist() for name, centre in snapshot.centres.items()},
        [(c.sentence, c.score) for c in found],
        snapshot.languages,
        snapshot.sources,
        snapshot.store.counts(),
    ]


@pytest.mark.parametrize("update", [_by_another_process, _by_another_thread])
@pytest.mark.parametrize("how", ["", "rebuild"])
def test_a_snapshot_stays_as_it_was_and_the_next_one_is_new(shelf: Shelf, update, how: str) -> None:
    shelf.update(shelf.articles)
    archive = shelf.open()
    held = archive.current()
    before = _everything(held)
    shelf.write("zug.txt", f"{ZUG} So war das an jenem Tag.")
    (shelf.articles / "schiff.txt").unlink()
    shelf.write("bus.txt", BUS)
    update(shelf, *filter(None, [how]))
    assert _everything(held) == before
    after = archive.current()
    texts = {article.text for article in after.articles()}
    assert texts == {f"{ZUG} So war das an jenem Tag.", BUS}
    assert after.state.identity == held.state.identity or how
    assert SCHIFF not in texts
    assert _everything(held) == before
    assert len(sentences(after)) == 5


def test_a_snapshot_is_of_one_state_though_nothing_was_read_of_it_yet(shelf: Shelf) -> None:
    """Articles, too, that are read for the first time after they have gone."""
    shelf.update(shelf.articles)
    held = shelf.open().current()
    for path in shelf.articles.iterdir():
        path.unlink()
    shelf.write("bus.txt", BUS)
    _by_another_thread(shelf)
    assert {article.text for article in held.articles()} == {ZUG, SCHIFF}


def test_many_updates_leave_a_snapshot_as_it_was(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    archive = shelf.open()
    held = [archive.current()]
    before = [_everything(held[0])]
    for number in range(12):
        shelf.write("zug.txt", f"Der Zug {number} kam an. Es war Zug {number * 7}.")
        shelf.update(shelf.articles)
        held.append(archive.current())
        before.append(_everything(held[-1]))
    assert [snapshot.state.number for snapshot in held] == list(range(1, 14))
    assert [_everything(snapshot) for snapshot in held] == before


def test_what_is_not_published_is_not_seen(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    archive = shelf.open()
    seen = []

    def look(*_: object) -> None:
        seen.append(len(sentences(archive.current())))

    shelf.write("bus.txt", BUS)
    update_index(shelf.index_dir, [shelf.articles], shelf.embedder, look)
    assert set(seen) == {4}
    assert len(sentences(archive.current())) == 6


def test_eight_threads_ask_one_snapshot(shelf: Shelf) -> None:
    for number in range(40):
        shelf.write(f"{number}.txt", f"Der Zug {number} fuhr am Morgen nach Ort {number * 7}.")
    shelf.update(shelf.articles)
    snapshot = shelf.open().current()
    expected = _everything(snapshot)
    differing: list[int] = []
    done: list[int] = []

    def read(number: int) -> None:
        for _ in range(5):
            if _everything(snapshot) != expected:
                differing.append(number)
            done.append(number)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    shelf.write("bus.txt", BUS)
    shelf.update(shelf.articles)
    for thread in threads:
        thread.join(timeout=120)
    assert len(done) == 40
    assert differing == []


def test_threads_that_open_snapshots_while_it_is_updated_get_whole_ones(shelf: Shelf) -> None:
    """Each article here has as many sentences as its state has a number."""
    shelf.write("zug.txt", "Der Zug 1 kam an.")
    (shelf.articles / "schiff.txt").unlink()
    shelf.update(shelf.articles)
    archive, ends = shelf.open(), threading.Event()
    errors: list[object] = []
    states = set[int]()

    def read() -> None:
        while not ends.is_set():
            try:
                snapshot = archive.current()
                (article,) = snapshot.articles()
                count = snapshot.store.counts()["sentences"]
                if not article.text.count("Zug") == count == snapshot.state.number:
                    errors.append((article.text, count, snapshot.state.number))
                if len(sentences(snapshot)) != count:
                    errors.append("other sentences")
                states.add(snapshot.state.number)
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(2, 15):
        text = " ".join(f"Der Zug {n} kam an." for n in range(1, number + 1))
        shelf.write("zug.txt", text)
        shelf.update(shelf.articles)
    ends.set()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    assert len(states) > 3


def test_a_snapshot_that_nobody_holds_gives_its_files_back_at_once(shelf: Shelf) -> None:
    """An archive that is asked often keeps no more open than it needs."""
    shelf.update(shelf.articles)
    archive = shelf.open()
    gc.disable()
    try:
        open_files = []
        for number in range(10):
            shelf.write("zug.txt", f"{ZUG} Das war Zug {number}.")
            shelf.update(shelf.articles)
            sentences(archive.current())
            open_files.append(len(os.listdir("/proc/self/fd")))
        assert open_files[-1] <= open_files[0]
    finally:
        gc.enable()


def test_the_log_of_the_database_is_taken_in_when_nobody_reads(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    held = shelf.open().current()
    for number in range(5):
        shelf.write("zug.txt", f"{ZUG} Das war Zug {number}.")
        shelf.update(shelf.articles)
    log = shelf.database.with_name(f"{shelf.database.name}-wal")
    assert log.stat().st_size > 0
    held.store.close()
    shelf.write("bus.txt", BUS)
    shelf.update(shelf.articles)
    assert not log.exists() or log.stat().st_size == 0


def test_an_index_that_cannot_be_written_beside_can_be_read(shelf: Shelf, tmp_path: Path) -> None:
    """As on a medium that is read-only: without the files that SQLite else makes beside it."""
    shelf.update(shelf.articles)
    copy = tmp_path / "medium"
    (copy / "vectors").mkdir(parents=True)
    for path in (shelf.database, *shelf.vectors()):
        (copy / path.relative_to(shelf.index_dir)).write_bytes(path.read_bytes())
    for path in (*copy.rglob("*"), copy):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        if os.access(copy, os.W_OK):
            pytest.skip("this user may write everywhere")
        assert len(sentences(Archive(copy, shelf.embedder).current())) == 4
        assert sorted(os.listdir(copy)) == [shelf.database.name, "vectors"]
    finally:
        for path in (copy, copy / "vectors"):
            path.chmod(0o755)


def test_a_reader_does_not_wait_for_a_writer(shelf: Shelf) -> None:
    shelf.update(shelf.articles)
    with closing(open_for_writing(shelf.database)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM articles")
        assert len(shelf.sentences()) == 4
        with closing(ArticleStore(shelf.database, shelf.index_dir)) as store:
            assert store.counts()["articles"] == 2
        writer.execute("ROLLBACK")
