"""What a language model says, as it says it: whatever happens, it ends, and soon enough."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from qa.llm.bounded import each_within
from qa.llm.errors import LLMError

if TYPE_CHECKING:
    from llama_index.core.base.llms.types import ChatMessage
    from llama_index.core.llms import LLM

_MAX_CHARACTERS = 6_000  # about four times what is asked for
_TAIL = 400  # characters in which a model that says the same again and again is noticed
_ENDLESS = re.compile(r"(.{6,60}?)\1{4}\Z", re.DOTALL)


def stream_reply(
    llm: LLM, messages: list[ChatMessage], *, max_tokens: int, seconds: float
) -> Iterator[str]:
    """The reply, piece by piece.

    :param max_tokens: what the model is asked to stop at; what goes far beyond is cut off.
    :param seconds: what the whole may take.
    :raises LLMError: if the model fails, says nothing, or says the same without end.
    """
    size, tail = 0, ""
    try:
        for piece in each_within(_pieces(llm, messages, max_tokens), seconds):
            size += len(piece)
            if size > _MAX_CHARACTERS:
                raise LLMError("broken", where=place(llm), detail=f"> {_MAX_CHARACTERS}")
            tail = (tail + piece)[-_TAIL:]
            if _ENDLESS.search(tail):
                raise LLMError("broken", where=place(llm), detail="∞")
            yield piece
    except TimeoutError as error:
        raise LLMError("silent", where=place(llm), seconds=f"{seconds:g}") from error
    if not size:
        raise LLMError("broken", where=place(llm), detail="0")


def place(llm: LLM) -> str:
    """Where a model is, as the settings name it."""
    return str(getattr(llm, "api_base", "") or getattr(llm, "path", "") or llm.metadata.model_name)


def _pieces(llm: LLM, messages: list[ChatMessage], max_tokens: int) -> Generator[str, None, None]:
    try:
        for response in llm.stream_chat(messages, max_tokens=max_tokens):
            if piece := _legible(response.delta or ""):
                yield piece
    except LLMError:
        raise
    except Exception as error:  # adapters let through whatever a server makes their parsers raise
        raise _failure(error, llm) from error


def _legible(text: str) -> str:
    """Without what is no character, or does something to others: half pairs, control characters."""
    return "".join(
        c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")
    )


def _failure(error: Exception, llm: LLM) -> LLMError:
    if hasattr(llm, "api_base"):
        from qa.llm.endpoint import endpoint_error

        return endpoint_error(error, llm)  # type: ignore[arg-type]
    return LLMError("failed", where=place(llm), detail=type(error).__name__)
