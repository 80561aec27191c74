"""The centre of a language's vectors, and of one with few texts."""

from __future__ import annotations

import numpy as np

from index.storage.centres import Centre, language_centres

RNG = np.random.default_rng(0)


def _around(mean: np.ndarray, count: int) -> np.ndarray:
    vectors = mean + 0.1 * RNG.normal(size=(count, len(mean)))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def _centres(of_language: dict[str, np.ndarray]) -> dict[str, Centre]:
    """With each vector once as a passage's, and twice as a sentence's."""
    return language_centres(
        {
            name: (len(texts), texts.sum(axis=0), 2 * len(texts), 2 * texts.sum(axis=0))
            for name, texts in of_language.items()
        }
    )


def test_a_centre_is_what_a_languages_vectors_have_in_common() -> None:
    one, other = np.eye(8)[0], np.eye(8)[1]
    texts = {"de": _around(one, 6_000), "en": _around(other, 6_000)}
    centres = _centres(texts)
    for language, vectors in texts.items():
        for centre in (centres[language].passages, centres[language].sentences):
            assert centre.dtype == np.float32
            assert np.abs(centre - vectors.mean(axis=0)).max() < 0.05


def test_a_language_of_few_texts_has_no_centre_of_its_own() -> None:
    one, other = np.eye(8)[0], np.eye(8)[1]
    texts = {"de": _around(one, 1_000), "it": _around(other, 1)}
    centres = _centres(texts)
    overall = np.mean([vectors.mean(axis=0) for vectors in texts.values()], axis=0)
    assert np.abs(centres["it"].sentences - overall).max() < 0.02
    assert np.abs(centres["de"].sentences - texts["de"].mean(axis=0)).max() < 0.06


def test_a_language_without_vectors_has_no_centre() -> None:
    texts = {"de": _around(np.eye(8)[0], 3), "it": np.zeros((0, 8), np.float32)}
    assert set(_centres(texts)) == {"de"}
    assert _centres({}) == {}
