"""An encoder's network on the processor: word vectors → tokens' vectors, by OpenVINO.

Where the processor multiplies bytes, what the matrices are multiplied with is rounded to bytes as
well; the rest is computed in bfloat16 where it can, else in 32 bits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from index.embedding.encoder_graph import encoder_graph, graph_inputs
from index.embedding.encoder_weights import EncoderWeights
from index.embedding.processor import multiplies_bytes
from index.embedding.streams import Streams

Batch = tuple[np.ndarray, np.ndarray]


class Network:
    """Several threads may ask it at once.

    :param head: of the matrix that makes something else of the tokens' vectors, if one does.
    :param lower: layers, from 0, whose outputs it gives besides.
    """

    def __init__(
        self, weights: EncoderWeights, head: str | None = None, lower: Sequence[int] = ()
    ) -> None:
        self._streams = Streams(encoder_graph(weights, head, multiplies_bytes(), lower))

    def compute(self, batches: Iterable[Batch]) -> Iterator[list[np.ndarray]]:
        """Batch by batch, side by side.

        :param batches: of each float32, (texts, tokens, dimension): its tokens' word vectors; and
            bool, (texts, tokens): False where there is no token.
        :return: of each in their order float32, (texts, tokens, dimension), or as many as the head
            gives; and behind it what each of the lower layers gives.
        """
        return self._streams.infer_each(graph_inputs(*batch) for batch in batches)
