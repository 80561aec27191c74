"""Sentences of XQuAD's paragraphs in two languages, side by side."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path

from index.text.sentences import split_sentences


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
    for one, other in zip(_paragraphs(data, source), _paragraphs(data, target), strict=True):
        texts, parallels = _sentences(one, source), _sentences(other, target)
        if len(texts) == len(parallels) > 1:
            for i, (text, parallel) in enumerate(zip(texts, parallels, strict=True)):
                others = tuple(p for j, p in enumerate(parallels) if j != i)
                pairs.append(Pair(text, parallel, others))
    random.Random(1).shuffle(pairs)
    return pairs[:limit]


def _paragraphs(data: Path, language: str) -> list[str]:
    content = json.loads((data / f"xquad-dev.{language}.json").read_text(encoding="utf-8"))["data"]
    return [paragraph["context"] for article in content for paragraph in article["paragraphs"]]


def _sentences(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, language)]
