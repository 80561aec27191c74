"""Every format, container and store of vectors keeps its contract."""

from __future__ import annotations

from pathlib import Path

import pytest
from samples import SAMPLES

from index.articles import FORMATS, Folder, Format
from index.storage.faiss_vectors import FaissVectors
from index.testing import check_container, check_format, check_vectors
from index.testing.vectors import Content


@pytest.mark.parametrize("reader", FORMATS, ids=lambda reader: type(reader).__name__)
def test_every_registered_format(reader: Format, tmp_path: Path) -> None:
    check_format(reader, SAMPLES[type(reader)], tmp_path)


def test_a_folder_is_a_container(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "below/c.csv", ".hidden.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Text")
    expected = [str(tmp_path / name) for name in ("a.md", "b.txt", "below/c.csv")]
    check_container(Folder(tmp_path), expected)


def test_vectors_in_faiss(tmp_path: Path) -> None:
    def make(content: Content) -> FaissVectors:
        store = FaissVectors.empty(16, tmp_path)
        for ids, vectors in content.values():
            store.add(ids, vectors)
        store.save(tmp_path / "vectors.faiss")
        loaded = FaissVectors.load(tmp_path / "vectors.faiss", len(store), 16, tmp_path)
        loaded.set_languages({language: ids for language, (ids, _) in content.items()})
        return loaded

    check_vectors(make)


def test_a_store_that_mixes_languages_up_is_found_out(tmp_path: Path) -> None:
    def make(content: Content) -> FaissVectors:
        store = FaissVectors.empty(16, tmp_path)
        for ids, vectors in content.values():
            store.add(ids, vectors)
        every = [i for ids, _ in content.values() for i in ids]
        store.set_languages(dict.fromkeys(content, every))
        return store

    with pytest.raises(AssertionError, match="only what is asked for"):
        check_vectors(make)
