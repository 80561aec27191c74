"""An answer as OpenAI's clients read it, whole or in pieces."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from qa.answers import Answer
from qa.composing import composed_answer
from qa.web.openai_api.annotating import annotated

MODEL = "fundstelle"
_PIECE = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Reply:
    """What is sent back for one question.

    :param prompt: all that was asked, for its number of tokens.
    :param base: the server's address, for links.
    :param count: how many tokens a text has.
    """

    answer: Answer
    prompt: Sequence[str]
    base: str
    count: Callable[[str], int]
    id: str = field(default_factory=lambda: f"chatcmpl-{secrets.token_hex(12)}")
    created: int = field(default_factory=lambda: int(time.time()))

    def whole(self) -> dict[str, Any]:
        """In one piece."""
        composed = composed_answer(self.answer)
        message = {
            "role": "assistant",
            "content": composed.text,
            "refusal": None,
            "annotations": annotated(self.answer, composed, self.base),
        }
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return self._object("chat.completion") | {"choices": [choice], "usage": self._usage()}

    def chunks(self, with_usage: bool) -> Iterator[dict[str, Any]]:
        """Word by word, then the annotations, then that it has ended."""
        composed = composed_answer(self.answer)
        yield self._chunk({"role": "assistant", "content": "", "refusal": None})
        for piece in _PIECE.findall(composed.text):
            yield self._chunk({"content": piece})
        if cited := annotated(self.answer, composed, self.base):
            yield self._chunk({"annotations": cited})
        yield self._chunk({}, "stop")
        if with_usage:
            yield self._object("chat.completion.chunk") | {"choices": [], "usage": self._usage()}

    def _chunk(self, delta: dict[str, Any], finish_reason: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        return self._object("chat.completion.chunk") | {"choices": [choice]}

    def _object(self, kind: str) -> dict[str, Any]:
        return {"id": self.id, "object": kind, "created": self.created, "model": MODEL}

    def _usage(self) -> dict[str, int]:
        prompt = sum(map(self.count, self.prompt))
        said = self.count(composed_answer(self.answer).text)
        return {
            "prompt_tokens": prompt,
            "completion_tokens": said,
            "total_tokens": prompt + said,
        }
