"""Which library computes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from index import Embedder, Settings
from index.embedding import opening, runtime_in_use
from index.embedding.processor import multiplies_bytes

TEXTS = ["Der Rat tagte vier Stunden.", "The council sat for four hours."]


def test_what_computes_is_told_in_a_line() -> None:
    told = runtime_in_use(Settings())
    assert told.startswith("OpenVINO 2026")
    assert "\n" not in told
    assert ("int8" in told) == multiplies_bytes()


def test_another_model_is_run_by_pytorch() -> None:
    assert runtime_in_use(replace(Settings(), embedding_model="other/model")).startswith("PyTorch")


def test_on_a_device_articles_get_the_vectors_that_they_get_on_the_processor(
    real_embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "accelerator", lambda: "cpu")
    on_device = opening.open_embedder(Settings())
    assert on_device.model_hash == real_embedder.model_hash
    vectors = on_device.embed_documents(TEXTS)
    assert (vectors * real_embedder.embed_documents(TEXTS)).sum(axis=1).min() > 0.998
    asked = on_device.embed_query(TEXTS[1])
    np.testing.assert_allclose(asked, real_embedder.embed_query(TEXTS[1]), atol=1e-3)
