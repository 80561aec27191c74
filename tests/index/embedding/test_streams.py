"""A model's streams: each caller gets the outputs of its own batches, however many ask at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.embedding.openvino_runtime import openvino
from index.embedding.streams import Streams, stream_options

opset = openvino.opset13


@pytest.fixture(scope="module")
def doubling() -> Streams:
    """Two streams of a graph that doubles what it is given."""
    given = opset.parameter([-1, -1], np.float32, name="given")
    given.output(0).get_tensor().set_names({"given"})
    model = openvino.Model([opset.multiply(given, np.float32(2))], [given], "doubling")
    return Streams(openvino.Core().compile_model(model, "CPU", stream_options(2)))


def _batches(first: int, number: int) -> Iterator[dict[str, np.ndarray]]:
    for value in range(first, first + number):
        yield {"given": np.full((1 + value % 3, 4), value, np.float32)}


def _values(found: Iterator[list[np.ndarray]]) -> list[tuple[int, float]]:
    return [(len(output), float(output[0, 0])) for (output,) in found]


def test_outputs_come_in_the_order_of_the_batches(doubling: Streams) -> None:
    found = _values(doubling.infer_each(_batches(0, 20)))
    assert found == [(1 + value % 3, 2.0 * value) for value in range(20)]


def test_an_output_stays_as_it_was_when_the_next_batch_is_computed(doubling: Streams) -> None:
    (first,) = doubling.infer({"given": np.ones((2, 2), np.float32)})
    doubling.infer({"given": np.full((2, 2), 9, np.float32)})
    assert (first == 2).all()


def test_more_callers_than_streams_each_get_their_own(doubling: Streams) -> None:
    def ask(caller: int) -> list[tuple[int, float]]:
        return _values(doubling.infer_each(_batches(100 * caller, 30)))

    with ThreadPoolExecutor(8) as callers:
        found = list(callers.map(ask, range(8)))
    for caller, values in enumerate(found):
        first = 100 * caller
        assert values == [(1 + v % 3, 2.0 * v) for v in range(first, first + 30)]


def test_streams_are_free_again_where_a_batch_fails_or_no_more_are_wanted(
    doubling: Streams,
) -> None:
    begun = doubling.infer_each(_batches(0, 10))
    next(begun)
    begun.close()

    def failing() -> Iterator[dict[str, np.ndarray]]:
        yield from _batches(0, 1)
        raise ValueError("no more")

    for _ in range(5):
        with pytest.raises(ValueError, match="no more"):
            list(doubling.infer_each(failing()))
    with ThreadPoolExecutor(1) as other:
        assert other.submit(doubling.infer, next(_batches(3, 1))).result(10)[0][0, 0] == 6
