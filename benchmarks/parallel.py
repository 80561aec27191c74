"""Sentences of XQuAD's paragraphs in two languages, side by side."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from training.translator.paragraphs import parallel_paragraphs


@dataclass(frozen=True)
class Pair:
    """A sentence, the same in another language, and the others of its paragraph there."""

    text: str
    parallel: str
    others: tuple[str, ...]


def read_pairs(data: Path, source: str, target: str, limit: int) -> list[Pair]:
    """Up to `limit` pairs of the paragraphs that have as many sentences in both languages, drawn
    with a fixed seed.

    :param data: the folder of xquad-dev.LANG.json.
    """
    pairs = []
    for paragraph in parallel_paragraphs(data, source, target):
        texts = paragraph.texts()
        for i, (text, parallel) in enumerate(texts if len(texts) > 1 else ()):
            others = tuple(other for j, (_, other) in enumerate(texts) if j != i)
            pairs.append(Pair(text, parallel, others))
    random.Random(1).shuffle(pairs)
    return pairs[:limit]
