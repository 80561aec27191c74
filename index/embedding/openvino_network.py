"""An encoder's network on the processor: word vectors → tokens' vectors, by OpenVINO.

Where the processor multiplies bytes, what the matrices are multiplied with is rounded to bytes as
well; the rest is computed in bfloat16 where it can, else in 32 bits.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from queue import SimpleQueue
from typing import Any

import numpy as np

from index.embedding.encoder_graph import encoder_graph, graph_inputs
from index.embedding.encoder_weights import EncoderWeights
from index.embedding.openvino_runtime import openvino

Batch = tuple[np.ndarray, np.ndarray]


class Network:
    """Several threads may ask it at once.

    :param head: of the matrix that makes something else of the tokens' vectors, if one does.
    :param lower: layers, from 0, whose outputs `compute_all` gives besides.
    """

    def __init__(
        self, weights: EncoderWeights, head: str | None = None, lower: Sequence[int] = ()
    ) -> None:
        self._weights = weights
        self._head = head
        self._lower = lower

    def compute(self, vectors: np.ndarray, mask: np.ndarray) -> np.ndarray:
        """One batch, by all cores, for someone who waits.

        :param vectors: float32, (texts, tokens, dimension): each token's word vector.
        :param mask: bool, (texts, tokens): False where there is no token.
        :return: float32, (texts, tokens, dimension), or as many as the head gives.
        """
        with self._one.borrowed() as request:
            return request.infer(graph_inputs(vectors, mask))[0].copy()

    def compute_all(self, batches: Iterable[Batch]) -> Iterator[list[np.ndarray]]:
        """Batch by batch, each core one of its own, which is a quarter quicker than all of them at
        one.

        :return: of each in their order as `compute`, and what the lower layers give.
        """
        yield from self._many.compute_all(batches)

    @cached_property
    def _one(self) -> _Requests:
        return _Requests(self._graph(()), 1, {"PERFORMANCE_HINT": "LATENCY"})

    @cached_property
    def _many(self) -> _Requests:
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        settings = {"NUM_STREAMS": cores, "INFERENCE_NUM_THREADS": cores}
        return _Requests(self._graph(self._lower), cores or 1, settings)

    def _graph(self, lower: Sequence[int]) -> Any:
        return encoder_graph(self._weights, self._head, multiplies_bytes(), lower)


class _Requests:
    """The compiled network, and places to compute in."""

    def __init__(self, graph: Any, number: int, settings: dict[str, Any]) -> None:
        compiled = openvino.Core().compile_model(graph, "CPU", settings)
        self._free: SimpleQueue = SimpleQueue()
        self._number = number
        for _ in range(number):
            self._free.put(compiled.create_infer_request())

    @contextmanager
    def borrowed(self) -> Iterator[Any]:
        request = self._free.get()
        try:
            yield request
        finally:
            self._free.put(request)

    def compute_all(self, batches: Iterable[Batch]) -> Iterator[list[np.ndarray]]:
        waiting: list = []
        with ThreadPoolExecutor(self._number) as threads:
            for batch in batches:
                waiting.append(threads.submit(self._compute, batch))
                if len(waiting) > self._number:  # no more of them in memory than keep all at work
                    yield waiting.pop(0).result()
            for future in waiting:
                yield future.result()

    def _compute(self, batch: Batch) -> list[np.ndarray]:
        with self.borrowed() as request:
            found = request.infer(graph_inputs(*batch))
            return [found[number].copy() for number in range(len(found))]


def multiplies_bytes() -> bool:
    """Whether the processor has instructions for that which OpenVINO uses."""
    capabilities = openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    return "INT8" in capabilities


def runtime_told() -> str:
    """What computes, and why, in a line."""
    core = openvino.Core()
    processor = core.get_property("CPU", "FULL_DEVICE_NAME")
    floating = (
        "bfloat16" if "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "float32"
    )
    precision = f"int8 and {floating}" if multiplies_bytes() else floating
    version = openvino.__version__.split("-")[0]
    return f"OpenVINO {version} in {precision}: what this processor does best ({processor.strip()})"
