"""An encoder's weights, as they are kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.embedding.encoder_weights import EncoderWeights, Input, Matrix, read_encoder_weights
from qa.finding.reader.reader import SHIPPED_READER


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
    inputs = {"head": Input(-1.5, 2.0, np.array([1, 2, 3, 0.1], dtype=np.float32))}
    weights = EncoderWeights({"head.weight": matrix}, vectors, 2, 1e-12, inputs)
    weights.save(tmp_path / "reader.safetensors")
    read = read_encoder_weights(tmp_path / "reader.safetensors")
    assert (read.heads, read.layer_norm_eps, read.hidden_size) == (2, 1e-12, 4)
    np.testing.assert_array_equal(read.matrices["head.weight"].values, matrix.values)
    np.testing.assert_array_equal(read.matrices["head.weight"].scales, matrix.scales)
    np.testing.assert_array_equal(read.vectors["embeddings.LayerNorm.weight"], np.arange(4))
    assert (read.inputs["head"].low, read.inputs["head"].high) == (-1.5, 2.0)
    np.testing.assert_array_equal(read.inputs["head"].spread, inputs["head"].spread)


def test_the_shipped_reader_is_no_larger_than_it_may_be() -> None:
    assert SHIPPED_READER.stat().st_size < 30_000_000
    assert read_encoder_weights(SHIPPED_READER).layers == 12
    assert len(read_encoder_weights(SHIPPED_READER).inputs) == 48
