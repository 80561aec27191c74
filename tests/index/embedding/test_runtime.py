"""Which library computes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from index import Embedder, Settings
from index.embedding import PassageText, accelerated_model, opening, runtime_in_use
from index.embedding.processor import multiplies_bytes

TEXTS = ["Der Rat tagte vier Stunden.", "The council sat for four hours."]


def test_what_computes_is_told_in_a_line() -> None:
    told = runtime_in_use(Settings())
    assert told.startswith("OpenVINO 2026")
    assert "\n" not in told
    assert ("int8" in told) == multiplies_bytes()


def test_another_model_is_run_by_pytorch() -> None:
    assert runtime_in_use(replace(Settings(), embedding_model="other/model")).startswith("PyTorch")


@pytest.fixture
def on_device(monkeypatch: pytest.MonkeyPatch) -> Embedder:
    """Where PyTorch embeds articles, on what every machine has."""
    monkeypatch.setattr(opening, "may_have_accelerator", lambda: True)
    monkeypatch.setattr(accelerated_model, "accelerator", lambda: "cpu")
    return opening.open_embedder(Settings())


def test_on_a_device_articles_get_the_vectors_that_they_get_on_the_processor(
    on_device: Embedder, real_embedder: Embedder
) -> None:
    assert on_device.model_hash == real_embedder.model_hash
    vectors = on_device.embed_documents(TEXTS)
    assert (vectors * real_embedder.embed_documents(TEXTS)).sum(axis=1).min() > 0.998
    asked = on_device.embed_query(TEXTS[1])
    np.testing.assert_allclose(asked, real_embedder.embed_query(TEXTS[1]), atol=1e-3)


def test_on_a_device_sentences_get_vectors_of_their_own(on_device: Embedder) -> None:
    missing = "Header: a row"
    passages = [PassageText(" ".join(TEXTS), tuple(TEXTS)), PassageText(TEXTS[0], (missing,))]
    done: list[int] = []
    first, second = on_device.embed_passages(passages, done.append)
    expected = on_device.embed_documents([*TEXTS, missing])
    np.testing.assert_allclose(first.sentences, expected[:2], atol=1e-4)
    np.testing.assert_allclose(second.sentences, expected[2:], atol=1e-4)
    assert done == [1, 2]


def test_where_there_is_no_device_the_processor_embeds(
    real_embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "may_have_accelerator", lambda: True)
    monkeypatch.setattr(accelerated_model, "accelerator", lambda: None)
    passages = [PassageText(" ".join(TEXTS), tuple(TEXTS))]
    (found,) = opening.open_embedder(Settings()).embed_passages(passages)
    (expected,) = real_embedder.embed_passages(passages)
    np.testing.assert_array_equal(found.sentences, expected.sentences)
    np.testing.assert_array_equal(found.vector, expected.vector)
