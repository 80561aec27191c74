"""An answer to a question that somebody asks from elsewhere: there always is one."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

from index import ArticleFilter
from prompts import texts
from qa.answers import Answer
from qa.assistant import Assistant
from qa.finding import read_question
from qa.turn import Turn

_log = logging.getLogger(__name__)


def answers_to(
    assistant: Assistant,
    question: str,
    turns: Sequence[Turn] = (),
    filter: ArticleFilter | None = None,
) -> Iterator[Answer]:
    """The answer as it grows: see `Assistant.stream`. Where there is none through a fault of ours,
    the last one is a notice that says so, in the question's language; the log says what it was."""
    try:
        yield from assistant.stream(question, turns=turns, filter=filter)
    except Exception:
        _log.exception("no answer to a question")
        read = read_question(question)
        failed = texts("chat", read.language)["failed"]
        yield Answer(read.asked, read.language, failed, True, 0.0, "notice")
