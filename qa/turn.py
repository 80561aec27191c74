"""A question and what was answered, as far as a later question may go back to it.

A conversation is kept by whoever holds it, a browser or a program, and comes back with each
question: a turn is small, is JSON in and out, and is not trusted. It names what was cited by its
place; what stands there is read from the archive when it is asked again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from index import InputError, Snapshot
from qa.answers import Answer, Citation

MOST_TURNS = 50  # of a conversation that are gone by
_MOST_CITED = 10  # of one turn
_LONGEST = 4_000  # characters of a question, or of what it was taken to ask
_LONGEST_ID = 1_000
_LAST_OFFSET = 2**53  # beyond it a browser's numbers are none of ours
_LANGUAGE = re.compile("[a-z]{2}")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cited:
    """Where a quote stands: the article's text[start:end].

    :param short_answer: where in the article the words stand that answer, from and to.
    """

    article_id: str
    start: int
    end: int
    short_answer: Span | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """:param language: the question's (ISO 639-1).
    :param refused: whether the archive was said to hold no answer.
    :param notice: whether it was no question that could be answered.
    :param standalone: what a question that followed up on an earlier one was taken to ask.
    :param citations: best first.
    """

    question: str
    language: str
    refused: bool = False
    notice: bool = False
    standalone: str | None = None
    citations: tuple[Cited, ...] = ()

    @classmethod
    def of(cls, answer: Answer) -> Turn:
        """The turn that `answer` ends."""
        return cls(
            question=answer.question,
            language=answer.language,
            refused=answer.refused,
            notice=answer.mode == "notice",
            standalone=answer.standalone,
            citations=tuple(map(_cited, answer.citations)),
        )

    @property
    def is_answered(self) -> bool:
        return bool(self.citations) and not self.refused

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, content: object) -> Turn:
        """:raises InputError: if `content` is not what `to_json` gives."""
        fields = _object(content, "a turn")
        language = _text(fields, "language", 2)
        if not _LANGUAGE.fullmatch(language):
            raise InputError(f"{language!r} names no language: give two letters, such as de or en")
        meant = fields.get("standalone")
        citations = _list(fields.get("citations", []), "a turn's citations", _MOST_CITED)
        return cls(
            question=_text(fields, "question", _LONGEST),
            language=language,
            refused=fields.get("refused") is True,
            notice=fields.get("notice") is True,
            standalone=None if meant is None else _text(fields, "standalone", _LONGEST),
            citations=tuple(map(_cited_from_json, citations)),
        )


def turns_from_json(content: object) -> tuple[Turn, ...]:
    """The last `MOST_TURNS` of a conversation.

    :raises InputError: if `content` is no list of turns.
    """
    if not isinstance(content, list):
        raise InputError("a conversation is a list of turns")
    return tuple(map(Turn.from_json, content[-MOST_TURNS:]))


@dataclass(frozen=True, slots=True)
class Recalled:
    """A turn with what it cited.

    :param quotes: a title and the quote, for each citation that still stands in the archive.
    """

    question: str
    quotes: tuple[tuple[str, str], ...] = ()


def recall(turns: Sequence[Turn], snapshot: Snapshot) -> list[Recalled]:
    """What was asked in `turns`, and what was quoted, as this state of the archive has it."""
    return [
        Recalled(
            turn.standalone or turn.question,
            tuple(quote for cited in turn.citations if (quote := _quote(cited, snapshot))),
        )
        for turn in turns
    ]


def _quote(cited: Cited, snapshot: Snapshot) -> tuple[str, str] | None:
    try:
        article = snapshot.article(cited.article_id)
    except KeyError:  # removed since
        return None
    return article.title, article.text[cited.start : cited.end]


def _cited(citation: Citation) -> Cited:
    short = citation.short_answer
    span = (short.start, short.end) if short else None
    return Cited(citation.article.id, citation.start, citation.end, span)


def _cited_from_json(content: object) -> Cited:
    fields = _object(content, "a citation")
    short = fields.get("short_answer")
    return Cited(
        _text(fields, "article_id", _LONGEST_ID),
        *_span([fields.get("start"), fields.get("end")]),
        None if short is None else _span(short),
    )


def _object(content: object, what: str) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise InputError(f"{what} is an object")
    return content


def _list(content: object, what: str, most: int) -> list[Any]:
    if not isinstance(content, list | tuple) or len(content) > most:
        raise InputError(f"{what} are a list of at most {most}")
    return list(content)


def _text(fields: dict[str, Any], name: str, longest: int) -> str:
    text = fields.get(name)
    if not isinstance(text, str) or len(text) > longest:
        raise InputError(f"{name} is a text of at most {longest} characters")
    return text


def _span(content: object) -> Span:
    match content:
        case [int(start), int(end)] if 0 <= start < end <= _LAST_OFFSET:
            return int(start), int(end)
    raise InputError("start and end are offsets into an article's text, the end behind the start")
