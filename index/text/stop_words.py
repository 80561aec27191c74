"""Each language's words that say little, by stopwords-iso's lists, and the words that say more."""

from __future__ import annotations

import re
from functools import cache

import stopwordsiso

_WORD = re.compile(r"\w+(?:[-’'.]\w+)*")


@cache
def stop_words(language: str) -> frozenset[str]:
    """In lower case; empty for a language without a list."""
    return frozenset(stopwordsiso.stopwords(language) if stopwordsiso.has_lang(language) else ())


def content_words(text: str, language: str) -> list[re.Match[str]]:
    """The words that say what a text is about: all but those that say little anywhere.

    :param language: ISO 639-1.
    """
    ignored = stop_words(language)
    return [word for word in _WORD.finditer(text) if word[0].casefold() not in ignored]
