"""A language model that writes word by word, when it is told to go on."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseGen,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
    MessageRole,
)
from llama_index.core.llms import CustomLLM


class Gradual(CustomLLM):
    """:param says: what it says, the words after the first few when `goes_on` is set.
    :param drips: it counts until then, instead of saying nothing.
    :param began: set when it says the first one, `ended` when nobody listens any more or all is
        said.
    """

    says: str
    drips: bool = False
    goes_on: Any
    began: Any
    ended: Any

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(is_chat_model=True)

    def stream_chat(self, messages: Sequence[ChatMessage], **options: Any) -> ChatResponseGen:
        said = ""
        try:
            self.began.set()
            for number, word in enumerate(self.says.split(" ")):
                count = 0
                while number > 3 and not self.goes_on.wait(0.02):
                    count += 1
                    yield _response(said, f" {count}" if self.drips else "")
                said += f" {word}"
                yield _response(said, f" {word}")
        finally:
            self.ended.set()

    def complete(self, prompt: str, formatted: bool = False, **options: Any) -> CompletionResponse:
        raise NotImplementedError

    def stream_complete(
        self, prompt: str, formatted: bool = False, **options: Any
    ) -> CompletionResponseGen:
        raise NotImplementedError


def gradual(says: str) -> Gradual:
    return Gradual(
        says=says, goes_on=threading.Event(), began=threading.Event(), ended=threading.Event()
    )


def _response(said: str, delta: str) -> ChatResponse:
    return ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=said), delta=delta)
