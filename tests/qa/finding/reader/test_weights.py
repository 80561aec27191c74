"""What the reader has learnt, as it is shipped."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from qa.finding.reader.weights import SHIPPED_READER, Matrix, ReaderWeights, read_weights


def test_a_matrix_is_kept_to_half_a_step_of_each_row() -> None:
    matrix = np.random.default_rng(0).normal(0, [[0.01], [1.0], [100.0]], (3, 50))
    kept = Matrix.of(matrix.astype(np.float32))
    assert kept.values.dtype == np.int8
    error = np.abs(kept.values * kept.scales[:, None] - matrix)
    assert (error <= kept.scales[:, None] * 0.501).all()


def test_a_row_of_nothing_stays_nothing() -> None:
    kept = Matrix.of(np.zeros((2, 4), dtype=np.float32))
    assert not (kept.values * kept.scales[:, None]).any()


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    matrix = Matrix.of(np.eye(4, dtype=np.float32))
    vectors = {"embeddings.LayerNorm.weight": np.arange(4, dtype=np.float32)}
    weights = ReaderWeights({"head.weight": matrix}, vectors, heads=2, layer_norm_eps=1e-12)
    weights.save(tmp_path / "reader.safetensors")
    read = read_weights(tmp_path / "reader.safetensors")
    assert (read.heads, read.layer_norm_eps, read.hidden_size) == (2, 1e-12, 4)
    np.testing.assert_array_equal(read.matrices["head.weight"].values, matrix.values)
    np.testing.assert_array_equal(read.matrices["head.weight"].scales, matrix.scales)
    np.testing.assert_array_equal(read.vectors["embeddings.LayerNorm.weight"], np.arange(4))


def test_the_shipped_reader_is_no_larger_than_it_may_be() -> None:
    assert SHIPPED_READER.stat().st_size < 30_000_000
    assert read_weights(SHIPPED_READER).layers == 12
