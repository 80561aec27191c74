"""The reader's encoder as an OpenVINO graph, built from its weights.

BERT (Devlin et al. 2019) with two scores for each token. Matrices stay int8, one scale a row, and
OpenVINO multiplies them as such. The word vectors are not in it: it is given those of its tokens.
"""

from __future__ import annotations

import threading

import numpy as np

from index.embedding.openvino_runtime import openvino
from qa.finding.reader.weights import Matrix, ReaderWeights

opset = openvino.opset13


class ReaderGraph:
    """Computes the scores of start and end of an answer, for every token."""

    def __init__(self, weights: ReaderWeights) -> None:
        model = _Builder(weights).model()
        self._compiled = openvino.Core().compile_model(
            model, "CPU", {"PERFORMANCE_HINT": "LATENCY"}
        )
        self._request = self._compiled.create_infer_request()
        self._lock = threading.Lock()  # a request computes one batch at a time

    def scores(self, vectors: np.ndarray, mask: np.ndarray) -> np.ndarray:
        """:param vectors: float32, (pairs, tokens, dimension): each token's word vector.
        :param mask: bool, (pairs, tokens): False where there is none.
        :return: float32, (pairs, tokens, 2).
        """
        unread = np.where(mask, np.float32(0), np.float32(-1e9))[:, None, None, :]
        with self._lock:
            return self._request.infer({"vectors": vectors, "unread": unread})[0].copy()


class _Builder:
    def __init__(self, weights: ReaderWeights) -> None:
        self._weights = weights
        self._hidden = weights.hidden_size

    def model(self) -> openvino.Model:
        vectors = opset.parameter([-1, -1, self._hidden], np.float32, name="vectors")
        unread = opset.parameter([-1, 1, 1, -1], np.float32, name="unread")
        for node, name in ((vectors, "vectors"), (unread, "unread")):
            node.output(0).get_tensor().set_names({name})
        hidden = self._embedded(vectors)
        for layer in range(self._weights.layers):
            hidden = self._layer(f"encoder.layer.{layer}", hidden, unread)
        scores = self._linear("head", hidden)
        return openvino.Model([scores], [vectors, unread], "reader")

    def _embedded(self, vectors: openvino.Node) -> openvino.Node:
        positions = self._vector("embeddings.position_embeddings.weight")
        positions = positions + self._vector("embeddings.token_type_embeddings.weight")[:1]
        length = opset.gather(opset.shape_of(vectors), np.array([1]), np.array(0))
        used = opset.slice(
            opset.constant(positions), np.array([0]), length, np.array([1]), np.array([0])
        )
        return self._normed("embeddings.LayerNorm", opset.add(vectors, used))

    def _layer(self, name: str, hidden: openvino.Node, unread: openvino.Node) -> openvino.Node:
        query, key, value = (
            self._heads(self._linear(f"{name}.attention.self.{part}", hidden))
            for part in ("query", "key", "value")
        )
        read = opset.scaled_dot_product_attention(query, key, value, unread)
        joined = opset.reshape(
            opset.transpose(read, np.array([0, 2, 1, 3])), np.array([0, 0, self._hidden]), True
        )
        attended = self._linear(f"{name}.attention.output.dense", joined)
        hidden = self._normed(f"{name}.attention.output.LayerNorm", opset.add(hidden, attended))
        wide = opset.gelu(self._linear(f"{name}.intermediate.dense", hidden), "erf")
        narrow = self._linear(f"{name}.output.dense", wide)
        return self._normed(f"{name}.output.LayerNorm", opset.add(hidden, narrow))

    def _heads(self, hidden: openvino.Node) -> openvino.Node:
        heads = self._weights.heads
        parts = np.array([0, 0, heads, self._hidden // heads])
        return opset.transpose(opset.reshape(hidden, parts, True), np.array([0, 2, 1, 3]))

    def _linear(self, name: str, hidden: openvino.Node) -> openvino.Node:
        matrix = self._weights.matrices[f"{name}.weight"]
        product = opset.matmul(hidden, _constant(matrix), False, True)
        return opset.add(product, opset.constant(self._vector(f"{name}.bias")))

    def _normed(self, name: str, hidden: openvino.Node) -> openvino.Node:
        """Layer normalisation (Ba et al. 2016)."""
        centred = opset.mvn(
            hidden, np.array([-1]), True, self._weights.layer_norm_eps, "inside_sqrt"
        )
        scaled = opset.multiply(centred, opset.constant(self._vector(f"{name}.weight")))
        return opset.add(scaled, opset.constant(self._vector(f"{name}.bias")))

    def _vector(self, name: str) -> np.ndarray:
        return self._weights.vectors[name]


def _constant(matrix: Matrix) -> openvino.Node:
    whole = opset.convert(opset.constant(matrix.values), np.float32)
    return opset.multiply(whole, opset.constant(matrix.scales[:, None]))
