"""Trained weights → the shipped file: `python -m training.reader.ship FILE [FILE ...] --out FILE`.

Of several trainings their mean, which reads better than either (Wortsman et al. 2022, "Model
soups"); a share may be given to each: `A=0.4 B=0.6`.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from transformers import BertConfig

from qa.finding.reader.weights import Matrix, ReaderWeights
from training.base import base_model_folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trainings", nargs="+", metavar="FILE[=SHARE]")
    parser.add_argument("--layers", type=int, help="the lower layers alone, and their head")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    parts = [training.partition("=") for training in options.trainings]
    shares = {Path(path): float(share or 1) for path, _, share in parts}
    config = BertConfig.from_pretrained(base_model_folder())
    shipped_weights(mean_of(shares), config, options.layers).save(options.out)


def mean_of(shares: Mapping[Path, float]) -> dict[str, torch.Tensor]:
    """The weights' mean.

    :param shares: of each training's file.
    """
    mean: dict[str, torch.Tensor] = {}
    for path, share in shares.items():
        for name, weights in torch.load(path, weights_only=True).items():
            part = weights.float() * (share / sum(shares.values()))
            mean[name] = mean[name] + part if name in mean else part
    return mean


def shipped_weights(
    trained: Mapping[str, torch.Tensor], config: BertConfig, layers: int | None = None
) -> ReaderWeights:
    """:param layers: those that are kept, with the head that reads them; all where it is None."""
    head, other = ("lower_head.", "head.") if layers else ("head.", "lower_head.")
    matrices: dict[str, Matrix] = {}
    vectors: dict[str, np.ndarray] = {}
    for name, tensor in trained.items():
        if name.startswith(other) or (layers and _layer(name) >= layers):
            continue
        name = name.removeprefix("encoder.").removeprefix("lower_")
        values = tensor.float().numpy()
        if values.ndim == 2 and not name.startswith("embeddings."):
            matrices[name] = Matrix.of(values)
        else:
            vectors[name] = values
    return ReaderWeights(matrices, vectors, config.num_attention_heads, config.layer_norm_eps)


def _layer(name: str) -> int:
    """The number of the layer that a weight is of; -1 for one of none."""
    parts = name.split(".")
    return int(parts[parts.index("layer") + 1]) if "layer" in parts else -1


if __name__ == "__main__":
    main()
