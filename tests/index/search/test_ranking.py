"""What each feature does to a candidate's place."""

from __future__ import annotations

import numpy as np
import pytest

from index.search import FEATURES
from index.search.ranking import scores

OWN, OTHER = np.array([True]), np.array([False])


def features(**values: float) -> np.ndarray:
    return np.array([[values.get(name, 0.05) for name in FEATURES]])


@pytest.mark.parametrize("name", FEATURES)
def test_more_of_any_feature_ranks_a_sentence_higher(name: str) -> None:
    assert scores(features(**{name: 0.1}), OWN) > scores(features(), OWN)
    if name != "lexical":
        assert scores(features(**{name: 0.1}), OTHER) > scores(features(), OTHER)


def test_matching_words_are_of_no_matter_in_another_language() -> None:
    assert scores(features(lexical=1.0), OTHER) == scores(features(lexical=0.0), OTHER)


def test_no_language_gains_by_its_weights() -> None:
    alike = dict.fromkeys(FEATURES, 0.1) | {"lexical": 0.5}
    assert scores(features(**alike), OWN) == pytest.approx(scores(features(**alike), OTHER))
