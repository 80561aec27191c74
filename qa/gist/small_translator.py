"""The small model as a translator, by an adapter that was trained for it (adapter.md)."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from index.text import language_name
from qa.gist.small_model import ADAPTER, NAME, SmallModel
from qa.writing.instruction import harmless

LANGUAGES = frozenset(("de", "en", "es", "fr", "it"))
_MAX_TOKENS = 400


class SmallTranslator:
    """Knows the languages that its adapter was trained on.

    :param cache_dir: where the model's file is put together, once.
    :param timeout: what loading and one translation may take together, in seconds.
    """

    def __init__(self, cache_dir: Path, timeout: float) -> None:
        self.model = SmallModel(cache_dir, timeout)

    @property
    def name(self) -> str:
        """With what tells its adapter from another one."""
        return f"{NAME} {_adapter()}"

    def knows(self, source: str, target: str) -> bool:
        return SmallModel.is_installed() and LANGUAGES.issuperset((source, target))

    def translate(self, text: str, source: str, target: str) -> str:
        longest = min(_MAX_TOKENS, 20 + len(text) // 2)
        return self.model.complete(instruction(text, source, target), longest)

    def likelihood(self, text: str, translated: str, source: str, target: str) -> float:
        """How likely `translated` is the text's translation: the mean of its word pieces'
        logarithms of probability.

        :raises LLMError: if the model cannot be had, or fails.
        """
        return self.model.likelihood(instruction(text, source, target), f" {harmless(translated)}")


@cache
def _adapter() -> str:
    return hashlib.sha256(ADAPTER.read_bytes()).hexdigest()[:8]


def instruction(sentence: str, source: str, target: str) -> str:
    """What the sentence's translation follows."""
    one, other = language_name(source, "en"), language_name(target, "en")
    return f"{one}: {harmless(sentence)}\n{other}:"
