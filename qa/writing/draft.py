"""What a language model wrote → sentences, each with the numbers that it cites."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.text import split_sentences

NO_ANSWER = "NO ANSWER"
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_NUMBERS = re.compile(r"\s*[\[【]\s*(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\s*(?:†[^\]】]*)?[\]】]")
# Numbers behind the full stop belong to the sentence before it.
_BEHIND = re.compile(r"([.!?…。]+[\"”“»’']*)((?:\s*[\[【][\d\s,;–-]+[\]】])+)")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,200})\]\(([^()\s]{0,500})(?:[ \t][^()\n]{0,200})?\)")
_MARKUP = re.compile(r"^[ \t]*(?:#{1,6}|[-*+•])\s+|\*\*|__|`+", re.MULTILINE)
_ITEM = re.compile(r"^[ \t]*\d{1,2}[.)]\s+", re.MULTILINE)
MAX_SENTENCES = 12


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """:param numbers: as cited, in order; they may name no evidence."""

    text: str
    numbers: tuple[int, ...]


def visible(text: str) -> str:
    """What is meant for the reader: without a model's thoughts, and without markup."""
    plain = _MARKUP.sub("", _LINK.sub(r"\1 \2", _THOUGHT.sub("", text)))
    if len(_ITEM.findall(plain)) > 1:  # one alone may be a date: 16. März 1959
        plain = _ITEM.sub("", plain)
    return plain.strip()


def read_draft(text: str, language: str) -> list[DraftSentence]:
    """The sentences of a model's reply, as far as it makes any."""
    ordered = _BEHIND.sub(r"\2\1", visible(text))
    sentences = []
    for start, end in split_sentences(ordered, language)[:MAX_SENTENCES]:
        written = ordered[start:end]
        numbers = [n for cited in _NUMBERS.findall(written) for n in _each(cited)]
        said = " ".join(_without_numbers(written).split())
        if any(c.isalnum() for c in said):
            sentences.append(DraftSentence(said, tuple(dict.fromkeys(numbers))))
    return sentences


def _without_numbers(text: str) -> str:
    """[[1]2] holds another one once the first is gone."""
    while (less := _NUMBERS.sub("", text)) != text:
        text = less
    return text


def is_no_answer(text: str) -> bool:
    """Whether the model says that the passages do not answer."""
    said = visible(text).strip(" .!\"'“”[]")
    return said.startswith(NO_ANSWER) or said.upper() == NO_ANSWER


def _each(cited: str) -> list[int]:
    """“1, 3” → 1, 3; “1-3” → 1, 2, 3."""
    numbers: list[int] = []
    for part in re.split(r"\s*[,;]\s*", cited):
        ends = [int(n) for n in re.split(r"\s*[–-]\s*", part) if n]
        numbers += range(ends[0], min(ends[-1], ends[0] + 9) + 1) if ends else []
    return numbers
