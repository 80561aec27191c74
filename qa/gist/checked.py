"""A sentence → its translation: made once, judged, its words linked, and kept."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from llama_index.core.llms import LLM

from qa.gist.alignment import linked
from qa.gist.checking import Judge, made_by, passes
from qa.gist.kept import KeptTranslations, Translation
from qa.gist.translator import Translator, open_judge, open_translators
from qa.llm import LLMError, LLMSettings
from qa.writing import Support

_log = logging.getLogger(__name__)
_LASTING = ("unreachable", "key_rejected", "no_model", "which_model", "no_file", "bad_file")
_PAUSE = 60.0  # seconds in which what failed is not asked again


class CheckedTranslations:
    """:param settings: which translator, and where its work is kept.
    :param llm: gives the language model that is set.
    """

    def __init__(
        self, settings: LLMSettings, support: Support, llm: Callable[[], LLM] | None = None
    ) -> None:
        self._translators = open_translators(settings, llm)
        self._judge = open_judge(settings, self._translators)
        self._support = support
        self._kept = KeptTranslations(settings.cache_dir / "gists.sqlite")
        self._translating = threading.Lock()
        self._not_before = self._judged_from = 0.0

    def translator(self, source: str, target: str) -> Translator | None:
        """What translates from one language to another (ISO 639-1)."""
        return next((t for t in self._translators if t.knows(source, target)), None)

    def known(self, sentence: str, source: str, target: str) -> Translation | None:
        """Its translation, where there is one already."""
        translator = self.translator(source, target)
        return self._known(sentence, translator, source, target) if translator else None

    def make(self, sentence: str, source: str, target: str) -> Translation | None:
        """Its translation; None where there is no translator, where it fails, or has failed within
        the last minute. Takes a second or so."""
        translator = self.translator(source, target)
        if translator is None:
            return None
        if (known := self._known(sentence, translator, source, target)) is not None:
            return known
        with self._translating:
            if time.monotonic() < self._not_before:
                return None
            # Somebody else may have waited for the same.
            if (known := self._known(sentence, translator, source, target)) is not None:
                return known
            try:
                return self._made(sentence, translator, source, target)
            except LLMError as error:
                _log.info("no translation: %s", error)
                if error.reason in _LASTING:
                    self._not_before = time.monotonic() + _PAUSE
                return None

    def _made(self, sentence: str, translator: Translator, source: str, target: str) -> Translation:
        """:raises LLMError: if it fails."""
        text = translator.translate(sentence, source, target)
        if not text:
            raise LLMError("broken", where=translator.name, detail="nothing")
        shown = self._passes(text, sentence, source, target)
        made = Translation(text, shown, linked(sentence, text, self._support))
        self._kept.put(made, *self._known_by(sentence, translator, source, target))
        return made

    def _passes(self, text: str, sentence: str, source: str, target: str) -> bool:
        """By what the judge says too; without it where it fails."""
        judge: Judge | None = self._judge if time.monotonic() >= self._judged_from else None
        try:
            return passes(text, sentence, source, target, self._support, judge)
        except LLMError as error:
            _log.info("nobody judges a translation: %s", error)
            if error.reason in _LASTING:
                self._judged_from = time.monotonic() + _PAUSE
        return passes(text, sentence, source, target, self._support)

    def _known(
        self, sentence: str, translator: Translator, source: str, target: str
    ) -> Translation | None:
        return self._kept.get(*self._known_by(sentence, translator, source, target))

    def _known_by(
        self, sentence: str, translator: Translator, source: str, target: str
    ) -> tuple[str, ...]:
        judged = "judged" if self._judge is not None else ""
        made = (translator.name, made_by(), judged, self._support.embedding_model)
        return (*made, source, target, sentence)
