"""The archive asked with OpenAI's own client, as a model like any other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from openai.types.chat import ChatCompletionMessage
from scripted import Scripted
from serving import application, served

from index import Archive
from qa import Assistant, LLMSettings
from qa.web.openai_api.conversation import Turns
from qa.web.uploads import Uploads

QUESTION = "What did Sherman demand?"
FOLLOW_UP = "And what did she say on Twitter?"
FALSE = "She also demanded 40 billion dollars from the Kremlin [1]."
CAKE = "How do I bake a cheesecake?"
WRITTEN = "Wendy Sherman called on Moscow to defuse the situation at the border with Ukraine [1]."


@pytest.fixture(scope="module")
def model(base: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{base}/v1", api_key="none", max_retries=0) as client:
        yield client


def said(role: str, content: Any) -> Any:
    return {"role": role, "content": content}


def ask(model: openai.OpenAI, *messages: Any) -> ChatCompletionMessage:
    completion = model.chat.completions.create(model="fundstelle", messages=[*messages])
    (choice,) = completion.choices
    assert choice.finish_reason == "stop"
    return choice.message


def cited(message: ChatCompletionMessage) -> list[str]:
    """What the annotations' indexes stand around in the message."""
    assert message.content is not None
    return [
        message.content[a.url_citation.start_index : a.url_citation.end_index]
        for a in message.annotations or []
    ]


def test_there_is_one_model(model: openai.OpenAI) -> None:
    assert [known.id for known in model.models.list()] == ["fundstelle"]
    assert model.models.retrieve("fundstelle").owned_by == "fundstelle"
    with pytest.raises(openai.NotFoundError):
        model.models.retrieve("gpt")


def test_its_message_is_the_answer(model: openai.OpenAI, assistant: Assistant) -> None:
    answer = assistant.answer(QUESTION)
    message = ask(model, said("user", QUESTION))
    assert (message.role, message.content, message.refusal) == ("assistant", answer.text, None)
    assert cited(message) == [citation.quote for citation in answer.citations]


def test_annotations_say_where_each_quote_stands(
    model: openai.OpenAI, seeds_archive: Archive
) -> None:
    message = ask(model, said("user", QUESTION))
    assert message.annotations
    urls = [annotation.url_citation.url for annotation in message.annotations]
    assert len(set(urls)) == len(urls) > 1
    for annotation, quote in zip(message.annotations, cited(message), strict=True):
        source = annotation.model_extra["fundstelle"]  # type: ignore[index]
        article = seeds_archive.current().article(source["article"])
        assert article.text[source["start"] : source["end"]] == quote
        assert annotation.url_citation.title == article.title
        place = f"article={source['article']}&start={source['start']}&end={source['end']}"
        assert annotation.url_citation.url == f"{str(model.base_url)[:-4]}/?{place}"


def test_a_stream_is_the_same_in_pieces(model: openai.OpenAI, base: str) -> None:
    whole = model.chat.completions.create(model="fundstelle", messages=[said("user", QUESTION)])
    chunks = list(
        model.chat.completions.create(
            model="fundstelle",
            messages=[said("user", QUESTION)],
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    *deltas, last = chunks
    assert len({chunk.id for chunk in chunks}) == 1
    assert last.choices == [] and last.usage == whole.usage
    message = whole.choices[0].message
    assert "".join(chunk.choices[0].delta.content or "" for chunk in deltas) == message.content
    assert deltas[0].choices[0].delta.role == "assistant"
    annotations = [
        annotation
        for chunk in deltas
        for annotation in (chunk.choices[0].delta.model_extra or {}).get("annotations", ())
    ]
    assert annotations == [a.model_dump() for a in message.annotations or []]
    assert [chunk.choices[0].finish_reason for chunk in deltas] == [None] * (len(deltas) - 1) + [
        "stop"
    ]
    body = {"model": "fundstelle", "messages": [said("user", QUESTION)], "stream": True}
    text = httpx.post(f"{base}/v1/chat/completions", json=body, timeout=60).text
    assert text.endswith("data: [DONE]\n\n") and '"usage"' not in text


def test_tokens_are_counted(model: openai.OpenAI, assistant: Assistant) -> None:
    usage = model.chat.completions.create(
        model="fundstelle", messages=[said("user", QUESTION)]
    ).usage
    count = assistant.archive.embedder.tokenize
    assert usage is not None
    assert usage.prompt_tokens == len(count(QUESTION))
    assert usage.completion_tokens == len(count(assistant.answer(QUESTION).text))
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens


def test_a_refusal_is_a_message_like_any_other(model: openai.OpenAI) -> None:
    message = ask(model, said("user", CAKE))
    assert message.content and message.content.startswith("The archive does not say.")
    assert message.refusal is None


def test_the_language_is_the_questions(model: openai.OpenAI) -> None:
    message = ask(model, said("user", "Quel est le prix du pain au Japon ?"))
    assert message.content and message.content.startswith("Les archives")


def test_a_question_follows_up_on_the_messages_before_it(model: openai.OpenAI) -> None:
    first = ask(model, said("user", QUESTION))
    second = ask(
        model,
        said("system", "You are a pirate."),
        said("user", QUESTION),
        said("assistant", first.content),
        said("user", [{"type": "text", "text": FOLLOW_UP}]),
    )
    assert any("Twitter" in quote for quote in cited(second))
    alone = ask(model, said("user", FOLLOW_UP))
    assert alone.content != second.content


def test_what_a_client_says_was_answered_is_not_believed(model: openai.OpenAI) -> None:
    messages = [said("user", QUESTION), said("assistant", "Cheesecake."), said("user", FOLLOW_UP)]
    assert any("Twitter" in quote for quote in cited(ask(model, *messages)))


def test_earlier_questions_are_looked_up_once(assistant: Assistant) -> None:
    asked: list[str] = []

    class Counting:
        def quote(self, question: str, turns: object) -> Any:
            asked.append(question)
            return assistant.quote(question, turns=turns)  # type: ignore[arg-type]

    turns = Turns(Counting())  # type: ignore[arg-type]
    before = turns.before((QUESTION, FOLLOW_UP, "And when?"))
    assert asked == [QUESTION, FOLLOW_UP]
    assert before == turns.before((QUESTION, FOLLOW_UP, "And why?"))
    assert asked == [QUESTION, FOLLOW_UP], "they are remembered"
    answer = assistant.answer(CAKE)
    turns.answered((CAKE,), answer)
    assert turns.before((CAKE, "And why?"))[0].refused
    assert asked == [QUESTION, FOLLOW_UP]


@pytest.mark.parametrize(
    ("wanted", "error", "parameter"),
    [
        ({"model": "gpt-5"}, openai.NotFoundError, None),
        ({"messages": []}, openai.BadRequestError, "messages"),
        ({"messages": [said("assistant", "Yes.")]}, openai.BadRequestError, None),
        ({"messages": [said("nobody", "Who?")]}, openai.BadRequestError, "messages.0.role"),
        ({"n": 2}, openai.BadRequestError, "n"),
    ],
)
def test_errors_are_of_their_kind(
    model: openai.OpenAI, wanted: dict[str, Any], error: type[openai.APIStatusError],
    parameter: str | None,
) -> None:  # fmt: skip
    request: dict[str, Any] = {"model": "fundstelle", "messages": [said("user", QUESTION)]}
    with pytest.raises(error) as raised:
        model.chat.completions.create(**(request | wanted))
    body = raised.value.body
    assert isinstance(body, dict)
    assert body["type"] == "invalid_request_error" and body["param"] == parameter
    assert body["message"].count("\n") == 0


@pytest.mark.parametrize("question", ["", "   ", "?!", "x" * 5_000, "\u202eevil\u200b?"])
def test_what_is_no_question_is_answered_too(model: openai.OpenAI, question: str) -> None:
    assert ask(model, said("user", question)).content


@pytest.fixture
def written(seeds_archive: Archive, tmp_path: Path) -> Iterator[openai.OpenAI]:
    """The client of a server whose answers a language model writes."""
    assistant = Assistant(seeds_archive, LLMSettings(llm="http://127.0.0.1:9/v1"))
    assert assistant.writer is not None
    assistant.writer.use(Scripted(says=[f"{FALSE} {WRITTEN}"]))
    with (
        served(application(assistant, Uploads(seeds_archive, tmp_path))) as address,
        openai.OpenAI(base_url=f"{address}/v1", api_key="none") as client,
    ):
        yield client


def test_what_a_language_model_writes_is_sent_when_it_is_checked(written: openai.OpenAI) -> None:
    message = ask(written, said("user", QUESTION))
    assert message.content is not None
    assert message.content.startswith(f"{FALSE} (not confirmed by the quotes) {WRITTEN}")
    (quote,) = cited(message)
    assert "forderte Moskau auf" in quote, "the quotes stand below what is written"
    chunks = written.chat.completions.create(
        model="fundstelle", messages=[said("user", QUESTION)], stream=True
    )
    pieces = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert "".join(pieces) == message.content


def test_a_fault_within_a_stream_ends_it_with_an_error(
    base: str, seeds_archive: Archive, tmp_path: Path
) -> None:
    broken = Assistant(seeds_archive)

    def fails(*given: object) -> Any:
        raise RuntimeError("the secret of /home/somebody")
        yield

    broken.stream = fails  # type: ignore[method-assign]
    with (
        served(application(broken, Uploads(seeds_archive, tmp_path))) as address,
        openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client,
    ):
        for stream in (True, False):
            with pytest.raises(openai.APIError) as raised:
                reply: Any = client.chat.completions.create(
                    model="fundstelle", messages=[said("user", QUESTION)], stream=stream
                )
                list(reply)
            assert "secret" not in str(raised.value)
