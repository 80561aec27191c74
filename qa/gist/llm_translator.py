"""The language model that writes answers, as a translator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from index.text import language_name
from prompts import texts
from qa.llm import stream_reply
from qa.writing.draft import visible
from qa.writing.harmless import harmless

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

_MAX_TOKENS = 400


class LLMTranslator:
    """:param llm: gives the model, opened when it is first needed.
    :param name: of the model.
    :param seconds: what one translation may take.
    """

    def __init__(self, llm: Callable[[], LLM], name: str, seconds: float) -> None:
        self._llm = llm
        self.name = name
        self._seconds = seconds

    def knows(self, source: str, target: str) -> bool:
        return True

    def candidates(self, text: str, source: str, target: str) -> Iterator[str]:
        from llama_index.core.base.llms.types import ChatMessage, MessageRole

        request = texts("translate", target)["user"].format(
            sentence=harmless(text), language=language_name(target, "en")
        )
        told = [ChatMessage(role=MessageRole.USER, content=request)]
        reply = stream_reply(self._llm(), told, max_tokens=_MAX_TOKENS, seconds=self._seconds)
        yield " ".join(visible("".join(reply)).split())
