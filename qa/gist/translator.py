"""A text in one language → another: what a translator is, and which one translates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from llama_index.core.llms import LLM

from qa.gist.llm_translator import LLMTranslator
from qa.gist.small_translator import SmallTranslator
from qa.llm import LLMSettings


class Translator(Protocol):
    """It may be asked by one thread at a time. `qa.testing.check_translator` states what any of
    them has to keep."""

    @property
    def name(self) -> str:
        """What tells its work from that of others: what it translated is kept by it."""
        ...

    def knows(self, source: str, target: str) -> bool:
        """Whether it may be asked to translate from one language to another (ISO 639-1)."""
        ...

    def translate(self, text: str, source: str, target: str) -> str:
        """The text, a sentence mostly, in the language `target`, on one line.

        :raises LLMError: if the model cannot be had, or fails.
        """
        ...


def open_translator(settings: LLMSettings, llm: Callable[[], LLM] | None) -> Translator:
    """The language model that is set, or a small one where none is.

    :param llm: gives the language model that is set.
    """
    if llm is None:
        return SmallTranslator(settings.cache_dir, settings.timeout)
    return LLMTranslator(llm, settings.name, seconds=2 * settings.timeout)
