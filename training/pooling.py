"""Fits index/embedding/pooling.safetensors, by least squares:

    python -m training.pooling TABLE.jsonl.gz [TABLE.jsonl.gz ...] [--each N]

Contexts of the tables are read once as a whole, and each of their sentences for itself; the map is
fitted from the first to the second (index.embedding.pooling). Tables are named
NAME.LANGUAGE.jsonl.gz.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tqdm import tqdm

from index import Settings
from index.embedding import default_model_folder
from index.embedding.model_layout import DOCUMENT_PROMPT
from index.embedding.openvino_model import OpenVINOModel
from index.embedding.pooling import SHIPPED_MAP
from index.text.sentences import split_sentences
from training.reach import asked

_AT_ONCE = 100  # contexts
_PENALTY = 0.3  # on squared weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path, nargs="+")
    parser.add_argument("--each", type=int, default=700, help="contexts of each table")
    options = parser.parse_args()
    folder = default_model_folder(Settings(), print)
    assert folder is not None
    model = OpenVINOModel(folder)
    contexts = list(_contexts(options.tables, options.each))
    sums = _Sums()
    for start in tqdm(range(0, len(contexts), _AT_ONCE), desc="reading"):
        sums.add(*_cases(model, contexts[start : start + _AT_ONCE]))
    weights = sums.solved().astype(np.float16)
    save_file({"weight": weights[:-1], "bias": weights[-1]}, SHIPPED_MAP)
    print(f"{SHIPPED_MAP.name}: of {sums.number} sentences")


class _Sums:
    """Normal equations, so that no more than some contexts are in memory."""

    def __init__(self) -> None:
        self.number = 0
        self._of_inputs: np.ndarray = np.zeros(0)
        self._of_both: np.ndarray = np.zeros(0)

    def add(self, inputs: np.ndarray, outputs: np.ndarray) -> None:
        inputs = np.hstack([inputs, np.ones((len(inputs), 1))]).astype(np.float64)
        if not self.number:
            size, dimension = inputs.shape[1], outputs.shape[1]
            self._of_inputs, self._of_both = np.zeros((size, size)), np.zeros((size, dimension))
        self.number += len(inputs)
        self._of_inputs += inputs.T @ inputs
        self._of_both += inputs.T @ outputs

    def solved(self) -> np.ndarray:
        penalty = _PENALTY * np.eye(len(self._of_inputs))
        return np.linalg.solve(self._of_inputs + penalty, self._of_both)


def _contexts(tables: Sequence[Path], each: int) -> Iterator[tuple[str, str]]:
    """Each once, and its language."""
    for table in tables:
        seen: set[str] = set()
        for _, _, context in asked([table], 20 * each, every=5):
            if context not in seen and len(seen) < each:
                seen.add(context)
                yield context, table.name.split(".")[1]


def _cases(
    model: OpenVINOModel, contexts: Sequence[tuple[str, str]]
) -> tuple[np.ndarray, np.ndarray]:
    """:return: of each sentence what its vector is pooled from, (sentences, inputs), and the vector
    that it has for itself, (sentences, dimension)."""
    texts = [DOCUMENT_PROMPT + context for context, _ in contexts]
    shift = len(DOCUMENT_PROMPT)
    parts = [
        [(start + shift, end + shift) for start, end in split_sentences(context, language)]
        for context, language in contexts
    ]
    inputs, sentences = [], []
    for number, _, of_parts in model.encode_parts(texts, parts):
        for (start, end), of_part in zip(parts[number], of_parts, strict=True):
            if of_part is not None:
                inputs.append(of_part.ravel())
                sentences.append(DOCUMENT_PROMPT + texts[number][start:end])
    return np.stack(inputs), model.encode(sentences)


if __name__ == "__main__":
    main()
