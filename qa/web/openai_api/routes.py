"""/v1/models and /v1/chat/completions."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.sse import format_sse_event
from starlette.responses import JSONResponse, Response

from qa.answers import Answer
from qa.assistant import Assistant
from qa.web.access import log_question
from qa.web.event_stream import event, event_stream
from qa.web.http.asking import last_of
from qa.web.http.description import TOKEN
from qa.web.http.metrics import Metrics
from qa.web.openai_api.completion import MODEL, Reply
from qa.web.openai_api.conversation import Questions, Turns, questions_of
from qa.web.openai_api.errors import ERRORS, OpenAIRoute, error_json
from qa.web.openai_api.requests import Completion
from qa.web.problems import Problem, problem_of
from qa.web.threads import Threads

_AT_ONCE = 16  # questions that are being answered, most of them waiting for a language model
_END = format_sse_event(data_str="[DONE]")
_WHAT = """The last message is the question, those of the user before it are what it may follow up
on; system prompts change nothing. Citations are `annotations`. A stream begins when the answer has
been checked: nothing is sent that would have to be taken back."""


def openai_routes(assistant: Assistant, metrics: Metrics) -> APIRouter:
    """:param metrics: that answers are counted in."""
    router = APIRouter(
        prefix="/v1",
        tags=["openai"],
        route_class=OpenAIRoute,
        dependencies=[Depends(TOKEN)],
        responses=ERRORS,
    )
    threads, turns = Threads(_AT_ONCE), Turns(assistant)
    model = {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}

    @router.get("/models", summary="The one model there is", operation_id="list_models")
    async def list_models() -> dict[str, Any]:
        return {"object": "list", "data": [model]}

    @router.get("/models/{model_id}", summary="What is known of it", operation_id="model")
    async def model_known(model_id: str) -> dict[str, Any]:
        _check_model(model_id)
        return model

    @router.post(
        "/chat/completions",
        summary="Ask as OpenAI's clients do",
        description=_WHAT,
        operation_id="chat_completions",
    )
    async def chat_completions(wanted: Completion, request: Request) -> Response:
        _check_model(wanted.model)
        questions = questions_of(wanted.messages)
        log_question(request, questions[-1])
        prompt = [message.text for message in wanted.messages]
        base = str(request.base_url)
        steps = threads.each(_steps(assistant, turns, questions))

        def reply(answer: Answer) -> Reply:
            metrics.answered(answer)
            return Reply(answer, prompt, base, count)

        def count(text: str) -> int:
            return len(assistant.archive.embedder.tokenize(text))

        if not wanted.stream:
            answer = await last_of(steps, request)
            return JSONResponse(await threads.run(lambda: reply(answer).whole()))

        async def events() -> AsyncGenerator[bytes]:
            try:
                answer = await last_of(steps, request)
                chunks = await threads.run(lambda: [*reply(answer).chunks(wanted.wants_usage)])
                for chunk in chunks:
                    yield event(chunk)
                yield _END
            except Exception as error:
                yield event(error_json(problem_of(error, request)))

        return event_stream(events())

    return router


def _steps(assistant: Assistant, turns: Turns, questions: Questions) -> Iterator[Answer]:
    last: Answer | None = None
    for answer in assistant.stream(questions[-1], turns=turns.before(questions)):
        last = answer
        yield answer
    if last is not None:
        turns.answered(questions, last)


def _check_model(model: str) -> None:
    if model != MODEL:
        detail = f"there is no such model: the one here is {MODEL!r}"
        raise Problem(404, "Model not found", detail)
