"""What the page asks the server for, beside answers: each call takes JSON and gives JSON."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Sequence
from typing import Any

from fastapi import HTTPException

from index import Archive, ArticleDescription, DamagedError, InputError, MissingIndexError
from index.text import language_name
from prompts import texts
from qa.answers import Answer, Citation
from qa.assistant import Assistant
from qa.exporting import bibtex, conversation_markdown, csl_json, markdown, plain
from qa.given import Given
from qa.web.links import article_href
from qa.web.page.article_view import opened_html
from qa.web.page.browser import (
    LONGEST_QUESTION,
    read_answer,
    read_answers,
    read_citation,
    read_language,
)
from qa.web.page.gist import gist_inside
from qa.web.page.mail import turn_html
from qa.web.page.sources import cited_articles, sources_html

_log = logging.getLogger(__name__)
Call = Callable[[Any], Any]
Suggest = Callable[[str], Sequence[str]]
SuggestNear = Callable[[str, str], Sequence[str]]
_WHOLE = 0, 0  # of an article, at no place in it


def page_calls(assistant: Assistant, suggest: Suggest, near: SuggestNear) -> list[Call]:
    """:param suggest: questions that the archive answers, for a reader of a language.
    :param near: such that come near to a question, in its language.
    """
    archive = assistant.archive

    def about(sent: object) -> dict[str, Any]:
        """What the archive holds, in words of a language."""
        return holdings(archive, read_language(sent))

    def suggested(sent: object) -> list[str]:
        """Questions to begin with."""
        return [*suggest(read_language(sent))]

    def nearby(sent: object) -> list[str]:
        """Questions that are answered, in the place of one that is not."""
        question = Given(sent, "a request").text("question", LONGEST_QUESTION)
        language = read_language(sent)
        return [*(near(question, language) or suggest(language))]

    def opened(sent: object) -> str:
        """An article at a place in it, with the quotes of an answer if one is sent along; without
        a place from its beginning."""
        given = Given(sent, "a request")
        place = given.span() if "end" in given else _WHOLE
        answer = read_answer(sent) if "answer" in given else None
        language = answer.language if answer else read_language(sent)
        return opened_html(archive, given.text("article", 2_000), place, answer, language)

    def sources(sent: object) -> str:
        """Those of an answer, as the archive has them now."""
        answer = assistant.with_kept_gists(read_answer(sent))
        return sources_html(answer, cited_articles(archive, answer))

    def shown(sent: object) -> list[str]:
        """A conversation's answers, to be shown once more."""
        answers = map(assistant.with_kept_gists, read_answers(sent))
        return [turn_html(archive, answer) for answer in answers]

    def gist(sent: object) -> str:
        """The gist of a quote that stands in the archive, as far as it can be had; takes a second
        or so a sentence. The sentence that answers can be had first."""
        answer, citation = read_citation(sent)
        article = cited_articles(archive, answer).get(citation.article.id)
        if assistant.gists is None or article is None or not citation.stands_in(article.text):
            return ""
        first_alone = Given(sent, "a request").is_true("first")
        try:
            made = assistant.gists.translated(citation, answer.language, first_alone)
        except Exception:  # the answer stands without it
            _log.exception("no gist")
            return ""
        return gist_inside(made, answer.language) if made is not None else ""

    def copied(sent: object) -> str:
        """An answer with its citations, or its sources for a bibliography, as text to put
        elsewhere."""
        kind = Given(sent, "a request").text("kind", 20)
        answer = assistant.with_kept_gists(read_answer(sent))
        if kind == "markdown":
            return markdown(answer, _link(sent))
        return _TAKEN.get(kind, plain)(answer)

    def exported(sent: object) -> str:
        """A conversation as Markdown."""
        answers = map(assistant.with_kept_gists, read_answers(sent))
        return conversation_markdown(answers, read_language(sent), _link(sent))

    calls = (about, suggested, nearby, opened, sources, shown, gist, copied, exported)
    return [*map(_checked, calls)]


def holdings(archive: Archive, language: str) -> dict[str, Any]:
    """How many articles in which languages: in a line, and the languages' names by their codes."""
    counts = archive.current().languages
    total = sum(counts.values())
    wording = texts("chat", language)
    articles = wording["article_one" if total == 1 else "articles"].format(count=total)
    names = {code: language_name(code, language) for code in counts}
    named = ", ".join(f"{names[code]} {count}" for code, count in counts.items())
    return {"text": f"{articles} · {named}", "languages": names}


def _sources_of(answer: Answer) -> list[ArticleDescription]:
    return [citation.article for citation in answer.citations]


# What an answer is copied as, by the names that the page has for it; else it is plain text.
_TAKEN: dict[str, Callable[[Answer], str]] = {
    "bibtex": lambda answer: bibtex(_sources_of(answer)),
    "csl": lambda answer: csl_json(_sources_of(answer)),
}


def _link(sent: object) -> Callable[[Citation], str]:
    """Where a citation opens, below the page's address, which the browser knows."""
    base = Given(sent, "a request").text("base", 2_000)
    return lambda citation: base + article_href(citation.article.id, citation.start, citation.end)


def _checked(call: Call) -> Call:
    @functools.wraps(call)
    def checked(sent: Any) -> Any:
        try:
            return call(sent)
        except (MissingIndexError, DamagedError) as error:
            _log.error("the archive cannot be read: %s", error)
            raise HTTPException(503, "the archive cannot be read just now") from error
        except InputError as error:
            raise HTTPException(400, str(error)) from error

    return checked
