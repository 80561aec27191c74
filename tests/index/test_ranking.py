"""What each feature does to a candidate's place."""

from __future__ import annotations

import numpy as np
import pytest

from index import Embedder
from index.ranking import FEATURES, better_neighbour, is_of_content, mean_of_kinds, scores

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


def test_the_words_that_say_what_a_question_is_about_are_told_from_the_others(
    real_embedder: Embedder,
) -> None:
    question = "When did the ferryman sell his boat?"
    asked = real_embedder.encode_query(question)
    of_content = is_of_content(question, "en", asked)
    words = {question[a:b] for (a, b), held in zip(asked.spans, of_content, strict=True) if held}
    assert "".join(sorted(words, key=question.index)).replace(" ", "") == "ferrymansellboat"


def test_a_question_of_one_kind_of_words_is_compared_by_all_of_them() -> None:
    by_token = np.array([[0.2, 0.4], [0.6, 0.8]])
    for held in ([True, True], [False, False]):
        content, function = mean_of_kinds(by_token, np.array(held))
        np.testing.assert_allclose(content, [0.3, 0.7])
        np.testing.assert_allclose(function, [0.3, 0.7])
    content, function = mean_of_kinds(by_token, np.array([True, False]))
    np.testing.assert_allclose((content, function), [[0.2, 0.6], [0.4, 0.8]])


def test_a_question_without_words_is_ranked_all_the_same() -> None:
    content, function = mean_of_kinds(np.zeros((3, 0)), np.zeros(0, dtype=bool))
    assert content.tolist() == function.tolist() == [0, 0, 0]


def test_a_sentence_is_looked_at_with_the_better_of_its_neighbours() -> None:
    values = np.array([[0.1, 0.9], [0.2, 0.8], [0.3, 0.7], [0.4, 0.6], [0.5, 0.5]])
    passages = np.array([7, 7, 7, 8, 9])
    np.testing.assert_array_equal(
        better_neighbour(values, passages),
        [[0.2, 0.8], [0.3, 0.9], [0.2, 0.8], [0.4, 0.6], [0.5, 0.5]],
    )
