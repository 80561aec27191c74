"""Text → sentences, by sentencex (Wikimedia, MIT), with the faults mended that it has on news.

sentencex covers some 240 languages by rules and fallbacks. Measured faults on German news: ordinals
before nouns ("der 2. Weltkrieg"), sentences that begin with a figure ("2010 starb er"), brackets.
docs/evaluation.md compares it with seven others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import sentencex

from index.text.endings import with_endings
from index.text.tables import find_tables

# A longer sentence is cut at a blank: a quote has to fit the eye, and the model's window.
MAX_SENTENCE = 800
# sentencex takes quadratic time over unbalanced quotation marks: it is asked window by window.
_WINDOW = 4_000

_PARAGRAPH = re.compile(r"\S(?:.*\S)?(?:[^\S\n]*\n[^\S\n]*\S(?:.*\S)?)*")
# Marks that open a Markdown heading, list item or quotation: layout, not part of the sentence.
_MARKUP = re.compile(r"(?:#{1,6}|[-*+>]|\d{1,3}[.)])(?=\s)\s+")

# Borders that sentencex sees and that are none: before what begins no sentence,
_LOWER = re.compile(r"[.!?][)\]\"'»«“”’]*\s+(?=[^\W\d_])")
_ORDINAL = re.compile(
    r"\b(?:am|ab|ans|beim|bis|das|dem|den|der|des|die|ein|eine[mnrs]?|im|ins|jede[mnrs]?|seit|"
    r"seine[mnrs]?|ihre[mnrs]?|vom|vor|zum|zur)\s+\d{1,2}\.$",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\b\d{1,2}\.\s+(?:Jän|Jan|Feb|März|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|"
    r"Jahrhundert|Jahrtausend|Weltkrieg)"
)
# Japanese names who said it behind the quotation: 「…。」と彼は言った。
_SAID = re.compile(r"(?:と[いのは、\u30a0-\u30ff\u4e00-\u9fff]|って|を)")
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:ehem|Fr|Hr|Hrn|Jg|Red|Mag|M|MM|Mme|Mlle|डॉ)\.$")
# and borders that it misses: before a figure after a whole word, behind a bracketed sentence,
# before a bracket. That all of them begin behind a mark is said first: most places need no more.
_MISSED = re.compile(
    r"(?<=[.!?)\]])(?:"
    r"(?<=[^\W\d_]{5}[.!?])\s+(?=\d)"
    r"|(?<=\bUhr\.)\s+(?=\d)"
    r"|(?<=\s[a-zäöüß]{3}[.!?])\s+(?=(?:1[5-9]|20)\d\d\s[a-zäöü])"
    r"|(?<=[^\W\d_]{4}[.!?][)\]])\s+(?=[^\W\d_])"
    r"|(?<=[^\W\d_]{4}[.!?])\s+(?=\())"
)
_BEFORE_FIGURE = re.compile(r"(?:str|approx|abzgl|zuzgl|einschl|durchschn)\.$", re.IGNORECASE)


def split_sentences(text: str, language: str) -> list[tuple[int, int]]:
    """The offsets of the sentences of `text` in order, without the white space around them.

    A blank line always ends a sentence. A table's row is one, its header none where there are rows:
    it says nothing alone, and is read with each of them. No other letter of the text is left out.
    """
    # sentencex takes valid UTF-8 only; one character for one keeps the offsets.
    clean = re.sub(r"[\ud800-\udfff]", "\ufffd", text.replace("\r", " "))
    spans: list[tuple[int, int]] = []
    position = 0
    for table in find_tables(clean):
        spans.extend(_prose(clean, position, table.header[0], language))
        for row in table.rows or (table.header,):
            spans.extend(_bounded(clean, *row))
        position = table.end
    spans.extend(_prose(clean, position, len(clean), language))
    return spans


def _prose(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    """The sentences of a stretch without tables."""
    for paragraph in _PARAGRAPH.finditer(text, start, end):
        for first, last in pairwise(_borders(paragraph[0], language)):
            span = _trim(text, paragraph.start() + first, paragraph.start() + last)
            yield from _bounded(text, *span)


def _borders(paragraph: str, language: str) -> list[int]:
    """Where its sentences begin and end: false borders dropped, missed ones added."""
    borders = [0]
    for start in _starts(paragraph, language):
        before = paragraph[max(borders[-1], start - 80) : start]
        if start > borders[-1] and not _joins(before, paragraph[start : start + 12]):
            borders.append(start)
    borders += [
        missed.end()
        for missed in _MISSED.finditer(paragraph)
        if not _BEFORE_FIGURE.search(paragraph[max(0, missed.start() - 12) : missed.start()])
    ]
    return with_endings([*borders, len(paragraph)], paragraph, language)


def _starts(text: str, language: str) -> Iterator[int]:
    """Where sentencex begins sentences, window by window."""
    start = 0
    while start < len(text):
        end = min(start + _WINDOW, len(text))
        found = sentencex.get_sentence_boundaries(language, text[start:end])
        starts = [start + border["start_index"] for border in found] or [start]
        if end < len(text):
            # The last sentence may reach beyond the window: it is seen again in the next one.
            end = starts.pop() if len(starts) > 1 else _last_blank(text, start + 1, end)
        yield from starts
        start = end


def _joins(before: str, after: str) -> bool:
    """Whether the border between two neighbouring stretches is false."""
    if after[:1].islower() and _LOWER.search(before[-8:] + after[:1]):
        return True
    dated = _DATED.search(before[-6:] + after)
    if dated and dated.start() < len(before[-6:]):  # else the next sentence begins with a date
        return True
    before = before.rstrip()
    if before.endswith(("」", "』")) and _SAID.match(after):
        return True
    if after[:1].isdigit() and _BEFORE_FIGURE.search(before):
        return True
    return bool(_ABBREVIATION.search(before) or (_ORDINAL.search(before) and after[:1].isalpha()))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    markup = _MARKUP.match(text, start, end)
    if markup and markup.end() < end and not _DATED.match(text, start):
        return markup.end(), end
    return start, end


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MAX_SENTENCE:
        cut = _last_blank(text, start + 1, start + MAX_SENTENCE)
        yield _trim(text, start, cut)
        start, _ = _trim(text, cut, end)
    if start < end:
        yield start, end


def _last_blank(text: str, start: int, end: int) -> int:
    """Behind the last blank in `text[start:end]`; `end` where there is none."""
    return max(text.rfind(" ", start, end), text.rfind("\n", start, end)) + 1 or end
