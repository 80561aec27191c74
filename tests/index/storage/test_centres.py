"""The centre of a language's vectors, and of one with few texts."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.storage.centres import Centre, language_centres
from index.storage.faiss_vectors import FaissVectors

RNG = np.random.default_rng(0)


def _around(mean: np.ndarray, count: int) -> np.ndarray:
    vectors = mean + 0.1 * RNG.normal(size=(count, len(mean)))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def _centres(folder: Path, of_language: dict[str, np.ndarray]) -> dict[str, Centre]:
    vectors = FaissVectors.empty(8, folder)
    ids: dict[str, list[int]] = {}
    for language, of_texts in of_language.items():
        start = len(vectors)
        ids[language] = list(range(start, start + len(of_texts)))
        vectors.add(ids[language], of_texts)
    return language_centres({name: (i, i) for name, i in ids.items()}, vectors, vectors)


def test_a_centre_is_what_a_languages_vectors_have_in_common(tmp_path: Path) -> None:
    one, other = np.eye(8)[0], np.eye(8)[1]
    texts = {"de": _around(one, 6_000), "en": _around(other, 6_000)}
    centres = _centres(tmp_path, texts)
    for language, vectors in texts.items():
        for centre in (centres[language].passages, centres[language].sentences):
            assert centre.dtype == np.float32
            assert np.abs(centre - vectors.mean(axis=0)).max() < 0.05


def test_a_language_of_few_texts_has_no_centre_of_its_own(tmp_path: Path) -> None:
    one, other = np.eye(8)[0], np.eye(8)[1]
    texts = {"de": _around(one, 1_000), "it": _around(other, 1)}
    centres = _centres(tmp_path, texts)
    overall = np.mean([vectors.mean(axis=0) for vectors in texts.values()], axis=0)
    assert np.abs(centres["it"].sentences - overall).max() < 0.01
    assert np.abs(centres["de"].sentences - texts["de"].mean(axis=0)).max() < 0.06


def test_a_language_without_vectors_has_no_centre(tmp_path: Path) -> None:
    texts = {"de": _around(np.eye(8)[0], 3), "it": np.zeros((0, 8), np.float32)}
    assert set(_centres(tmp_path, texts)) == {"de"}
    assert _centres(tmp_path, {}) == {}
