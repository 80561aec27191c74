"""A sentence in one language → another: by the language model that is set, or a small default."""

from __future__ import annotations

from collections.abc import Callable

from llama_index.core.base.llms.types import ChatMessage, MessageRole
from llama_index.core.llms import LLM

from index import Settings
from index.text.languages import language_name
from prompts import spoken, texts
from qa.gist.small_model import NAME, SmallModel
from qa.llm import stream_reply
from qa.writing.draft import visible
from qa.writing.instruction import harmless

_MAX_TOKENS = 400


class Translator:
    """The model is opened when it is first needed.

    :param llm: gives the language model that is set. Where none is, a small one translates, which
        continues a list of examples and knows the languages of prompts/gist.
    """

    def __init__(self, settings: Settings, llm: Callable[[], LLM] | None) -> None:
        self._settings = settings
        self._llm = llm
        self._small = SmallModel(settings.cache_dir, settings.llm_timeout)

    @property
    def name(self) -> str:
        """Of the model: what it translated is kept by it."""
        if self._llm is None:
            return NAME
        return self._settings.llm_name

    def knows(self, source: str, target: str) -> bool:
        """Whether it may be asked to translate from one language (ISO 639-1) to another."""
        if self._llm is not None:
            return True
        return SmallModel.is_installed() and all(
            spoken("gist", language) == language for language in (source, target)
        )

    def translate(self, sentence: str, source: str, target: str) -> str:
        """:raises LLMError: if the model cannot be had, or fails."""
        if self._llm is None:
            longest = min(_MAX_TOKENS, 20 + len(sentence) // 2)
            return self._small.complete(by_example(sentence, source, target), longest)
        request = texts("translate", target)["user"].format(
            sentence=harmless(sentence), language=language_name(target, "en")
        )
        told = [ChatMessage(role=MessageRole.USER, content=request)]
        seconds = 2 * self._settings.llm_timeout
        reply = stream_reply(self._llm(), told, max_tokens=_MAX_TOKENS, seconds=seconds)
        return " ".join(visible("".join(reply)).split())


def by_example(sentence: str, source: str, target: str) -> str:
    """Few-shot (Brown et al. 2020): examples in both languages, then the sentence."""
    of_source, of_target = (texts("gist", language)["examples"] for language in (source, target))
    one, other = language_name(source, "en"), language_name(target, "en")
    examples = "".join(
        f"{one}: {text}\n{other}: {translated}\n\n"
        for text, translated in zip(of_source.splitlines(), of_target.splitlines(), strict=True)
    )
    return f"{examples}{one}: {harmless(sentence)}\n{other}:"
