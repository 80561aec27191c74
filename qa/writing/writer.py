"""Evidence → an answer that a language model writes, as it is written, and checked at the end."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass

from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from index import Article
from index.text import Question, may_be_in
from qa.answers import Citation, WrittenSentence
from qa.llm import LLMError, LLMSettings, check_llm, open_llm, stream_reply
from qa.turn import Recalled
from qa.writing.checking import check, renumbered
from qa.writing.draft import is_no_answer, read_draft, visible
from qa.writing.instruction import again, messages
from qa.writing.rewriting import read_rewriting, rewriting
from qa.writing.support import Support

_log = logging.getLogger(__name__)

_MAX_TOKENS = 250  # of an answer
_MAX_QUESTION = 100  # tokens
_BETWEEN = 0.1  # seconds: who reads sees no more often that there is more
_LETTERS = 25  # that tell an answer's language


@dataclass(frozen=True, slots=True)
class Written:
    """What a language model made of the evidence.

    :param sentences: none where it says that the evidence holds no answer.
    :param citations: the evidence that they cite, numbered in order of appearance.
    """

    sentences: tuple[WrittenSentence, ...]
    citations: tuple[Citation, ...]


class Writer:
    """Writes answers with the language model that `settings` name; it is opened when first needed.

    :param strict: leave out what is not supported, instead of marking it.
    :raises InputError: if `settings.llm` can name no language model.
    """

    def __init__(self, settings: LLMSettings, support: Support, strict: bool = False) -> None:
        check_llm(settings)
        self._settings = settings
        self._support = support
        self._strict = strict
        self._opening = threading.Lock()
        self._llm: LLM | None = None

    def llm(self) -> LLM:
        """The model, opened.

        :raises LLMError: if it cannot be had.
        """
        with self._opening:
            if self._llm is None:
                self._llm = open_llm(self._settings)
            assert self._llm is not None
            return self._llm

    def use(self, llm: LLM) -> None:
        """Write with this model, any of llama-index's, instead of what the settings name."""
        with self._opening:
            self._llm = llm

    def write(
        self,
        question: Question,
        evidence: Sequence[Citation],
        articles: dict[str, Article],
    ) -> Generator[str, None, Written]:
        """Yields the text so far, numbers of the evidence in it; returns the checked answer.

        :param articles: the cited ones, by id.
        :raises LLMError: if the model fails, or writes in another language, or nothing that the
            evidence supports.
        """
        language = question.language
        told = messages(question.standalone, language, evidence, articles)
        text = yield from self._reply(told)
        if not is_no_answer(text) and not _is_in(text, language):
            text = yield from self._reply(again(told, text, language))
            if not _is_in(text, language):
                raise LLMError("other_language")
        if is_no_answer(text):
            return Written((), ())
        draft = read_draft(text, language)
        sentences = check(draft, question.standalone, language, evidence, articles, self._support)
        if not any(sentence.supported for sentence in sentences):
            raise LLMError("unsupported")
        if self._strict:
            sentences = [sentence for sentence in sentences if sentence.supported]
        sentences, citations = renumbered(sentences, evidence)
        return Written(tuple(sentences), tuple(citations))

    def rewrite(self, asked: Question, turns: Sequence[Recalled]) -> str | None:
        """What `asked` means after `turns`, in words that need none of them; None where the model
        does not say."""
        seconds = self._settings.timeout
        told = rewriting(asked, turns)
        try:
            reply = "".join(
                stream_reply(self.llm(), told, max_tokens=_MAX_QUESTION, seconds=seconds)
            )
        except LLMError as error:  # the answer that follows says it to the reader
            _log.info("a question was not rewritten: %s", error)
            return None
        return read_rewriting(reply, asked, turns)

    def _reply(self, told: list[ChatMessage]) -> Generator[str, None, str]:
        text, shown_at = "", 0.0
        seconds = self._settings.reply_timeout
        for piece in stream_reply(self.llm(), told, max_tokens=_MAX_TOKENS, seconds=seconds):
            text += piece
            if time.monotonic() - shown_at >= _BETWEEN and (shown := visible(text)):
                yield shown
                shown_at = time.monotonic()
        return text


def _is_in(text: str, language: str) -> bool:
    said = " ".join(sentence.text for sentence in read_draft(text, language))
    return may_be_in(said, language, _LETTERS)
