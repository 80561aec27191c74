"""A BERT encoder (Devlin et al. 2019) as an OpenVINO graph, built from its weights.

The word vectors are not in it: it is given those of its tokens. Texts and their tokens are one
dimension but where tokens attend to each other: OpenVINO rounds channel by channel only then.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.embedding.encoder_weights import EncoderWeights, Matrix
from index.embedding.openvino_runtime import openvino

opset = openvino.opset13
_STEPS = 256
_FAR = np.float32(-1e9)  # from what is not there, so that nothing attends to it


def encoder_graph(
    weights: EncoderWeights,
    head: str | None = None,
    rounds: bool = True,
    lower: Sequence[int] = (),
) -> openvino.Model:
    """The graph that is given `graph_inputs`, and gives float32, (texts, tokens, dimension): the
    tokens' vectors; or what the matrix `head` makes of them.

    :param rounds: whether what the matrices are multiplied with is rounded to bytes, where its
        bounds are known.
    :param lower: layers, from 0, whose outputs it gives besides, after that.
    """
    return _Builder(weights, rounds).model(head, lower)


def graph_inputs(vectors: np.ndarray, mask: np.ndarray) -> dict[str, np.ndarray]:
    """:param vectors: float32, (texts, tokens, dimension): each token's word vector.
    :param mask: bool, (texts, tokens): False where there is no token.
    """
    unread = np.where(mask, np.float32(0), _FAR)[:, None, None, :]
    return {"vectors": vectors, "unread": unread}


class _Builder:
    def __init__(self, weights: EncoderWeights, rounds: bool) -> None:
        self._weights = weights
        self._rounds = rounds
        self._hidden = weights.hidden_size
        self._head_size = weights.hidden_size // weights.heads

    def model(self, head: str | None, lower: Sequence[int]) -> openvino.Model:
        vectors = opset.parameter([-1, -1, self._hidden], np.float32, name="vectors")
        unread = opset.parameter([-1, 1, 1, -1], np.float32, name="unread")
        for node, name in ((vectors, "vectors"), (unread, "unread")):
            node.output(0).get_tensor().set_names({name})
        shape = opset.shape_of(vectors)
        texts = opset.gather(shape, np.array([0, 1]), np.array(0))  # how many, of how many tokens
        hidden = opset.reshape(self._embedded(vectors), np.array([-1, self._hidden]), False)
        layers = []
        for layer in range(self._weights.layers):
            hidden = self._layer(f"encoder.layer.{layer}", hidden, unread, texts)
            layers.append(hidden)
        if head is not None:
            hidden = self._scores(head, hidden)
        found = [
            opset.reshape(output, _joined(texts, [-1]), False)
            for output in (hidden, *(layers[layer] for layer in lower))
        ]
        return openvino.Model(found, [vectors, unread], "encoder")

    def _embedded(self, vectors: openvino.Node) -> openvino.Node:
        positions = self._vector("embeddings.position_embeddings.weight")
        positions = positions + self._vector("embeddings.token_type_embeddings.weight")[:1]
        length = opset.gather(opset.shape_of(vectors), np.array([1]), np.array(0))
        used = opset.slice(
            opset.constant(positions), np.array([0]), length, np.array([1]), np.array([0])
        )
        return self._normed("embeddings.LayerNorm", opset.add(vectors, used))

    def _layer(
        self, name: str, hidden: openvino.Node, unread: openvino.Node, texts: openvino.Node
    ) -> openvino.Node:
        joined = self._attended(f"{name}.attention.self", hidden, unread, texts)
        attended = self._linear(
            self._rounded(f"{name}.attention.output.dense", joined),
            [f"{name}.attention.output.dense"],
        )
        hidden = self._normed(f"{name}.attention.output.LayerNorm", opset.add(hidden, attended))
        read = self._rounded(f"{name}.intermediate.dense", hidden)
        wide = opset.gelu(self._linear(read, [f"{name}.intermediate.dense"]), "erf")
        read = self._rounded(f"{name}.output.dense", wide)
        narrow = self._linear(read, [f"{name}.output.dense"])
        if f"{name}.output.apart.weight" in self._weights.vectors:
            narrow = opset.add(narrow, self._apart(name, hidden))
        return self._normed(f"{name}.output.LayerNorm", opset.add(hidden, narrow))

    def _attended(
        self, name: str, hidden: openvino.Node, unread: openvino.Node, texts: openvino.Node
    ) -> openvino.Node:
        """Each token's heads, joined."""
        read = self._rounded(name, hidden)
        parts = [f"{name}.{part}" for part in ("query", "key", "value")]
        of_all = opset.split(self._linear(read, parts, self._head_size**-0.5), np.array(1), 3)
        by_head = _joined(texts, [self._weights.heads, self._head_size])
        query, key, value = (
            opset.transpose(opset.reshape(part, by_head, False), np.array([0, 2, 1, 3]))
            for part in of_all.outputs()
        )
        closeness = opset.add(opset.matmul(query, key, False, True), unread)
        attended = opset.matmul(opset.softmax(closeness, 3), value, False, False)
        by_token = opset.transpose(attended, np.array([0, 2, 1, 3]))
        return opset.reshape(by_token, np.array([-1, self._hidden]), False)

    def _linear(
        self, read: openvino.Node, names: Sequence[str], first_times: float = 1.0
    ) -> openvino.Node:
        """What several matrices make of the same, beside each other, as one.

        :param first_times: what the first of them gives is multiplied by."""
        matrices = [self._weights.matrices[f"{name}.weight"] for name in names]
        biases = [self._vector(f"{name}.bias") for name in names]
        scales = [matrix.scales for matrix in matrices]
        scales[0], biases[0] = scales[0] * first_times, biases[0] * first_times
        matrix = Matrix(
            np.concatenate([matrix.values for matrix in matrices]),
            np.concatenate(scales).astype(np.float32),
        )
        product = opset.matmul(read, _constant(matrix), False, True)
        return opset.add(product, opset.constant(np.concatenate(biases).astype(np.float32)))

    def _scores(self, head: str, hidden: openvino.Node) -> openvino.Node:
        """With a matrix of full precision: OpenVINO errs where what it multiplies is bfloat16, the
        matrix in bytes, and as narrow as this one."""
        matrix = self._weights.matrices[f"{head}.weight"]
        weight = opset.constant(matrix.values * matrix.scales[:, None])
        product = opset.matmul(hidden, weight, False, True)
        return opset.add(product, opset.constant(self._vector(f"{head}.bias")))

    def _rounded(self, name: str, read: openvino.Node) -> openvino.Node:
        """In a byte a channel, and divided by the spread, where its bounds are known."""
        bounds = self._weights.inputs.get(name)
        if bounds is None:
            return read
        if not self._rounds:
            return opset.multiply(read, opset.constant(1 / bounds.spread[None, :]))
        low, high = (
            opset.constant((bound * bounds.spread).astype(np.float32)[None, :])
            for bound in (bounds.low, bounds.high)
        )
        to_low, to_high = (opset.constant(np.float32(x)) for x in (bounds.low, bounds.high))
        return opset.fake_quantize(read, low, high, to_low, to_high, _STEPS)

    def _apart(self, name: str, hidden: openvino.Node) -> openvino.Node:
        """What the channels contribute that are computed apart."""
        into, out = f"{name}.intermediate.apart", f"{name}.output.apart"
        weight = opset.constant(self._vector(f"{into}.weight"))
        wide = opset.add(
            opset.matmul(hidden, weight, False, True), opset.constant(self._vector(f"{into}.bias"))
        )
        weight = opset.constant(self._vector(f"{out}.weight"))
        return opset.matmul(opset.gelu(wide, "erf"), weight, False, True)

    def _normed(self, name: str, hidden: openvino.Node) -> openvino.Node:
        """Layer normalisation (Ba et al. 2016)."""
        centred = opset.mvn(
            hidden, np.array([-1]), True, self._weights.layer_norm_eps, "inside_sqrt"
        )
        scaled = opset.multiply(centred, opset.constant(self._vector(f"{name}.weight")))
        return opset.add(scaled, opset.constant(self._vector(f"{name}.bias")))

    def _vector(self, name: str) -> np.ndarray:
        return self._weights.vectors[name]


def _joined(texts: openvino.Node, behind: Sequence[int]) -> openvino.Node:
    """(texts, tokens, …), as a shape."""
    return opset.concat([texts, opset.constant(np.array(behind, dtype=np.int64))], 0)


def _constant(matrix: Matrix) -> openvino.Node:
    whole = opset.convert(opset.constant(matrix.values), np.float32)
    return opset.multiply(whole, opset.constant(matrix.scales[:, None]))
