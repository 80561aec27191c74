"""A follow-up question → what it asks, in words that need no conversation."""

from __future__ import annotations

from collections.abc import Sequence

from llama_index.core.base.llms.types import ChatMessage, MessageRole

from index.text import (
    Question,
    content_words,
    is_written,
    language_name,
    may_be_in,
    vocabulary,
)
from prompts import spoken, texts
from qa.finding import QUESTION_MARKS
from qa.turn import Recalled
from qa.writing.draft import visible
from qa.writing.harmless import harmless

_TURNS = 3
_QUOTED = 300  # characters of a turn's first quote
_LONGEST = 300  # characters of a question
_LETTERS = 25  # that tell a question's language


def rewriting(asked: Question, turns: Sequence[Recalled]) -> list[ChatMessage]:
    """What the model is told.

    :param turns: the conversation so far.
    """
    wording = texts("rewrite", asked.language)
    told = "\n".join(
        wording["turn"].format(asked=harmless(turn.question), answered=_quoted(turn))
        for turn in turns[-_TURNS:]
    )
    name = language_name(asked.language, spoken("rewrite", asked.language))
    request = wording["user"].format(turns=told, question=harmless(asked.asked), language=name)
    return [ChatMessage(role=MessageRole.USER, content=request)]


def read_rewriting(reply: str, asked: Question, turns: Sequence[Recalled]) -> str | None:
    """The question in `reply`; None where it can't be what was meant: no single question, in
    another language, without the reader's own words, or with names that nobody mentioned."""
    lines = [line for line in visible(reply).splitlines() if line.strip()]
    if len(lines) != 1:
        return None
    question = " ".join(lines[0].strip(" \"'“”„«»").split())
    if not question.endswith(QUESTION_MARKS) or len(question) > _LONGEST:
        return None
    if not may_be_in(question, asked.language, _LETTERS):
        return None
    mentioned = vocabulary(" ".join([asked.asked, *map(_mentioned, turns[-_TURNS:])]))
    new = [word.text for word in content_words(question, asked.language)]
    names = [word for word in new[1:] if word[0].isupper() or any(c.isdigit() for c in word)]
    kept = vocabulary(question)
    own = [word.text for word in asked.content_words]
    if not all(is_written(word, mentioned) for word in names):
        return None
    if not all(is_written(word, kept) for word in own):
        return None
    return question


def _quoted(turn: Recalled) -> str:
    if not turn.quotes:
        return "…"
    _, quote = turn.quotes[0]
    return harmless(quote[:_QUOTED])


def _mentioned(turn: Recalled) -> str:
    quotes = " ".join(f"{title} {quote}" for title, quote in turn.quotes)
    return f"{turn.question} {quotes}"
