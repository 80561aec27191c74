"""Models for measuring what the shipped adapter has seen: each fold of articles is asked with an
adapter that was trained without it, by

    python -m training.train DATA_FOLDER --held-out 0/3 --out FILE
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from index import Embedder, Settings
from index.embedding.converted_model import ConvertedModel
from index.embedding.model_files import model_folder
from qa.evaluation.cached_embedder import CachedEmbedder
from training.examples import fold_of


def add_adapter_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--adapter",
        nargs=2,
        action="append",
        required=True,
        metavar=("FOLD/FOLDS", "FILE"),
        help="trained without the articles of this fold; folds without one are left out",
    )


def add_distractors_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--distractors",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE_OR_FOLDER",
        help="what to search in besides",
    )


def held_out_embedders(
    adapters: list[list[str]], articles: int
) -> Iterator[tuple[set[int], CachedEmbedder]]:
    """For each adapter the numbers of the articles that it has not seen, and the model with it.
    Vectors are kept between runs.

    :param articles: how many there are in all.
    """
    for held_out, adapter in adapters:
        fold, folds = map(int, held_out.split("/"))
        unseen = {number for number in range(articles) if fold_of(number, folds) == fold}
        with tempfile.TemporaryDirectory() as cache:
            folder = model_folder(Settings(cache_dir=Path(cache)), print, Path(adapter))
            assert folder is not None
            embedder = Embedder(ConvertedModel(folder), "held out")
            yield unseen, CachedEmbedder.between_runs(embedder, Settings())
