"""The page's questions: each is one request, whose response is the answer as it grows.

So a reader needs no second connection that would have to meet the same process again.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request
from starlette.responses import Response

from index import InputError
from qa.assistant import Assistant
from qa.web.access import log_question
from qa.web.event_stream import event, event_stream
from qa.web.page.browser import read_asked
from qa.web.page.mail import growing_mail
from qa.web.problems import Problem, problem_of
from qa.web.threads import Threads

_AT_ONCE = 8  # questions that are answered at the same time


def asking(assistant: Assistant) -> APIRouter:
    router = APIRouter()
    threads = Threads(_AT_ONCE)

    @router.post("/page/ask", include_in_schema=False)
    async def ask(sent: Annotated[Any, Body()], request: Request) -> Response:
        try:
            asked = read_asked(sent)
        except InputError as error:
            raise Problem(422, "Unprocessable Content", str(error)) from error
        log_question(request, asked.question)
        return event_stream(_events(growing_mail(assistant, asked), threads, request))

    return router


async def _events(
    steps: Iterator[dict[str, Any]], threads: Threads, request: Request
) -> AsyncGenerator[bytes]:
    try:
        async with aclosing(threads.each(steps)) as growing:
            async for step in growing:
                yield event(step)
    except Exception as error:
        yield event({"failed": problem_of(error, request).detail})
