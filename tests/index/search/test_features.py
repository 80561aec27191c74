"""What speaks for a sentence, computed."""

from __future__ import annotations

import numpy as np
import pytest

from index.search import FEATURES, Features
from index.search.features import better_neighbour, usual_features
from index.storage import Centre


def test_a_sentence_is_looked_at_with_the_better_of_its_neighbours() -> None:
    values = np.array([0.1, 0.9, 0.3, 0.4, 0.5, 0.8, 0.7])
    passages = np.array([7, 7, 7, 8, 9, 9, 9])
    np.testing.assert_array_equal(
        better_neighbour(values, passages), [0.9, 0.3, 0.9, 0.4, 0.8, 0.7, 0.8]
    )


def test_a_neighbour_may_speak_against_a_sentence() -> None:
    values = np.array([-0.1, -0.9, 0.3])
    np.testing.assert_array_equal(better_neighbour(values, np.array([1, 1, 2])), [-0.9, -0.1, 0.3])


def test_what_is_usual_is_the_cosine_of_the_centre() -> None:
    """Of a sentence's neighbour too; of words nothing is usual."""
    centre = Centre(np.array([0.5, 0.1], np.float32), np.array([0.2, 0.3], np.float32))
    usual = dict(
        zip(FEATURES, usual_features(centre, np.array([1.0, 0.0], np.float32)), strict=True)
    )
    assert usual == pytest.approx(
        {"sentence": 0.2, "neighbour": 0.2, "passage": 0.5, "lexical": 0.0}
    )


def test_closeness_is_of_sentence_and_passage_alike() -> None:
    features = Features(sentence=0.8, neighbour=0.9, passage=0.4, lexical=1.0)
    assert features.closeness == pytest.approx(0.6)
