"""A Milvus server that is gone, slow, or comes back: one clear line, and then on as before."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from milvus_server import MilvusServer
from shelf import BUS, Shelf, sentences

from index import FundstelleError, InputError
from index.storage import MilvusAddress, add_articles, archive_status
from index.storage.milvus import proposals

_BACK_WITHIN = 90  # seconds; it takes some twenty to load what it held


def _kept(folder: Path, server: MilvusServer, name: str) -> Shelf:
    shelf = Shelf(folder, server.address(name))
    shelf.write("bus.txt", BUS)
    shelf.update(shelf.articles)
    return shelf


def test_an_archive_goes_on_when_the_server_is_back(
    tmp_path: Path, milvus_server: MilvusServer
) -> None:
    shelf = _kept(tmp_path, milvus_server, "restarted")
    archive = shelf.open()
    expected = sentences(archive.current())
    milvus_server.stop()
    try:
        for ask in (archive, shelf.open()):  # to open one the server is not needed
            with pytest.raises(FundstelleError) as caught:
                sentences(ask.current())
            assert f"milvus://127.0.0.1:{milvus_server.port}/restarted" in str(caught.value)
            assert "\n" not in str(caught.value)
        assert archive_status(shelf.index_dir, shelf.vectors_in).store_answers is False
        shelf.write("zug.txt", "Der Zug kam.")
        with pytest.raises(FundstelleError, match="milvus://"):
            shelf.update(shelf.articles)
    finally:
        milvus_server.start()
    until = time.monotonic() + _BACK_WITHIN
    while True:
        try:
            assert sentences(archive.current()) == expected
            break
        except FundstelleError:
            assert time.monotonic() < until
            time.sleep(0.2)
    shelf.update(shelf.articles)
    assert "Der Zug kam." in sentences(archive.current())
    assert archive_status(shelf.index_dir, shelf.vectors_in).store_answers is True


def test_a_server_that_does_not_answer_is_not_waited_for(
    tmp_path: Path, milvus_server: MilvusServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = _kept(tmp_path, milvus_server, "slow").open()
    expected = sentences(archive.current())
    monkeypatch.setattr(proposals, "READING", 1.0)
    milvus_server.pause()
    try:
        with pytest.raises(FundstelleError, match="cannot be searched"):
            sentences(archive.current())
    finally:
        milvus_server.resume()
    monkeypatch.undo()
    assert sentences(archive.current()) == expected


def test_without_what_milvus_needs_a_line_says_what_to_install(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    shelf.vectors_in = MilvusAddress.read("milvus://127.0.0.1:1/none")
    with pytest.raises(InputError, match=r"pip install 'fundstelle\[milvus\]'"):
        shelf.update(shelf.articles)


def test_a_file_that_is_none_is_one_clear_line(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "no.db").write_text("This is no database.")
    shelf.vectors_in = MilvusAddress.read(f"milvus:{tmp_path / 'no.db'}")
    with pytest.raises(FundstelleError) as caught:
        shelf.update(shelf.articles)
    assert "no.db" in str(caught.value) and "\n" not in str(caught.value)


def test_an_empty_archive_needs_no_server(tmp_path: Path) -> None:
    nowhere = MilvusAddress.read("milvus://127.0.0.1:1/none")
    shelf = Shelf(tmp_path, nowhere)
    add_articles(shelf.index_dir, (), shelf.embedder, lambda *_: None, vectors_in=nowhere)
    assert sentences(shelf.open().current()) == set()
