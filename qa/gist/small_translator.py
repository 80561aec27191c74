"""The small model as a translator: it continues a list of examples."""

from __future__ import annotations

from pathlib import Path

from index.text import language_name
from prompts import spoken, texts
from qa.gist.small_model import NAME, SmallModel
from qa.writing.instruction import harmless

_MAX_TOKENS = 400


class SmallTranslator:
    """Knows the languages of prompts/gist.

    :param cache_dir: where the model's file is put together, once.
    :param timeout: what loading and one translation may take together, in seconds.
    """

    name = NAME

    def __init__(self, cache_dir: Path, timeout: float) -> None:
        self.model = SmallModel(cache_dir, timeout)

    def knows(self, source: str, target: str) -> bool:
        return SmallModel.is_installed() and all(
            spoken("gist", language) == language for language in (source, target)
        )

    def translate(self, text: str, source: str, target: str) -> str:
        longest = min(_MAX_TOKENS, 20 + len(text) // 2)
        return self.model.complete(by_example(text, source, target), longest)


def by_example(sentence: str, source: str, target: str) -> str:
    """Few-shot (Brown et al. 2020): examples in both languages, then the sentence."""
    of_source, of_target = (texts("gist", language)["examples"] for language in (source, target))
    one, other = language_name(source, "en"), language_name(target, "en")
    examples = "".join(
        f"{one}: {text}\n{other}: {translated}\n\n"
        for text, translated in zip(of_source.splitlines(), of_target.splitlines(), strict=True)
    )
    return f"{examples}{one}: {harmless(sentence)}\n{other}:"
