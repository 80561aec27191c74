"""XQuAD's paragraphs in two languages, side by side, sentence by sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.text.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class ParallelParagraph:
    """:param one: a paragraph as SQuAD has it, and `other` the same in another language.
    :param sentences: of `one` and of `other`, where each stands, from and to.
    """

    one: dict
    other: dict
    sentences: list[tuple[tuple[int, int], tuple[int, int]]]

    def texts(self) -> list[tuple[str, str]]:
        """The sentences, each in both languages."""
        one, other = self.one["context"], self.other["context"]
        return [(one[slice(*first)], other[slice(*second)]) for first, second in self.sentences]


def parallel_paragraphs(data: Path, source: str, target: str) -> Iterator[ParallelParagraph]:
    """The paragraphs that have as many sentences in both languages.

    :param data: the folder of xquad-dev.LANG.json.
    """
    for one, other in zip(_paragraphs(data, source), _paragraphs(data, target), strict=True):
        ones = split_sentences(one["context"], source)
        others = split_sentences(other["context"], target)
        if len(ones) == len(others):
            yield ParallelParagraph(one, other, [*zip(ones, others, strict=True)])


def _paragraphs(data: Path, language: str) -> list[dict]:
    content = json.loads((data / f"xquad-dev.{language}.json").read_text(encoding="utf-8"))["data"]
    return [paragraph for article in content for paragraph in article["paragraphs"]]
