"""A sentence → its translation: the best of several, made once, its words linked, and kept."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from qa.gist.alignment import linked
from qa.gist.checking import Verdict, is_sure, made_by, verdict
from qa.gist.kept import KeptTranslations, Translation
from qa.gist.translator import Translator, open_translators
from qa.llm import LLMError, LLMSettings
from qa.writing import Support

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

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
        self._support = support
        self._kept = KeptTranslations(settings.cache_dir / "gists.sqlite")
        self._translating = threading.Lock()
        self._not_before = 0.0

    def translator(self, source: str, target: str) -> Translator | None:
        """What translates from one language to another (ISO 639-1)."""
        return next((t for t in self._translators if t.knows(source, target)), None)

    def known(self, sentence: str, source: str, target: str) -> Translation | None:
        """Its translation, where there is one already."""
        if (translator := self.translator(source, target)) is None:
            return None
        return self._kept.get(*self._known_by(sentence, translator, source, target))

    def make(self, sentence: str, source: str, target: str) -> Translation | None:
        """Its translation; None where there is no translator, where it fails, or has failed within
        the last minute. Takes seconds."""
        if (translator := self.translator(source, target)) is None:
            return None
        known_by = self._known_by(sentence, translator, source, target)
        if (known := self._kept.get(*known_by)) is not None:
            return known
        with self._translating:
            if time.monotonic() < self._not_before:
                return None
            # Somebody else may have waited for the same.
            if (known := self._kept.get(*known_by)) is not None:
                return known
            try:
                of, text = best_translation(translator, sentence, source, target, self._support)
            except LLMError as error:
                _log.info("no translation: %s", error)
                if error.reason in _LASTING:
                    self._not_before = time.monotonic() + _PAUSE
                return None
            made = Translation(text, of.passes, linked(sentence, text, self._support))
            self._kept.put(made, *known_by)
            return made

    def _known_by(
        self, sentence: str, translator: Translator, source: str, target: str
    ) -> tuple[str, ...]:
        made = (translator.name, made_by(), self._support.embedding_model)
        return (*made, source, target, sentence)


def best_translation(
    translator: Translator, sentence: str, source: str, target: str, support: Support
) -> tuple[Verdict, str]:
    """The best of what the translator gives, which is asked for no more than it takes.

    :raises LLMError: if it gives none, or fails.
    """
    best: tuple[Verdict, str] | None = None
    for text in translator.candidates(sentence, source, target):
        if not text:
            continue
        judged = verdict(text, sentence, source, target, support), text
        best = judged if best is None else max(best, judged)
        if is_sure(judged[0]):
            break
    if best is None:
        raise LLMError("broken", where=translator.name, detail="nothing")
    return best
