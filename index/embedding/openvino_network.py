"""An encoder's network on the processor: word vectors → tokens' vectors, by OpenVINO.

Where the processor multiplies bytes, what the matrices are multiplied with is rounded to bytes as
well; the rest is computed in bfloat16 where it can, else in 32 bits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from index.embedding import encoder_graph, encoder_weights
from index.embedding.encoder_weights import read_encoder_weights
from index.embedding.kept_networks import DEVICE, kept_network
from index.embedding.model_layout import KEPT_NETWORKS
from index.embedding.openvino_runtime import openvino
from index.embedding.processor import multiplies_bytes
from index.embedding.streams import Streams, stream_options

Batch = tuple[np.ndarray, np.ndarray]
_MAKE_IT = [Path(str(module.__file__)) for module in (encoder_graph, encoder_weights)]


class Network:
    """Several threads may ask it at once.

    :param weights: a file of index.embedding.encoder_weights.
    :param folder: of the converted default model, beside which it is kept as it was compiled.
    :param head: of the matrix that makes something else of the tokens' vectors, if one does.
    :param lower: layers, from 0, whose outputs it gives besides.
    """

    def __init__(
        self, weights: Path, folder: Path, head: str | None = None, lower: Sequence[int] = ()
    ) -> None:
        in_bytes, options = multiplies_bytes(), stream_options()

        def compiled() -> openvino.CompiledModel:
            read = read_encoder_weights(weights)  # the graph points to them until it is compiled
            graph = encoder_graph.encoder_graph(read, head, in_bytes, lower)
            return openvino.Core().compile_model(graph, DEVICE, options)

        made_of = [weights, *_MAKE_IT]
        kept_in = folder.with_name(folder.name + KEPT_NETWORKS)
        network = kept_network(made_of, [head, in_bytes, *lower], options, compiled, kept_in)
        self._streams = Streams(network)

    def compute(self, batches: Iterable[Batch]) -> Iterator[list[np.ndarray]]:
        """Batch by batch, side by side.

        :param batches: of each float32, (texts, tokens, dimension): its tokens' word vectors; and
            bool, (texts, tokens): False where there is no token.
        :return: of each in their order float32, (texts, tokens, dimension), or as many as the head
            gives; and behind it what each of the lower layers gives.
        """
        return self._streams.infer_each(encoder_graph.graph_inputs(*batch) for batch in batches)
