"""Questions and searches."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from index.articles import ArticleDescription
from qa.answer_schema import AnswerGot
from qa.answers import Answer, article_json
from qa.assistant import Assistant
from qa.finding import FoundPassage
from qa.public_paths import PublicPaths
from qa.web.access import log_question
from qa.web.event_stream import event, event_stream
from qa.web.http.answers import Passages
from qa.web.http.description import problems
from qa.web.http.metrics import Metrics
from qa.web.http.requests import Ask, SearchFor
from qa.web.problems import gone, problem_of
from qa.web.threads import Threads

_AT_ONCE = 16  # questions that are being answered, most of them waiting for a language model
_EVENTS = """The answer; with `Accept: text/event-stream`, events with JSON: `evidence` (the
citations, where there are some), `text` (what a language model has written so far, not checked
yet), `answer` (all of it), `gist` (the translation of a citation, as it comes), and `error` (a
problem document)."""


def asking(assistant: Assistant, metrics: Metrics) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["ask"])
    threads = Threads(_AT_ONCE)

    @router.post(
        "/ask",
        summary="Ask a question",
        operation_id="ask",
        responses={
            200: {
                "model": AnswerGot,
                "description": _EVENTS,
                "content": {"text/event-stream": {"schema": {"type": "string"}}},
            },
            **problems(400, 401, 422, 429, 503),
        },
    )
    async def ask(asked: Ask, request: Request) -> Response:
        log_question(request, asked.question)
        turns = asked.turns()
        articles = asked.filter.to_articles() if asked.filter else None
        growing = assistant.stream(asked.question, asked.language, turns, articles)
        steps = threads.each(growing)
        if wants_events(request):
            return event_stream(_events(steps, assistant, threads, metrics, request))
        last = await last_of(steps, request)
        metrics.answered(last)
        return JSONResponse(await threads.run(_public_answer, assistant, last))

    @router.post(
        "/search",
        summary="Search for passages",
        operation_id="search",
        responses={200: {"model": Passages}, **problems(400, 401, 422, 429, 503)},
    )
    async def search(wanted: SearchFor, request: Request) -> Response:
        log_question(request, wanted.question)
        articles = wanted.filter.to_articles() if wanted.filter else None
        found = await threads.run(
            assistant.search, wanted.question, wanted.language, wanted.limit, articles
        )
        return JSONResponse(await threads.run(_public_passages, assistant, found))

    return router


def wants_events(request: Request) -> bool:
    """Whether whoever asks reads events."""
    accepted = request.headers.get("accept", "").split(",")
    return any(kind.split(";")[0].strip() == "text/event-stream" for kind in accepted)


async def last_of(steps: AsyncGenerator[Answer], request: Request) -> Answer:
    """The whole answer.

    :raises Problem: if whoever asked has gone away meanwhile, and the work was ended.
    """
    last: Answer | None = None
    async with aclosing(steps) as growing:
        async for answer in growing:
            last = answer
            if await request.is_disconnected():
                raise gone()
    assert last is not None, "there always is an answer"
    return last


async def _events(
    steps: AsyncGenerator[Answer],
    assistant: Assistant,
    threads: Threads,
    metrics: Metrics,
    request: Request,
) -> AsyncGenerator[bytes]:
    last: Answer | None = None
    told: Answer | None = None  # that `content` is of
    try:
        async with aclosing(steps) as growing:
            async for answer in growing:
                if told is None:
                    told, content = answer, await threads.run(_public_answer, assistant, answer)
                    if answer.citations and not answer.refused:
                        yield event({"citations": content["citations"]}, "evidence")
                if answer.mode == "written" and not answer.sentences and answer.text:
                    yield event({"text": answer.text}, "text")
                last = answer
        assert last is not None, "there always is an answer"
        metrics.answered(last)
        if last is not told:
            content = await threads.run(_public_answer, assistant, last)
        yield event(content, "answer")
        if assistant.gists is not None:
            async with aclosing(threads.each(assistant.gists.each(last))) as gists:
                async for citation in gists:
                    if citation.gist is not None:
                        yield event({"number": citation.number, "gist": citation.gist}, "gist")
    except Exception as error:
        problem = problem_of(error, request)
        yield event(
            {"title": problem.title, "status": problem.status, "detail": problem.detail}, "error"
        )


def _public_answer(assistant: Assistant, answer: Answer) -> dict[str, Any]:
    return PublicPaths.of_archive(assistant.archive).of_answer(answer.to_json())


def _public_passages(assistant: Assistant, found: list[FoundPassage]) -> dict[str, Any]:
    paths = PublicPaths.of_archive(assistant.archive)
    return {"passages": [_passage(one, paths) for one in found]}


def _passage(found: FoundPassage, paths: PublicPaths) -> dict[str, Any]:
    page = {"page": found.page} if found.page is not None else {}
    passage = found.passage
    return {
        "article": public_article(found.article, paths) | page,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "score": round(found.score, 4),
    }


def public_article(article: ArticleDescription, paths: PublicPaths) -> dict[str, Any]:
    """What is told of an article."""
    return paths.of_article(article_json(article))
