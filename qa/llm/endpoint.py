"""A language model behind OpenAI's protocol: Ollama, vLLM, llama.cpp's server, OpenAI itself."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator

import httpx
import openai
from llama_index.llms.openai_like import OpenAILike

from qa.llm.bounded import each_within
from qa.llm.errors import LLMError
from qa.llm.settings import LLMSettings

_MAX_BYTES = 4_000_000  # of one reply: an answer of 500 words is about 200 kB of events


def open_endpoint(settings: LLMSettings) -> OpenAILike:
    """The model `settings.model` at the address `settings.llm`; where it names none, the only
    one there.

    :raises LLMError: if it names none, and the server cannot be asked or has several.
    """
    timeout, whole = settings.timeout, settings.reply_timeout
    client = httpx.Client(
        timeout=timeout,
        headers={"Accept-Encoding": "identity"},
        event_hooks={"response": [lambda response: _bound(response, whole)]},
    )
    return OpenAILike(
        model=settings.model or _only_model(settings, client),
        api_base=settings.llm,
        api_key=settings.key or "none",  # the client insists on one
        is_chat_model=True,
        timeout=timeout,
        max_retries=0,  # a reader waits: better the quotes at once
        http_client=client,
    )


def endpoint_error(error: Exception, llm: OpenAILike) -> LLMError:
    """What to tell of a failure at the address."""
    where = llm.api_base
    if isinstance(error, LLMError):
        return error
    if isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
        return LLMError("silent", where=where, seconds=f"{llm.timeout:g}")
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return LLMError("key_rejected", where=where)
    if isinstance(error, openai.NotFoundError):
        return LLMError("no_model", where=where, model=llm.model)
    if isinstance(error, openai.APIStatusError):
        return LLMError("failed", where=where, detail=error.status_code)
    if isinstance(error.__cause__, httpx.DecodingError):  # the client takes it for a connection's
        error = error.__cause__
    if isinstance(error, openai.APIConnectionError | httpx.ConnectError):
        return LLMError("unreachable", where=where)
    if isinstance(error, openai.APIError):  # an error event within the stream
        return LLMError("failed", where=where, detail=_short(error))
    return LLMError("broken", where=where, detail=type(error).__name__)


def _only_model(settings: LLMSettings, client: httpx.Client) -> str:
    where, timeout = settings.llm, settings.timeout
    try:
        [names] = each_within(_names(settings, client), settings.reply_timeout)
    except TimeoutError as error:
        raise LLMError("silent", where=where, seconds=f"{timeout:g}") from error
    except Exception as error:  # whatever answers there may be no such server
        unnamed = OpenAILike(model="", api_base=where, timeout=settings.timeout)
        raise endpoint_error(error, unnamed) from error
    if len(names) == 1:
        return names[0]
    if not names:
        raise LLMError("no_model", where=where, model="")
    raise LLMError("which_model", where=where, model=names[0])


def _names(settings: LLMSettings, client: httpx.Client) -> Generator[list[str], None, None]:
    asking = openai.OpenAI(
        base_url=settings.llm,
        api_key=settings.key or "none",
        timeout=settings.timeout,
        max_retries=0,
        http_client=client,
    )
    models = asking.models.list().data
    yield [model.id for model in models if model.id and isinstance(model.id, str)]


class _BoundedStream(httpx.SyncByteStream):
    """A response's body, no longer than an answer can be and no slower."""

    def __init__(self, stream: httpx.SyncByteStream, seconds: float) -> None:
        self._stream = stream
        self._ends = time.monotonic() + seconds

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for part in self._stream:
            size += len(part)
            if size > _MAX_BYTES:
                raise httpx.DecodingError(f"more than {_MAX_BYTES} bytes")
            if time.monotonic() > self._ends:
                raise httpx.ReadTimeout("the whole took too long")
            yield part

    def close(self) -> None:
        self._stream.close()


def _bound(response: httpx.Response, seconds: float) -> None:
    # Packed, little becomes much: what is packed all the same is read as it is, and is no answer.
    response.headers.pop("Content-Encoding", None)
    if isinstance(response.stream, httpx.SyncByteStream):
        response.stream = _BoundedStream(response.stream, seconds)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120]
