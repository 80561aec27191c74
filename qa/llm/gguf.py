"""A GGUF file as a language model in this process, by llama.cpp (xllamacpp)."""

from __future__ import annotations

import queue
import secrets
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
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
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.llms import CustomLLM

from qa.llm.errors import LLMError

_CONTEXT = 4_096  # tokens: three quotes with their surroundings and an answer take about 1,500


class GGUFModel(CustomLLM):
    """A language model from a GGUF file.

    Chats go by the file's own chat template; completions are read as they stand. Decoding is
    greedy: the same prompt gives the same text, but for rounding that differs with what is
    cached. It computes at the niceness of the thread that opens it (Linux).

    :param path: the file.
    :param adapter: a low-rank adapter for it, a GGUF file too; none where it is empty.
    :param context_window: in tokens.
    :param threads: how many compute; as many as there are cores where it is 0.
    :raises LLMError: if there is no such file, it cannot be loaded, or xllamacpp is missing.
    """

    path: str
    adapter: str = ""
    context_window: int = _CONTEXT
    threads: int = 0
    _server: Any = PrivateAttr()

    def __init__(self, path: str, **kwargs: Any) -> None:
        super().__init__(path=path, **kwargs)
        self._server = _open(Path(path), self.adapter, self.context_window, self.threads)

    @classmethod
    def class_name(cls) -> str:
        return "gguf_model"

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(
            context_window=self.context_window, is_chat_model=True, model_name=Path(self.path).name
        )

    def chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponse:
        text = "".join(self._pieces(True, _chat(messages), kwargs))
        return ChatResponse(message=_said(text))

    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseGen:
        text = ""
        for piece in self._pieces(True, _chat(messages), kwargs):
            text += piece
            yield ChatResponse(message=_said(text), delta=piece)

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        return CompletionResponse(text="".join(self._pieces(False, {"prompt": prompt}, kwargs)))

    def stream_complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> CompletionResponseGen:
        text = ""
        for piece in self._pieces(False, {"prompt": prompt}, kwargs):
            text += piece
            yield CompletionResponse(text=text, delta=piece)

    def _pieces(
        self, chat: bool, content: dict[str, Any], options: dict[str, Any]
    ) -> Iterator[str]:
        """The text, piece by piece. Whoever stops reading stops the model too."""
        request = {"temperature": 0, "stream": True, **content, **options}
        ask = self._server.handle_chat_completions if chat else self._server.handle_completions
        events: queue.SimpleQueue = queue.SimpleQueue()
        gone = threading.Event()

        def hear(event: Any) -> bool:
            events.put(event)
            return gone.is_set()

        def run() -> None:
            try:
                events.put(ask(request, hear))
            except Exception as error:  # raised again where the text is read
                events.put(error)
            events.put(None)

        threading.Thread(target=run, daemon=True).start()
        try:
            while (event := events.get()) is not None:
                if isinstance(event, Exception):
                    raise LLMError("failed", where=self.path, detail=type(event).__name__)
                yield from self._text(event)
        finally:
            gone.set()

    def _text(self, event: Any) -> Iterator[str]:
        if "error" in event:
            problem = event["error"]
            if problem.get("type") == "exceed_context_size_error":
                raise LLMError("too_long", where=self.path)
            raise LLMError("failed", where=self.path, detail=str(problem.get("message"))[:120])
        for choice in event.get("choices", ()):
            piece = choice["delta"].get("content") if "delta" in choice else choice.get("text")
            if piece:
                yield piece


def _open(path: Path, adapter: str, context: int, threads: int) -> Any:
    if not path.is_file():
        raise LLMError("no_file", where=path)
    try:
        import xllamacpp
    except ImportError as error:
        raise LLMError("not_installed", where=path) from error
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.n_ctx = context
    parameters.n_parallel = 1
    parameters.swa_full = True  # else what prompts have in common is read anew each time
    parameters.verbosity = -1
    if adapter:
        if not Path(adapter).is_file():
            raise LLMError("no_file", where=adapter)
        low_rank = xllamacpp.CommonAdapterLoraInfo()
        low_rank.path, low_rank.scale = adapter, 1.0
        parameters.lora_adapters = [low_rank]
    if threads:
        parameters.cpuparams.n_threads = threads
        parameters.cpuparams_batch.n_threads = threads
    # llama.cpp's server listens on a port of this computer even where nobody wants it to: a key
    # that nobody knows keeps others out.
    parameters.api_keys = [secrets.token_urlsafe(32)]
    parameters.ui = parameters.endpoint_slots = parameters.endpoint_props = False
    try:
        return xllamacpp.Server(parameters)
    except RuntimeError as error:
        raise LLMError("bad_file", where=path) from error


def _chat(messages: Sequence[ChatMessage]) -> dict[str, Any]:
    return {"messages": [{"role": m.role.value, "content": m.content or ""} for m in messages]}


def _said(text: str) -> ChatMessage:
    return ChatMessage(role=MessageRole.ASSISTANT, content=text)
