"""Vectors in a byte a dimension."""

from __future__ import annotations

import numpy as np
import pytest

from index.storage.vector_codes import code_size, decode, encode

RNG = np.random.default_rng(0)


def _unit(count: int, dimension: int) -> np.ndarray:
    vectors = RNG.normal(size=(count, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_cosines_hardly_change() -> None:
    vectors = _unit(500, 384)
    codes = encode(vectors)
    assert {len(code) for code in codes} == {code_size(384)} == {386}
    kept = decode(codes, 384)
    assert kept.dtype == np.float32
    questions = _unit(20, 384)
    assert np.abs(questions @ kept.T - questions @ vectors.T).max() < 0.003


def test_to_code_again_what_was_decoded_loses_nothing() -> None:
    codes = encode(_unit(300, 64))
    assert encode(decode(codes, 64)) == codes


def test_codes_behind_each_other_are_vectors_behind_each_other() -> None:
    codes = encode(_unit(3, 8))
    assert np.array_equal(decode([codes[0], codes[1] + codes[2]], 8), decode(codes, 8))


def test_no_vectors_and_a_vector_of_nothing() -> None:
    assert encode(np.zeros((0, 8), np.float32)) == []
    assert decode([], 8).shape == (0, 8)
    assert not decode(encode(np.zeros((1, 8), np.float32)), 8).any()


def test_a_code_that_is_cut_off_is_an_error() -> None:
    (code,) = encode(_unit(1, 8))
    with pytest.raises(ValueError):
        decode([code[:-1]], 8)
