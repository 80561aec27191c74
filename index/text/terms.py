"""Text → the stemmed words that full-text search compares."""

from __future__ import annotations

import threading

import Stemmer

from index.text.words import words

_SNOWBALL = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "eu": "basque", "fi": "finnish", "fr": "french", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "ne": "nepali", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
_stemmers = threading.local()  # a Stemmer holds state: one for each thread


def terms(text: str, language: str) -> list[str]:
    """The words of `text`, folded, and stemmed by Snowball's rules where `language` has some."""
    found = words(text)
    algorithm = _SNOWBALL.get(language)
    if algorithm is None:
        return found
    stemmer = _stemmers.__dict__.get(algorithm)
    if stemmer is None:
        stemmer = _stemmers.__dict__[algorithm] = Stemmer.Stemmer(algorithm)
    return stemmer.stemWords(found)
