"""A mean of several trainings: `python -m training.reader.average A=0.4 B=0.6 --out FILE`.

Of trainings that part at a checkpoint and cool down at different steps, the mean of the weights
reads better than either (Wortsman et al. 2022, "Model soups").
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from transformers import BertConfig

from training.base import base_model_folder
from training.reader.train import shipped_weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trainings", nargs="+", metavar="CHECKPOINT=SHARE")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    parts = [training.rsplit("=", 1) for training in options.trainings]
    average({Path(path): float(share) for path, share in parts}, options.out)


def average(shares: dict[Path, float], out: Path) -> None:
    """Write the weights' mean to `out`, as it is shipped.

    :param shares: of each checkpoint; together 1.
    """
    mean: dict[str, torch.Tensor] = {}
    for path, share in shares.items():
        for name, weights in torch.load(path, weights_only=True)["mean"].items():
            mean[name] = mean.get(name, 0) + share * weights
    shipped_weights(mean, BertConfig.from_pretrained(base_model_folder())).save(out)


if __name__ == "__main__":
    main()
