"""Which words of a translation say what a part of its original says.

Each word of either is linked to the one of the other that the embedding model reads most alike
(greedy alignment of contextual vectors: Jalili Sabet et al. 2020, "SimAlign"). What a part of the
original became is where most words are linked to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from qa.writing import Support

_WORD = re.compile(r"\w+(?:[-’'.,]\w+)*")
_ELSEWHERE = -1.0  # what a word counts that is linked to another part, where one of the part is 1

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Link:
    """The part `original` of a text and the part `translated` of its translation."""

    original: Span
    translated: Span


def linked(original: str, translated: str, support: Support) -> list[Link]:
    """The words of a text and of its translation, each with its likest; those of the translation in
    order, then those of the original."""
    ones, others = _words(original), _words(translated)
    closeness = support.word_cosines(original, ones, translated, others)
    if not closeness.size:
        return []
    forward, back = closeness.argmax(axis=0), closeness.argmax(axis=1)
    return [Link(ones[one], others[at]) for at, one in enumerate(forward)] + [
        Link(ones[at], others[other]) for at, other in enumerate(back)
    ]


def counterpart(links: list[Link], part: Span) -> Span | None:
    """Where the translation says what the original says at `part`; None where no word does.

    The run of words whose links to `part` outweigh those to the rest most.
    """
    weights: dict[Span, float] = {}
    for link in links:
        inside = link.original[0] < part[1] and part[0] < link.original[1]
        weight = 1.0 if inside else _ELSEWHERE
        weights[link.translated] = weights.get(link.translated, 0.0) + weight
    words = sorted(weights)
    best, found = 0.0, None
    total, first = 0.0, 0
    for at, word in enumerate(words):
        if total <= 0:
            total, first = 0.0, at
        total += float(np.clip(weights[word], -1.0, 1.0))
        if total > best:
            best, found = total, (words[first][0], word[1])
    return found


def _words(text: str) -> list[Span]:
    return [match.span() for match in _WORD.finditer(text)]
