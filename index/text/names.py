"""Names, numbers and months, and whether a text holds them, letter by letter."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import get_month_names

from index.text.words import fold, stop_words, whole_words

_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,’']\d+)*")
_GROUPED = re.compile(r"\D(?=\d{3}(?!\d))")
# Dice coefficient of letter trigrams from which two names may be one: Moscow and Moskau, 0.5.
_ALIKE = 0.45
# Letters that languages write for much the same sound.
_SOUNDS = str.maketrans({"c": "k", "q": "k", "z": "s", "ß": "ss", "w": "v", "y": "i", "j": "i"})


def names_in(text: str, language: str, of_nouns: bool) -> list[str]:
    """The words of a text that look like names or numbers, in order.

    :param of_nouns: whether a capital letter makes a name in German, where every noun has one.
    """
    return [
        word.text
        for word in whole_words(text)
        if any(c.isdigit() for c in word.text)
        or (len(word.text) > 1 and word.text.isupper())
        or (
            word.start > 0
            and word.text[0].isupper()
            and (language != "de" or of_nouns)
            and word.text.casefold() not in stop_words(language)
        )
    ]


def numbers(text: str) -> list[str]:
    """Its numbers, in order, written one way: 1.500 and 1 500 as 1500, 2,5 as 2.5."""
    return sorted(_GROUPED.sub("", n).replace(",", ".") for n in _NUMBER.findall(text))


def months(text: str, language: str) -> dict[str, int]:
    """The names of months in a text, written like names, and which months these are."""
    known = _months(language)
    found = (w.text for w in whole_words(text) if w.text[0].isupper() or language != "en")
    return {word: known[fold(word)] for word in found if fold(word) in known}


def vocabulary(text: str) -> frozenset[str]:
    """The words of a text and their parts, as `is_written` compares them."""
    words = {_sound(word.text) for word in whole_words(text)}
    parts = {part for word in words for part in re.split(r"[-’'.]", word) if part}
    return frozenset(words | parts)


def is_written(name: str, held: frozenset[str]) -> bool:
    """Whether a name or number stands in a text, if only as another language would write it.

    :param held: the text's `vocabulary`.
    """
    word = _sound(name)
    if word in held:
        return True
    if any(c.isdigit() for c in word):
        digits = re.sub(r"\D", "", word)
        return any(re.sub(r"\D", "", other) == digits for other in held)
    grams = _trigrams(word)
    return any(
        other.startswith(word[:-1]) or _dice(grams, _trigrams(other)) >= _ALIKE
        for other in held
        if len(word) > 3 and other[:1] == word[:1]
    )


def _sound(word: str) -> str:
    """The word as other languages might write it: without accents, alike letters as one."""
    letters = unicodedata.normalize("NFD", fold(word).translate(_SOUNDS))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@cache
def _months(language: str) -> dict[str, int]:
    try:
        locale = Locale(language)
    except UnknownLocaleError:
        return {}
    forms = (get_month_names("wide", context, locale) for context in ("format", "stand-alone"))
    return {fold(name): number for names in forms for number, name in names.items()}


@cache
def _trigrams(word: str) -> frozenset[str]:
    padded = f" {word} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
