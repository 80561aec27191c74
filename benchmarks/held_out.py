"""Models for measuring what the shipped ones have seen: each fold of articles is asked with an
adapter, a reader or both that were trained without it, by

    python -m training.train DATA_FOLDER --held-out 0/3 --out FILE
    python -m training.reader.train FOLDER --held-out 0 --out FILE
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from index import Embedder, Settings, open_embedder
from index.embedding import default_model_folder
from index.embedding.converted_model import ConvertedModel
from index.embedding.model_files import model_folder
from qa.evaluation.cached_embedder import CachedEmbedder
from qa.finding import Reader
from qa.finding.reader.reader import SHIPPED_READER
from training.examples import fold_of


def add_held_out_options(parser: argparse.ArgumentParser) -> None:
    for name in ("--adapter", "--reader"):
        parser.add_argument(
            name,
            nargs=2,
            action="append",
            default=[],
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


def held_out_models(
    options: argparse.Namespace, articles: int
) -> Iterator[tuple[set[int], Embedder, Reader | None]]:
    """For each fold that is named the numbers of the articles that are held out, the embedding
    model and the reader: the shipped ones where a fold has no other. Vectors are kept between runs.

    :param articles: how many there are in all.
    """
    adapters = {fold: Path(file) for fold, file in options.adapter}
    readers = {fold: Path(file) for fold, file in options.reader}
    for held_out in dict.fromkeys([*adapters, *readers]):
        fold, folds = map(int, held_out.split("/"))
        unseen = {number for number in range(articles) if fold_of(number, folds) == fold}
        reader = reader_of(readers[held_out]) if held_out in readers else None
        with tempfile.TemporaryDirectory() as cache:
            embedder = open_embedder(Settings())
            if held_out in adapters:
                folder = model_folder(Settings(cache_dir=Path(cache)), print, adapters[held_out])
                assert folder is not None
                embedder = Embedder(ConvertedModel(folder), "held out")
            yield unseen, CachedEmbedder.between_runs(embedder, Settings()), reader


def reader_of(weights: Path | None = None) -> Reader:
    """The reader of a file; the shipped one where none is named."""
    folder = default_model_folder(Settings(), print)
    assert folder is not None, "the package is missing that holds its word vectors"
    return Reader(folder, weights or SHIPPED_READER)
