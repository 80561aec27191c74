"""Trained weights → the shipped file:

    python -m training.reader.ship FILE[=SHARE] … --read TABLE … --out FILE

Of several trainings their mean, which reads better than either (Wortsman et al. 2022, "Model
soups"); a share may be given to each: `A=0.4 B=0.6`. Questions and contexts of the tables
(jsonl.gz) are read with it, to see how far what its matrices read reaches (training.reach).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm
from transformers import BertConfig, BertModel

from index.embedding.encoder_weights import EncoderWeights
from index.embedding.quantisation import quantised
from index.embedding.tokenization import open_tokenizer
from index.embedding.word_vectors import WordVectors
from qa.finding.reader.pairs import paired
from training.base import base_model_folder
from training.reach import Reach, asked
from training.reader.trained import trained_weights

_HEAD = "head.weight"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trainings", nargs="+", metavar="FILE[=SHARE]")
    parser.add_argument("--layers", type=int, help="the lower layers alone, and their head")
    parser.add_argument("--read", type=Path, nargs="+", required=True, metavar="TABLE")
    parser.add_argument("--each", type=int, default=24, help="lines of each table")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    parts = [training.partition("=") for training in options.trainings]
    shares = {Path(path): float(share or 1) for path, _, share in parts}
    folder = base_model_folder()
    config = BertConfig.from_pretrained(folder)
    state = reader_state(mean_of(shares), options.layers)
    pairs = _pairs(folder, options.read, options.each)
    reach = reach_of(state, config, WordVectors(folder), tqdm(list(pairs), desc="reading"))
    shipped_weights(state, config, reach).save(options.out)


def mean_of(shares: Mapping[Path, float]) -> dict[str, torch.Tensor]:
    """The weights' mean. The longer a reader was trained, the farther its odds lie from zero: heads
    are made as short as the shortest before, so that none of them outweighs the others.

    :param shares: of each training's file.
    """
    trained = {path: trained_weights(path) for path in shares}
    lengths = {path: weights[_HEAD].float().norm() for path, weights in trained.items()}
    shortest, whole = min(lengths.values()), sum(shares.values())
    mean: dict[str, torch.Tensor] = {}
    for path, weights in trained.items():
        shorter = shortest / lengths[path]
        for name, of_training in weights.items():
            part = of_training.float() * (shares[path] / whole)
            if "head." in name:
                part = part * shorter
            mean[name] = mean[name] + part if name in mean else part
    return mean


def reader_state(
    trained: Mapping[str, torch.Tensor], layers: int | None = None
) -> dict[str, np.ndarray]:
    """The encoder's weights and the head's, float32, by the names that the shipped file has.

    :param layers: those that are kept, with the head that reads them; all where it is None.
    """
    other = "head." if layers else "lower_head."
    return {
        name.removeprefix("encoder.").removeprefix("lower_"): tensor.float().numpy()
        for name, tensor in trained.items()
        if not name.startswith(other) and (not layers or _layer(name) < layers)
    }


def reach_of(
    state: Mapping[str, np.ndarray],
    config: BertConfig,
    words: WordVectors,
    pairs: Iterable[list[int]],
) -> dict[str, np.ndarray]:
    """How far what the matrices read reaches, channel by channel.

    :param pairs: token ids.
    """
    encoder = BertModel(config, add_pooling_layer=False).eval()
    encoder.encoder.layer = encoder.encoder.layer[: 1 + max(map(_layer, state))]
    tensors = {name: torch.tensor(values) for name, values in state.items()}
    encoder.load_state_dict(tensors, strict=False)
    reach = Reach(encoder)
    with torch.inference_mode():
        for ids in pairs:
            encoder(inputs_embeds=torch.tensor(words.of(np.array([ids]))))
    return reach.channels()


def shipped_weights(
    state: Mapping[str, np.ndarray], config: BertConfig, reach: Mapping[str, np.ndarray]
) -> EncoderWeights:
    """:param reach: of what the matrices read, as `reach_of` gives it."""
    return quantised(state, reach, config.num_attention_heads, config.layer_norm_eps)


def _pairs(folder: Path, tables: Iterable[Path], each: int) -> Iterable[list[int]]:
    tokenizer = open_tokenizer(folder)
    for question, title, context in asked(tables, each):
        parts = (tokenizer.tokens(text) for text in (question, title, context))
        yield paired(*parts).ids


def _layer(name: str) -> int:
    """The number of the layer that a weight is of; -1 for one of none."""
    parts = name.split(".")
    return int(parts[parts.index("layer") + 1]) if "layer" in parts else -1


if __name__ == "__main__":
    main()
