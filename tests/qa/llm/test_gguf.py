"""A GGUF file, run in this process."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest
from llama_index.core.base.llms.types import ChatMessage

from qa.llm import LLMError, stream_reply
from qa.llm.gguf import GGUFModel

pytest.importorskip("xllamacpp")

QUESTION = [ChatMessage(role="user", content="What is the capital of France?")]


@pytest.fixture(scope="module")
def model(smollm2: Path) -> GGUFModel:
    return GGUFModel(str(smollm2), threads=1)  # more wait for each other where cores are busy


def test_a_completion_continues_its_text(model: GGUFModel) -> None:
    assert "Paris" in model.complete("The capital of France is", max_tokens=8).text


def test_the_pieces_of_a_completion_are_its_text(model: GGUFModel) -> None:
    whole = model.complete("The capital of France is", max_tokens=8).text
    parts = list(model.stream_complete("The capital of France is", max_tokens=8))
    assert len(parts) > 1
    assert "".join(part.delta or "" for part in parts) == parts[-1].text == whole


def test_the_pieces_of_a_chat_are_its_text(model: GGUFModel) -> None:
    whole = model.chat(QUESTION, max_tokens=16).message.content
    parts = list(model.stream_chat(QUESTION, max_tokens=16))
    assert len(parts) > 1
    assert "".join(part.delta or "" for part in parts) == parts[-1].message.content == whole


def test_a_chat_is_not_a_completion_of_its_last_message(model: GGUFModel) -> None:
    """It goes by the model's chat template, with all of its messages."""
    told = [ChatMessage(role="system", content="Answer in one word."), *QUESTION]
    chat = model.chat(told, max_tokens=16).message.content
    assert chat != model.chat(QUESTION, max_tokens=16).message.content
    assert chat != model.complete(QUESTION[0].content or "", max_tokens=16).text


def test_the_same_prompt_gives_the_same_text(model: GGUFModel) -> None:
    first = model.complete("Once upon a time", max_tokens=32).text
    model.complete("The capital of France is", max_tokens=8)
    assert model.complete("Once upon a time", max_tokens=32).text == first


def test_a_reply_ends_at_the_asked_length(model: GGUFModel) -> None:
    pieces = list(stream_reply(model, QUESTION, max_tokens=5, seconds=60))
    assert 1 < len(pieces) <= 5


def test_who_stops_reading_stops_the_model(model: GGUFModel) -> None:
    """The next request would wait for all of it, which takes many times as long."""
    story = model.stream_complete("Once upon a time", max_tokens=2_500, ignore_eos=True)
    assert next(story).delta
    story.close()
    started = time.monotonic()
    assert "Paris" in model.complete("The capital of France is", max_tokens=8).text
    assert time.monotonic() - started < 8


def test_a_reply_that_takes_too_long_is_given_up(model: GGUFModel) -> None:
    with pytest.raises(LLMError) as raised:
        list(stream_reply(model, QUESTION, max_tokens=3_500, seconds=0))
    assert raised.value.reason == "silent"
    assert "Paris" in model.complete("The capital of France is", max_tokens=8).text


@pytest.mark.parametrize("chat", [True, False])
def test_a_prompt_longer_than_the_models_window_is_an_error(model: GGUFModel, chat: bool) -> None:
    text = "word " * (model.context_window + 100)
    with pytest.raises(LLMError) as raised:
        if chat:
            model.chat([ChatMessage(role="user", content=text)], max_tokens=4)
        else:
            model.complete(text, max_tokens=4)
    assert raised.value.reason == "too_long"


def test_what_the_model_refuses_is_told_in_one_line(model: GGUFModel) -> None:
    with pytest.raises(LLMError) as raised:
        model.complete("The capital of France is", grammar="root ::= (\n", max_tokens=4)
    assert raised.value.reason == "failed"
    assert str(raised.value).isprintable()


@pytest.mark.parametrize("size", [0, 1_000, 10_000_000])
def test_part_of_a_file_is_no_model(smollm2: Path, tmp_path: Path, size: int) -> None:
    path = tmp_path / "part.gguf"
    with smollm2.open("rb") as whole:
        path.write_bytes(whole.read(size))
    with pytest.raises(LLMError) as raised:
        GGUFModel(str(path))
    assert raised.value.reason == "bad_file"
    assert str(path) in str(raised.value)


def test_a_text_is_no_model(tmp_path: Path) -> None:
    path = tmp_path / "text.gguf"
    path.write_text("The bridge was closed on Tuesday.\n" * 100)
    with pytest.raises(LLMError) as raised:
        GGUFModel(str(path))
    assert raised.value.reason == "bad_file"


@pytest.mark.parametrize("path", ["v1/chat/completions", "v1/completions", "completion"])
def test_nobody_else_can_use_the_model(model: GGUFModel, path: str) -> None:
    address = model._server.listening_address
    content = {"prompt": "Once", "messages": [{"role": "user", "content": "Once"}]}
    assert address.startswith("http://127.0.0.1:")
    for headers in ({}, {"Authorization": "Bearer none"}):
        response = httpx.post(f"{address}/{path}", json=content, headers=headers)
        assert response.status_code == 401
