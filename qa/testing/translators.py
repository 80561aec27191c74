"""The contract of `qa.gist.Translator`."""

from __future__ import annotations

from index.text import may_be_in
from qa.gist import Translator

_LETTERS = 25  # that tell a language


def check_translator(translator: Translator, text: str, source: str, target: str) -> None:
    """Check a translator on a text that it should be able to translate.

    :param source: the language of `text`; `target` the one to translate into, ISO 639-1.
    :raises AssertionError: naming what is not kept.
    :raises LLMError: if the translator cannot be had, or fails.
    """
    assert translator.name, "it has a name, by which its work is kept"
    assert translator.knows(source, target) is True, f"it knows {source} and {target}"
    candidates = [*translator.candidates(text, source, target)]
    assert candidates, "it gives a translation"
    for translated in candidates:
        assert translated == " ".join(translated.split()) != "", "on one line"
        assert translated.isprintable(), "that can be shown"
        assert may_be_in(translated, target, _LETTERS), f"in {target}"
