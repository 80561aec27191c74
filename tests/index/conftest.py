"""What the tests of `index` share."""

from __future__ import annotations

from pathlib import Path

import pytest
import word_encoder
from shelf import SCHIFF, ZUG, Shelf

from index import Embedder


@pytest.fixture
def word_embedder() -> Embedder:
    """An embedder that needs no model: see word_encoder."""
    return word_encoder.word_embedder()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Two articles, not indexed yet."""
    shelf = Shelf(tmp_path)
    shelf.write("zug.txt", ZUG)
    shelf.write("schiff.txt", SCHIFF)
    return shelf
