"""What the tools do: search, fetch, ask. Each is given arguments that have been read, and gives
JSON."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from index import Article, ArticleDescription, Candidate, InputError
from qa.assistant import Assistant
from qa.finding import Notice, read_question
from qa.mcp.arguments import AskArguments, FetchArguments, SearchArguments
from qa.mcp.parts import part_id, part_of, parts, read_id
from qa.public_paths import PublicPaths
from qa.web_address import is_web_address

_RESULTS = 10  # articles that a search gives
_NOT_METADATA = ("id", "title", "url")  # of an article's description: said beside it

ArticleLink = Callable[[str], str]


class Tools:
    """:param assistant: gives the one that answers; may take its time when it is first asked.
    :param link: an article's id → the address where a browser shows it; none where it is None.
    """

    def __init__(self, assistant: Callable[[], Assistant], link: ArticleLink | None = None) -> None:
        self._assistant = assistant
        self._link = link

    def search(self, arguments: SearchArguments) -> dict[str, Any]:
        """The articles that fit best, each under the id of its part that does.

        :raises InputError: if the query is no question.
        """
        asked = read_question(arguments.query)
        if isinstance(asked, Notice):
            raise InputError(_why(arguments.query))
        snapshot, candidates = self._assistant().found(asked)
        found: dict[str, Candidate] = {}
        for candidate in candidates:
            found.setdefault(candidate.sentence.article_id, candidate)
        results = []
        for candidate in list(found.values())[:_RESULTS]:
            article = snapshot.article(candidate.sentence.article_id)
            part = part_of(parts(article.text), candidate.sentence.start)
            results.append(
                {
                    "id": part_id(article.id, part),
                    "title": article.title,
                    "url": self._address(article),
                }
            )
        return {"results": results}

    def fetch(self, arguments: FetchArguments) -> dict[str, Any]:
        """An article, or a part of it.

        :raises InputError: if there is none.
        """
        article, number = self._article(arguments.id)
        all_parts = parts(article.text)
        if number > len(all_parts):
            has = "1 part" if len(all_parts) == 1 else f"{len(all_parts)} parts"
            raise InputError(f"article {article.id} has {has}, not {number}")
        part = all_parts[number - 1]
        paths = PublicPaths.of_archive(self._assistant().archive)
        known = paths.of_article(asdict(article.description))
        metadata = {
            name: value
            for name, value in known.items()
            if name not in _NOT_METADATA and value is not None
        } | {"part": number, "parts": part.of, "start": part.start, "end": part.end}
        if number < part.of:
            metadata["next"] = part_id(article.id, all_parts[number])
        return {
            "id": part_id(article.id, part),
            "title": article.title,
            "text": article.text[part.start : part.end],
            "url": self._address(article),
            "metadata": metadata,
        }

    def ask(self, arguments: AskArguments) -> dict[str, Any]:
        """The answer, as `fundstelle ask --json` prints it, but for where on the disk files are.

        :raises InputError: if the question is none, or a filter makes no sense.
        """
        chosen = arguments.filters.article_filter() if arguments.filters else None
        assistant = self._assistant()
        answer = assistant.answer(arguments.question, filter=chosen)
        if answer.mode == "notice":
            raise InputError(_why(arguments.question))
        return PublicPaths.of_archive(assistant.archive).of_answer(answer.to_json())

    def _article(self, asked: str) -> tuple[Article, int]:
        snapshot = self._assistant().archive.current()
        with suppress(KeyError):  # an id that a program gave may look like that of a part
            return snapshot.article(asked), 1
        try:
            article_id, number = read_id(asked)
            return snapshot.article(article_id), number
        except (KeyError, ValueError):
            raise InputError(f"there is no article {asked!r}: search gives the ids") from None

    def _address(self, article: ArticleDescription) -> str:
        if is_web_address(article.url):
            return article.url or ""
        return self._link(article.id) if self._link is not None else ""


def _why(asked: str) -> str:
    """Why something is no question, in English: it is told to a program."""
    notice = read_question(asked, "en")
    assert isinstance(notice, Notice)
    return notice.text
