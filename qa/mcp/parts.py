"""An article in parts that a client can take in: whole where it is short.

An id names an article, or one part of it: "161154fb6085267f", "161154fb6085267f#2".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PART = 20_000  # characters at most: about 5,000 tokens
_NUMBER = re.compile(r"[1-9]\d{0,5}")


@dataclass(frozen=True, slots=True)
class Part:
    """An article's text[start:end], part `number` of `of`, from 1."""

    number: int
    of: int
    start: int
    end: int


def parts(text: str) -> list[Part]:
    """The parts of a text, in order: each ends with a paragraph, else a line, else a word, where
    one ends in its last fifth."""
    borders = [0]
    while len(text) - borders[-1] > PART:
        start = borders[-1]
        borders.append(start + _length(text[start : start + PART]))
    borders.append(len(text))
    of = len(borders) - 1
    return [Part(i + 1, of, borders[i], borders[i + 1]) for i in range(of)]


def part_of(parts: list[Part], offset: int) -> Part:
    """The part in which the character at `offset` stands."""
    return next(part for part in reversed(parts) if part.start <= offset)


def part_id(article_id: str, part: Part) -> str:
    """How a part is asked for; the first by the article's id alone."""
    return article_id if part.number == 1 else f"{article_id}#{part.number}"


def read_id(asked: str) -> tuple[str, int]:
    """An article's id and the number of a part.

    :raises ValueError: if the part is no number.
    """
    article_id, mark, number = asked.rpartition("#")
    if not mark:
        return asked, 1
    if not _NUMBER.fullmatch(number):
        raise ValueError(number)
    return article_id, int(number)


def _length(piece: str) -> int:
    """How much of a piece of PART characters one part takes."""
    for border in ("\n\n", "\n", " "):
        at = piece.rfind(border, PART * 4 // 5)
        if at >= 0:
            return at + len(border)
    return PART
