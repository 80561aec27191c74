"""A language model that says what it is told to say, to see what becomes of it."""

from __future__ import annotations

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


class Scripted(CustomLLM):
    """:param says: what it says, one text a request; the last again and again.
    :param heard: what it was told, request by request.
    """

    says: list[str]
    heard: list[list[ChatMessage]] = []

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(is_chat_model=True)

    def stream_chat(self, messages: Sequence[ChatMessage], **options: Any) -> ChatResponseGen:
        text = self.says[min(len(self.heard), len(self.says) - 1)]
        self.heard.append(list(messages))
        yield ChatResponse(
            message=ChatMessage(role=MessageRole.ASSISTANT, content=text), delta=text
        )

    def complete(self, prompt: str, formatted: bool = False, **options: Any) -> CompletionResponse:
        return CompletionResponse(text=self.says[-1])

    def stream_complete(
        self, prompt: str, formatted: bool = False, **options: Any
    ) -> CompletionResponseGen:
        yield CompletionResponse(text=self.says[-1], delta=self.says[-1])
