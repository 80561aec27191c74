"""A citation → the same with its gist: what of its translation passes the checks."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from llama_index.core.llms import LLM

from index.text import split_sentences
from qa.answers import Answer, Citation
from qa.gist.alignment import Span, counterpart, linked
from qa.gist.checking import is_kept, made_by
from qa.gist.kept import KeptTranslations, Translation
from qa.gist.translator import Translator, open_judge, open_translators
from qa.llm import LLMError, LLMSettings
from qa.writing import Support

_log = logging.getLogger(__name__)
_LEFT_OUT = "…"
_LASTING = ("unreachable", "key_rejected", "no_model", "which_model", "no_file", "bad_file")
_PAUSE = 60.0  # seconds in which a model that failed is not asked again


@dataclass(frozen=True, slots=True)
class _Sentence:
    """Of a quote.

    :param answer: where in it the words stand that answer; None where they do not.
    """

    text: str
    answer: Span | None


class Gists:
    """:param settings: which translator, and where its work is kept.
    :param llm: gives the language model that is set.
    """

    def __init__(
        self, settings: LLMSettings, support: Support, llm: Callable[[], LLM] | None = None
    ) -> None:
        self._translators = open_translators(settings, llm)
        self._judge = open_judge(settings, self._translators)
        self._support = support
        self._translations = KeptTranslations(settings.cache_dir / "gists.sqlite")
        self._translating = threading.Lock()
        self._not_before = 0.0

    def wanted(self, answer: Answer) -> list[Citation]:
        """The citations whose quotes the reader may not understand, and that have no gist yet."""
        return [
            citation
            for citation in answer.citations
            if not citation.is_translated
            and citation.article.language != answer.language
            and self._translator(citation, answer.language) is not None
        ]

    def with_kept(self, answer: Answer) -> Answer:
        """The answer with the gists that its quotes have already; waits for none."""
        wanted = self.wanted(answer)
        kept = {c.number: self.kept(c, answer.language) for c in wanted}
        citations = tuple(kept.get(c.number) or c for c in answer.citations)
        return replace(answer, citations=citations) if wanted else answer

    def kept(self, citation: Citation, language: str) -> Citation | None:
        """With its gist in `language`, where all of it has been translated before."""
        sentences = _sentences(citation)
        known = [self._known(sentence, citation, language) for sentence in sentences]
        whole = [translation for translation in known if translation is not None]
        return _with_gist(citation, sentences, whole) if len(whole) == len(known) else None

    def each(self, answer: Answer) -> Iterator[Citation]:
        """The citations of foreign quotes with their gists, as these come: of each quote first the
        sentence that answers, then the others."""
        yield from (c for c in answer.citations if c.is_translated)
        wanted = self.wanted(answer)
        for first_alone in (True, False):
            for citation in wanted:
                if first_alone and len(_sentences(citation)) == 1:
                    continue
                if (found := self.translated(citation, answer.language, first_alone)) is not None:
                    yield found

    def translated(
        self, citation: Citation, language: str, first_alone: bool = False
    ) -> Citation | None:
        """With its gist in `language`; None where there is no model. Takes a second or so a
        sentence.

        :param first_alone: translate no more than the sentence that answers.
        """
        if time.monotonic() < self._not_before:
            return None
        sentences = _sentences(citation)
        order = sorted(range(len(sentences)), key=lambda at: sentences[at].answer is None)
        made: list[Translation | None] = [None] * len(sentences)
        try:
            for at in order[:1] if first_alone else order:
                made[at] = self._made(sentences[at], citation, language)
        except LLMError as error:
            _log.info("no gist: %s", error)
            if error.reason in _LASTING:
                self._not_before = time.monotonic() + _PAUSE
            return None
        return _with_gist(citation, sentences, made)

    def _translator(self, citation: Citation, language: str) -> Translator | None:
        source = citation.article.language
        return next((t for t in self._translators if t.knows(source, language)), None)

    def _known(self, sentence: _Sentence, citation: Citation, language: str) -> Translation | None:
        translator = self._translator(citation, language)
        if translator is None:
            return None
        return self._translations.get(translator.name, made_by(), language, sentence.text)

    def _made(self, sentence: _Sentence, citation: Citation, language: str) -> Translation:
        """:raises LLMError: if the model cannot be had, or fails."""
        if (known := self._known(sentence, citation, language)) is not None:
            return known
        translator = self._translator(citation, language)
        if translator is None:
            raise LLMError("failed", where="translator", detail=f"none into {language}")
        source = citation.article.language
        with self._translating:
            text = translator.translate(sentence.text, source, language)
            passes = self._passes(text, sentence.text, source, language)
        made = Translation(text, passes, linked(sentence.text, text, self._support))
        self._translations.put(made, translator.name, made_by(), language, sentence.text)
        return made

    def _passes(self, text: str, original: str, source: str, target: str) -> bool:
        try:
            return is_kept(text, original, source, target, self._support, self._judge)
        except LLMError as error:
            if error.reason != "too_long":
                raise
            return False  # nobody can judge it


def _sentences(citation: Citation) -> list[_Sentence]:
    short = citation.short_answer
    found = []
    for start, end in split_sentences(citation.quote, citation.article.language):
        answer = None
        if short is not None:
            first, last = short.start - citation.start, short.end - citation.start
            if start <= first < last <= end:
                answer = first - start, last - start
        found.append(_Sentence(citation.quote[start:end], answer))
    return found


def _with_gist(
    citation: Citation, sentences: Sequence[_Sentence], made: Sequence[Translation | None]
) -> Citation:
    """What passes is shown, “…” for the rest, and the whole on request."""
    gist, whole, marked = "", "", None
    for sentence, translation in zip(sentences, made, strict=True):
        gist, whole = (f"{text} " if text else "" for text in (gist, whole))
        if translation is None:
            gist, whole = gist + _LEFT_OUT, whole + _LEFT_OUT
            continue
        if translation.passes and sentence.answer is not None:
            part = counterpart(translation.links, sentence.answer)
            marked = (len(gist) + part[0], len(gist) + part[1]) if part else None
        gist += translation.text if translation.passes else _LEFT_OUT
        whole += translation.text
    some = any(translation is not None and translation.passes for translation in made)
    fails = any(translation is not None and not translation.passes for translation in made)
    return replace(
        citation,
        gist=gist if some else None,
        gist_answer=marked,
        doubtful_gist=whole if fails else None,
    )
