"""Lines → paragraphs. A word that a line's end broke is put together; a hyphen of its own stays."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from statistics import median

from index.articles.pdf.columns import Line
from index.articles.pdf.pieces import HYPHEN

_ENDED = (".", "!", "?", ":", "…", "。", "！", "？", '."', '!"', '?"', ".”", "!”", "?”", ".“", ".«")
_ITEM = re.compile(r"(?:[•▪‣◦–—-]|\d{1,3}[.)])\s")
# “Haupt- und Nebenstellen”: what follows the hyphen is a word of its own.
_LINKING = frozenset((
    "und", "oder", "bzw", "sowie", "noch", "als", "wie", "bis", "and", "or", "to", "nor", "et",
    "ou", "y", "o", "e", "i", "en", "of", "och", "og", "eller", "lub",
))  # fmt: skip
_HYPHENS = (HYPHEN, "-", "\u2010")
_GAP = 1.35  # of the usual distance of lines: beyond it a paragraph begins
_INDENT = 0.8  # of the letters' size
_SHORT = 0.8  # of the column's width: a line that ends before it may end a paragraph
_OTHER_SIZE = 0.1
_LAST_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def join_lines(lines: Sequence[Line], words: Collection[str]) -> list[str]:
    """The paragraphs of a page.

    :param words: of the whole document, in lower case: they show which hyphens belong to a word.
    """
    paragraphs: list[str] = []
    distance = _usual_distance(lines)
    before: Line | None = None
    for line in lines:
        if before is None or _begins(line, before, distance):
            paragraphs.append(line.text)
        else:
            paragraphs[-1] = joined(paragraphs[-1], line.text, words)
        before = line
    return [paragraph.replace(HYPHEN, "-") for paragraph in paragraphs]


def goes_on(before: str, after: str) -> bool:
    """Whether a paragraph goes on behind the end of a page, or of a column."""
    return before.endswith(_HYPHENS) or (not before.endswith(_ENDED) and after[:1].islower())


def joined(before: str, after: str, words: Collection[str]) -> str:
    """Two lines in one. The hyphen between them goes where it only broke a word."""
    if not before.endswith(_HYPHENS):
        return f"{before} {after}"
    stem = before[:-1]
    first, last = _FIRST_WORD.match(after), _LAST_WORD.search(stem)
    if first is None or last is None:  # between numbers, or a dash
        return f"{stem}-{after}" if stem[-1:].isalnum() else f"{stem}- {after}"
    if first[0].lower() in _LINKING and after[first.end() : first.end() + 1] != "-":
        return f"{stem}- {after}"
    hyphenated = f"{last[0]}-{first[0]}".lower()
    whole = f"{last[0]}{first[0]}".lower()
    belongs = first[0][0].isupper() or (hyphenated in words and whole not in words)
    # What is set in capitals says nothing by them.
    if last[0].isupper() and len(last[0]) > 1 and first[0].isupper():
        belongs = hyphenated in words
    return f"{stem}-{after}" if belongs else stem + after


def _begins(line: Line, before: Line, distance: float) -> bool:
    """Whether a line begins a paragraph."""
    if _ITEM.match(line.text) and not before.text.endswith(HYPHEN):
        return True
    if abs(line.size - before.size) > _OTHER_SIZE * max(line.size, before.size):
        return True
    ended = before.text.endswith(_ENDED)
    width = before.column[1] - before.column[0]
    is_short = before.right - before.column[0] < _SHORT * width
    if line.column != before.column or line.bottom > before.bottom:  # another column
        return not goes_on(before.text, line.text) and (ended or is_short)
    if before.bottom - line.bottom > _GAP * distance:
        return True
    indent = _INDENT * line.size
    is_indented = line.left - line.column[0] > indent and line.left - before.left > indent
    return is_indented or (ended and is_short)


def _usual_distance(lines: Sequence[Line]) -> float:
    distances = [
        before.bottom - line.bottom
        for before, line in zip(lines, lines[1:], strict=False)
        if before.column == line.column and before.bottom > line.bottom
    ]
    return median(distances) if distances else float("inf")
