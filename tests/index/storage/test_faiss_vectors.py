"""Vectors in FAISS, beyond their contract (tests/index/testing)."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import pytest
from word_encoder import word_embedder

from index import DamagedError, update_index
from index.storage.faiss_vectors import FaissVectors
from index.storage.state import latest_state


def _unit(*rows: list[float]) -> np.ndarray:
    vectors = np.array(rows, dtype=np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_vectors_are_found_by_cosine_and_gone_once_removed(tmp_path: Path) -> None:
    vectors = FaissVectors.empty(2, tmp_path)
    vectors.add([7, 8, 9], _unit([1, 0], [1, 1], [0, 1]))
    question = _unit([1, 0.1])[0]
    assert list(vectors.search(question, 2)) == [7, 8]
    assert list(vectors.search(question, 10, None, [9, 8])) == [8, 9]
    vectors.remove([7])
    assert len(vectors) == 2
    assert list(vectors.search(question, 10)) == [8, 9]
    with pytest.raises(DamagedError):
        vectors.vectors([7])
    vectors.save(tmp_path / "v.faiss")
    loaded = FaissVectors.load(tmp_path / "v.faiss", 2, 2, tmp_path)
    assert loaded.search(question, 10) == vectors.search(question, 10)
    for count, dimension in ((3, 2), (2, 3)):
        with pytest.raises(DamagedError, match="holds 2 vectors of 2 dimensions, not"):
            FaissVectors.load(tmp_path / "v.faiss", count, dimension, tmp_path)
    np.testing.assert_array_equal(loaded.vectors([9, 8]), _unit([0, 1], [1, 1]))


def test_an_empty_store_of_vectors_finds_nothing(tmp_path: Path) -> None:
    assert FaissVectors.empty(2, tmp_path).search(_unit([1, 0])[0], 5) == {}


def test_what_an_update_removed_is_gone_from_the_vectors(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"---\nlanguage: de\n---\nDatei {name} ist da. Sie bleibt.")
    index_dir = tmp_path / "index"
    sizes = []
    for _ in range(2):
        update_index(index_dir, [tmp_path], word_embedder(), lambda *_: None)
        state = latest_state(index_dir)
        assert state is not None
        paths = state.passage_vectors, state.sentence_vectors
        sizes.append([faiss.read_index(str(path)).ntotal for path in paths])
        (tmp_path / "b.txt").unlink(missing_ok=True)
    assert sizes == [[2, 4], [1, 2]]
