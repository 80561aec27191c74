"""What speaks for a sentence, computed."""

from __future__ import annotations

import numpy as np

from index import Embedder
from index.search.features import (
    best_of_passage,
    better_neighbour,
    mean_of_kinds,
    weakest_word,
    word_tokens,
)
from index.text import content_words


def test_the_words_that_say_what_a_question_is_about_are_told_from_the_others(
    real_embedder: Embedder,
) -> None:
    question = "When did the ferryman sell his boat?"
    asked = real_embedder.encode_query(question)
    words = [
        "".join(question[a:b] for a, b in asked.spans[of_word]).strip()
        for of_word in word_tokens(content_words(question, "en"), asked)
    ]
    assert words == ["ferryman", "sell", "boat"]


def test_a_question_of_one_kind_of_words_is_compared_by_all_of_them() -> None:
    by_token = np.array([[0.2, 0.4], [0.6, 0.8]])
    for words in ([np.array([0, 1])], []):
        content, function = mean_of_kinds(by_token, words)
        np.testing.assert_allclose(content, [0.3, 0.7])
        np.testing.assert_allclose(function, [0.3, 0.7])
    content, function = mean_of_kinds(by_token, [np.array([0])])
    np.testing.assert_allclose((content, function), [[0.2, 0.6], [0.4, 0.8]])


def test_a_question_without_words_is_ranked_all_the_same() -> None:
    content, function = mean_of_kinds(np.zeros((3, 0)), [])
    assert content.tolist() == function.tolist() == [0, 0, 0]


def test_a_sentence_is_looked_at_with_the_better_of_its_neighbours() -> None:
    values = np.array([[0.1, 0.9], [0.2, 0.8], [0.3, 0.7], [0.4, 0.6], [0.5, 0.5]])
    passages = np.array([7, 7, 7, 8, 9])
    np.testing.assert_array_equal(
        better_neighbour(values, passages),
        [[0.2, 0.8], [0.3, 0.9], [0.2, 0.8], [0.4, 0.6], [0.5, 0.5]],
    )


def test_a_passage_is_as_good_as_the_best_of_its_sentences_word_by_word() -> None:
    values = np.array([[0.1, 0.9], [0.2, 0.8], [0.3, 0.7]])
    np.testing.assert_array_equal(
        best_of_passage(values, np.array([7, 7, 9])), [[0.2, 0.9], [0.2, 0.9], [0.3, 0.7]]
    )


def test_the_weakest_word_is_the_one_that_a_passage_holds_least_of() -> None:
    by_token = np.array([[0.9, 0.5, 0.6], [0.2, 0.8, 0.8]])
    words = [np.array([0]), np.array([1, 2])]
    np.testing.assert_allclose(weakest_word(by_token, words), [0.55, 0.2])
    np.testing.assert_allclose(weakest_word(by_token, []), by_token.mean(axis=1))
