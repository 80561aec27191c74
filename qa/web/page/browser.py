"""What a browser sends, read: a question, a request, a language. Nothing of it is trusted."""

from __future__ import annotations

from dataclasses import dataclass

from index import ArticleFilter, InputError
from prompts import spoken
from qa.answers import Answer, Citation
from qa.given import Given
from qa.turn import Turn, turns_from_json
from qa.web.page.records import answer_of

LONGEST_QUESTION = 100_000  # characters of a question: the chat says itself that it is too long
_MOST_SHOWN = 100  # turns of a conversation
_NAME = 200  # characters of what is filtered by


@dataclass(frozen=True, slots=True)
class Asked:
    """:param turns: the conversation so far."""

    question: str
    turns: tuple[Turn, ...]
    filter: ArticleFilter | None


def read_asked(content: object) -> Asked:
    """:raises InputError: if it is no question with what belongs to it."""
    given = Given(content, "a question")
    return Asked(
        given.text("question", LONGEST_QUESTION),
        turns_from_json(given.anything("turns")),
        _filter(given.inner_or_none("filter")),
    )


def read_answer(content: object) -> Answer:
    """The answer that a request is about.

    :raises InputError: if there is none.
    """
    return answer_of(Given(content, "a request").anything("answer"))


def read_answers(content: object) -> list[Answer]:
    """Those of a conversation.

    :raises InputError: if there are none.
    """
    answers = Given(content, "a request").anything("answers")
    if not isinstance(answers, list) or len(answers) > _MOST_SHOWN:
        raise InputError(f"a conversation's answers are a list of at most {_MOST_SHOWN}")
    return [*map(answer_of, answers)]


def read_citation(content: object) -> tuple[Answer, Citation]:
    """The citation of an answer that a request is about.

    :raises InputError: if there is none.
    """
    answer, number = read_answer(content), Given(content, "a request").count("number")
    for citation in answer.citations:
        if citation.number == number:
            return answer, citation
    raise InputError(f"the answer has no citation {number}")


def read_language(content: object) -> str:
    """The one that the page is in.

    :raises InputError: if none is named.
    """
    return spoken("chat", Given(content, "a request").text("language", 10))


def _filter(given: Given | None) -> ArticleFilter | None:
    if given is None:
        return None
    since, until, source, language = (
        given.text_or_none(name, _NAME) or None for name in ("since", "until", "source", "language")
    )
    if not any((since, until, source, language)):
        return None
    return ArticleFilter(since, until, source, language=language)
