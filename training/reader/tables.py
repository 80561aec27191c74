"""All that a training reads, in tokens and in one file: it can run where PyTorch alone is at hand.

Ragged tables stand in pairs: the rows of `of[n]` are those from `starts[n]` to `starts[n + 1]`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

# The files of a prepared training, beside the encoder's config.json.
TABLES, ENCODER = "tables.npz", "encoder.safetensors"
START, PADDING, END = 0, 1, 2  # <s>, <pad> and </s>, which keep their places among the pieces


@dataclass(frozen=True, slots=True)
class Ragged:
    """:param values: all rows, one after the other; `starts`, (number + 1,): where each begins."""

    values: np.ndarray
    starts: np.ndarray

    @classmethod
    def of(cls, rows: Sequence[Any], width: int = 0) -> Ragged:
        """:param rows: each of numbers, or of rows of numbers.
        :param width: of the latter; 0 for numbers."""
        starts = np.zeros(len(rows) + 1, np.int32)
        starts[1:] = np.cumsum([len(row) for row in rows])
        shape = (-1, width) if width else (-1,)
        empty = np.zeros((0, width) if width else 0, np.int32)
        filled = [np.asarray(row, np.int32).reshape(shape) for row in rows if len(row)]
        return cls(np.concatenate([empty, *filled]), starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> np.ndarray:
        return self.values[self.starts[number] : self.starts[number + 1]]


@dataclass(frozen=True, slots=True)
class Tables:
    """:param pieces: which of the tokenizer's word pieces occur; tokens here are places in it.
    :param texts: tokens of each wording, title and passage.
    :param passages: (passages, 4): its text, its title's, its article, its language.
    :param sentences: of each passage the first token of each of its sentences.
    :param folds: of each article the fold that it is held out in, of `FOLDS`; -1 for none.
    :param questions: (questions, 3): its source, its article, whether its span is known.
    :param wordings: of each question (language, text, and two texts as people type it).
    :param readings: of each question (language, passage).
    :param answers: of each reading, by its place in `readings`, (first, last) token of an answer.
    :param found: of each reading the passages that a search by words finds for its question.
    :param prefixes: the tokens that the encoder puts before a question and before a passage.
    """

    pieces: np.ndarray
    texts: Ragged
    passages: np.ndarray
    sentences: Ragged
    folds: np.ndarray
    questions: np.ndarray
    wordings: Ragged
    readings: Ragged
    answers: Ragged
    found: Ragged
    prefixes: Ragged
    sources: list[str]
    languages: list[str]

    def save(self, path: Path) -> None:
        arrays: dict[str, np.ndarray] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Ragged):
                arrays[f"{field.name}.values"] = value.values
                arrays[f"{field.name}.starts"] = value.starts
            else:
                arrays[field.name] = np.asarray(value)
        with path.open("wb") as file:
            np.savez_compressed(file, **arrays)  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path) -> Tables:
        stored = np.load(path)
        values = {}
        for field in fields(cls):
            if field.name in stored:
                array = stored[field.name]
                values[field.name] = array.tolist() if array.dtype.kind == "U" else array
            else:
                values[field.name] = Ragged(
                    stored[f"{field.name}.values"], stored[f"{field.name}.starts"]
                )
        return cls(**values)
