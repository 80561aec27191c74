"""What the tests of `index` share."""

from __future__ import annotations

import pytest
import word_encoder

from index import Embedder


@pytest.fixture
def word_embedder() -> Embedder:
    """An embedder that needs no model: see word_encoder."""
    return word_encoder.word_embedder()
