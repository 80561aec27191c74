"""What a language model wrote → sentences, each with the numbers that it cites.

A number within a sentence, or at its end, is that sentence's own. One that stands between two
sentences may belong to either:

- What opens a line belongs to the sentence behind it, what ends a line to the one before it.
- Between two sentences on one line the habit decides: of the line, if it opens with a number or
  ends with one behind its full stop, but not both; else of the reply's lines together; and where
  there is none, numbers stand behind what they prove.
- A number on a line of its own goes the same way, but that before the first sentence belongs to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from index.text import split_sentences

NO_ANSWER = "NO ANSWER"
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_MARK = r"[\[【]\s*(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\s*(?:†[^\]】]*)?[\]】]"
_NUMBERS = re.compile(rf"\s*{_MARK}")
_SEVERAL = re.compile(r"(?<=[\]】])[ \t]*[,;&][ \t]*(?=[\[【]\s*\d)")  # [1], [2]
# What sets numbers off from the sentence that they open, or end behind its full stop.
_SET_OFF = re.compile(
    rf"((?:^|[.!?…。][\"”“»’']*)(?:[ \t]*{_MARK})+)[ \t]*[:.–—-]+(?=\s|$)", re.MULTILINE
)
_STOPS = re.compile(r"[.!?…。][\"”“»’']*\Z")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,200})\]\(([^()\s]{0,500})(?:[ \t][^()\n]{0,200})?\)")
_MARKUP = re.compile(r"^[ \t]*(?:#{1,6}|[-*+•])\s+|\*\*|__|`+", re.MULTILINE)
_ITEM = re.compile(r"^[ \t]*\d{1,2}[.)]\s+", re.MULTILINE)
_ITEM_ALONE = re.compile(r"\d{1,2}[.)]")
MAX_SENTENCES = 12


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """:param numbers: as cited, in order; they may name no evidence."""

    text: str
    numbers: tuple[int, ...]


@dataclass(slots=True)
class _Line:
    """A line of a reply.

    :param sentences: without numbers.
    :param own: the numbers within each of them.
    :param between: those before the first sentence, between each two, and behind the last one.
    """

    sentences: list[str]
    own: list[list[int]] = field(init=False)
    between: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.own = [[] for _ in self.sentences]
        self.between = [[] for _ in range(len(self.sentences) + 1)]

    @property
    def habit(self) -> int:
        """1 where numbers stand before their sentence, -1 behind it, 0 where that is not known."""
        if not self.sentences:
            return 0
        return bool(self.between[0]) - bool(self.between[-1])


def visible(text: str) -> str:
    """What is meant for the reader: without a model's thoughts, and without markup."""
    plain = _MARKUP.sub("", _LINK.sub(r"\1 \2", _THOUGHT.sub("", text)))
    if len(_ITEM.findall(plain)) > 1:  # one alone may be a date: 16. März 1959
        plain = _ITEM.sub("", plain)
    return plain.strip()


def read_draft(text: str, language: str) -> list[DraftSentence]:
    """The sentences of a model's reply, as far as it makes any. A line's end is a sentence's."""
    marked = _SET_OFF.sub(r"\1", _SEVERAL.sub("", visible(text)))
    lines = [_read_line(line, language) for line in marked.splitlines() if line.strip()]
    habit = sum(line.habit for line in lines)
    if lines:
        habit += (not lines[0].sentences) - (not lines[-1].sentences)
    read: list[tuple[str, list[int]]] = []
    waiting: list[int] = []  # for the next sentence
    for line in lines:
        before = (line.habit or habit) > 0
        for place, numbers in enumerate(line.between):
            opens = place == 0 and bool(line.sentences)
            ends = place == len(line.sentences) > 0
            if opens or not read or (before and not ends):
                waiting += numbers
            else:
                read[-1][1].extend(numbers)
            if place < len(line.sentences):
                read.append((line.sentences[place], waiting + line.own[place]))
                waiting = []
    if waiting and read:
        read[-1][1].extend(waiting)
    return [DraftSentence(said, tuple(dict.fromkeys(numbers))) for said, numbers in read][
        :MAX_SENTENCES
    ]


def _read_line(line: str, language: str) -> _Line:
    plain, marks = _unmarked(line)
    spans = [
        (start, end)
        for start, end in split_sentences(plain, language)
        if any(c.isalnum() for c in _without_numbers(plain[start:end]))
    ]
    if len(spans) > 1 and _ITEM_ALONE.fullmatch(plain[slice(*spans[0])]):
        del spans[0]
    read = _Line([" ".join(_without_numbers(plain[start:end]).split()) for start, end in spans])
    for at, numbers in marks:
        place = sum(start < at for start, _ in spans)  # of the first sentence behind it
        within = place > 0 and (
            at < spans[place - 1][1] or not _STOPS.search(plain[: spans[place - 1][1]])
        )
        (read.own[place - 1] if within else read.between[place]).extend(numbers)
    return read


def _unmarked(line: str) -> tuple[str, list[tuple[int, list[int]]]]:
    """The line without its numbers, and these with where they stood in what is left."""
    plain, marks, last = "", [], 0
    for mark in _NUMBERS.finditer(line):
        plain += line[last : mark.start()]
        marks.append((len(plain), _each(mark[1])))
        last = mark.end()
        if line[last : last + 1].isalnum():
            plain += " "
    return plain + line[last:], marks


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
