"""The words of a text, and which of them say what it is about."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import stopwordsiso

# Letters and digits, and what joins them to one word: well-known, d’Artagnan, U.S
_WHOLE_WORD = re.compile(r"\w+(?:[-’'.]\w+)*")
_PART = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands: `text` is text[start:end] of what it was read from."""

    text: str
    start: int
    end: int

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


def whole_words(text: str) -> list[Word]:
    """The words of a text in order, those joined by hyphens, apostrophes or full stops as one."""
    return [Word(found[0], *found.span()) for found in _WHOLE_WORD.finditer(text)]


def words(text: str) -> list[str]:
    """The words of `text`, folded; joined ones apart."""
    return _PART.findall(fold(text))


def fold(text: str) -> str:
    """`text` without what does not tell words apart: case and compatibility forms."""
    return unicodedata.normalize("NFKC", text).casefold()


@cache
def stop_words(language: str) -> frozenset[str]:
    """A language's words that say little, by the stopwords-iso lists, in lower case; empty for a
    language without a list."""
    return frozenset(stopwordsiso.stopwords(language) if stopwordsiso.has_lang(language) else ())


def content_words(text: str, language: str) -> list[Word]:
    """The words that say what a text is about: all but those that say little anywhere.

    :param language: ISO 639-1.
    """
    ignored = stop_words(language)
    return [word for word in whole_words(text) if word.text.casefold() not in ignored]
