"""A package of Argos Translate, as small as one can be: a real SentencePiece tokenizer and a real
CTranslate2 model whose weights say one sentence, whatever it reads."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import ctranslate2
import numpy as np
import sentencepiece
from ctranslate2.specs import TransformerSpec

_DIMENSIONS = 64  # and the most word pieces of the sentence: a position each


def write_package(path: Path, source: str, target: str, sentence: str) -> Path:
    """:param path: of the .argosmodel file.
    :return: the same."""
    name = f"translate-{source}_{target}"
    tokenizer = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([sentence] * 50),
        model_writer=tokenizer,
        vocab_size=100,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    model = path.with_suffix("")
    _write_model(model, tokenizer.getvalue(), sentence)
    about = {"package_version": "1.0", "argos_version": "1.9", "from_code": source}
    about |= {"from_name": source, "to_code": target, "to_name": target}
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(f"{name}/metadata.json", json.dumps(about))
        package.writestr(f"{name}/sentencepiece.model", tokenizer.getvalue())
        for file in model.iterdir():
            package.write(file, f"{name}/model/{file.name}")
    return path


def _write_model(folder: Path, tokenizer: bytes, sentence: str) -> None:
    """The decoder's vector for a position is that position alone, and the n-th piece follows it."""
    known = sentencepiece.SentencePieceProcessor(model_proto=tokenizer)
    pieces = ["<blank>", "<s>", "</s>"]
    pieces += [known.id_to_piece(i) for i in range(len(known)) if not known.is_control(i)]
    spec = TransformerSpec.from_config(
        num_layers=(1, 1), num_heads=1, activation=ctranslate2.specs.Activation.RELU
    )
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    for half in (spec.encoder, spec.decoder):
        _norm(half.layer_norm)
        half.position_encodings.encodings = np.eye(_DIMENSIONS, dtype=np.float32)
        layer = half.layer[0]
        _norm(layer.ffn.layer_norm)
        _zero(layer.ffn.linear_0, _DIMENSIONS)
        _zero(layer.ffn.linear_1, _DIMENSIONS)
        attentions = {"self_attention": (3, 1)}
        if half is spec.decoder:
            attentions["attention"] = (1, 2, 1)
        for attention, widths in attentions.items():
            _norm(getattr(layer, attention).layer_norm)
            for linear, width in zip(getattr(layer, attention).linear, widths, strict=True):
                _zero(linear, width * _DIMENSIONS)
    embeddings = np.zeros((len(pieces), _DIMENSIONS), np.float32)
    spec.encoder.embeddings[0].weight = spec.decoder.embeddings.weight = embeddings
    follows = np.zeros((len(pieces), _DIMENSIONS), np.float32)
    for position, piece in enumerate([*known.encode(sentence, out_type=str), "</s>"]):
        follows[pieces.index(piece), position] = 9.0
    spec.decoder.projection.weight = follows
    spec.decoder.projection.bias = np.zeros(len(pieces), np.float32)
    spec.validate()
    spec.optimize()
    folder.mkdir()
    spec.save(str(folder))


def _zero(linear: object, outputs: int) -> None:
    linear.weight = np.zeros((outputs, _DIMENSIONS), np.float32)  # type: ignore[attr-defined]
    linear.bias = np.zeros(outputs, np.float32)  # type: ignore[attr-defined]


def _norm(norm: object) -> None:
    norm.gamma = np.ones(_DIMENSIONS, np.float32)  # type: ignore[attr-defined]
    norm.beta = np.zeros(_DIMENSIONS, np.float32)  # type: ignore[attr-defined]
