"""The contract of a language model: llama-index's `LLM`, as far as it is used here."""

from __future__ import annotations

import time

from llama_index.core.base.llms.types import ChatMessage, MessageRole
from llama_index.core.llms import LLM

from qa.llm import stream_reply

_SECONDS = 60.0
_TOKENS = 24
_CHARACTERS_A_TOKEN = 20  # of any language, and then some


def check_llm(llm: LLM) -> None:
    """Check a language model that can say something.

    :raises AssertionError: naming what is not kept.
    :raises LLMError: if it cannot be had, or says nothing.
    """
    told = [
        ChatMessage(role=MessageRole.SYSTEM, content="You answer in one sentence."),
        ChatMessage(role=MessageRole.USER, content="What is the capital of France?"),
    ]
    assert llm.metadata.model_name, "it has a name"
    pieces = list(stream_reply(llm, told, max_tokens=_TOKENS, seconds=_SECONDS))
    assert "".join(pieces).strip(), "it says something"
    assert len("".join(pieces)) <= _TOKENS * _CHARACTERS_A_TOKEN, "no more than it is asked for"
    responses = list(llm.stream_chat(told, max_tokens=_TOKENS))
    said = "".join(response.delta or "" for response in responses)
    assert said == (responses[-1].message.content or ""), "its pieces make up the whole"
    reading = stream_reply(llm, told, max_tokens=400, seconds=_SECONDS)
    next(iter(reading))
    started = time.monotonic()
    reading.close()  # type: ignore[attr-defined]
    assert time.monotonic() - started < 5, "who stops reading need not wait for its end"
    again = stream_reply(llm, told, max_tokens=_TOKENS, seconds=_SECONDS)
    assert "".join(again).strip(), "after that it can be asked again"
