"""A question and what was answered, as far as a later question may go back to it.

A conversation is kept by whoever holds it, a browser or a program, and comes back with each
question: a turn is small, is JSON in and out, and is not trusted. It names what was cited by its
place; what stands there is read from the archive when it is asked again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index import InputError, Snapshot
from qa.answers import Answer, Citation
from qa.given import Given, Span

MOST_TURNS = 50  # of a conversation that are gone by
_MOST_CITED = 10  # in one turn
_LONGEST = 4_000  # characters of a question, or of what it was taken to ask
_LONGEST_ID = 1_000
_LANGUAGE = re.compile("[a-z]{2}")


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
        """What is not so is left out."""
        content: dict[str, Any] = {"question": self.question, "language": self.language}
        for name in ("refused", "notice", "standalone"):
            if value := getattr(self, name):
                content[name] = value
        return content | {"citations": [_cited_json(cited) for cited in self.citations]}

    @classmethod
    def from_json(cls, content: object) -> Turn:
        """:raises InputError: if `content` is not what `to_json` gives."""
        given = Given(content, "a turn")
        language = given.text("language", 2)
        if not _LANGUAGE.fullmatch(language):
            raise InputError(f"{language!r} names no language: give two letters, such as de or en")
        return cls(
            question=given.text("question", _LONGEST),
            language=language,
            refused=given.is_true("refused"),
            notice=given.is_true("notice"),
            standalone=given.text_or_none("standalone", _LONGEST),
            citations=tuple(map(_cited_given, given.inners("citations", _MOST_CITED))),
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

    :param quotes: a title and the quote, for each citation whose article is still there.
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


def _cited_json(cited: Cited) -> dict[str, Any]:
    content: dict[str, Any] = {"article": cited.article_id, "start": cited.start, "end": cited.end}
    if cited.short_answer:
        start, end = cited.short_answer
        content["short_answer"] = {"start": start, "end": end}
    return content


def _cited_given(given: Given) -> Cited:
    short = given.inner_or_none("short_answer")
    return Cited(given.text("article", _LONGEST_ID), *given.span(), short.span() if short else None)
