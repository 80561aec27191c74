"""The small model as a translator, by an adapter that was trained for it (adapter.md)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from index.text import language_name
from qa.gist.small_model import ADAPTER, NAME, SmallModel
from qa.writing.harmless import harmless

LANGUAGES = frozenset(("de", "en", "es", "fr", "it"))
_MAX_TOKENS = 400
_SAMPLES = 3  # more give next to nothing more


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

    def candidates(self, text: str, source: str, target: str) -> Iterator[str]:
        """The likeliest one, then samples, always the same ones."""
        prompt, longest = instruction(text, source, target), min(_MAX_TOKENS, 20 + len(text) // 2)
        for seed in (None, *range(1, _SAMPLES + 1)):
            yield self.model.complete(prompt, longest, seed)


@cache
def _adapter() -> str:
    return hashlib.sha256(ADAPTER.read_bytes()).hexdigest()[:8]


def instruction(sentence: str, source: str, target: str) -> str:
    """What the sentence's translation follows."""
    one, other = language_name(source, "en"), language_name(target, "en")
    return f"{one}: {harmless(sentence)}\n{other}:"
