"""How plausible is it that bytes mean these words?

Three things tell text from what a wrong encoding makes of it: words that exist (`word_pieces`),
what never stands within one word (letters of two scripts, signs, a capital after a small letter),
and letters that one and the same language writes with.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache
from itertools import pairwise

from index.articles.word_pieces import word_score

IMPOSSIBLE = -math.inf

# The letters beyond ASCII that a language writes its own words with.
ALPHABETS = {
    language: frozenset(letters)
    for language, letters in {
        "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
        "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
        "ca": "àçéèíïòóúü",
        "cs": "áčďéěíňóřšťúůýž",
        "cy": "âêîôûáéíóúàèìòùäëïöü",
        "da": "æøåé",
        "de": "äöüß",
        "el": "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ",
        "en": "éèïöêçñ",
        "es": "áéíñóúü",
        "et": "äöõüšž",
        "fi": "åäöšž",
        "fr": "àâæçéèêëîïôœùûüÿ",
        "ga": "áéíóú",
        "hr": "čćđšž",
        "hu": "áéíóöőúüű",
        "is": "áéíóúýþæöð",
        "it": "àèéìíîòóùú",
        "lt": "ąčęėįšųūž",
        "lv": "āčēģīķļņšūž",
        "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
        "nl": "áéèëíïóöüêç",
        "no": "æøåéêòôó",
        "pl": "ąćęłńóśźż",
        "pt": "àáâãçéêíóôõúü",
        "ro": "ăâîşţșț",
        "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "sk": "áäčďéíĺľňóôŕšťúýž",
        "sl": "čšž",
        "sq": "çë",
        "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
        "sv": "åäöé",
        "tr": "çğıöşüâîû",
        "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        "vi": "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    }.items()
}
_KNOWN_LETTERS = frozenset().union(*ALPHABETS.values())
_ALPHABETIC_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")

# Natural logarithms: how much less probable each makes a reading.
_TWO_SCRIPTS, _LATIN_BESIDE_CJK = -12.0, -3.0
_CAPITAL_WITHIN, _SIGN_WITHIN, _STRAY_MARK = -6.0, -8.0, -12.0
_LETTER_BY_DIGIT, _SIGN_BEFORE = -5.0, -3.0
_IN_ITS_PLACE = 6.0  # an apostrophe of elision, a dash between two years
_FOREIGN_LETTER, _FOREIGN_SCRIPT, _NOT_CLOSED = -6.0, -4.0, -8.0
_OTHER_THAN_AROUND = -4.0
_LETTERS_OF_THE_LANGUAGE = 3.0
_GUESS_TRUSTED = 0.99
_FEW_LETTERS = 3
_WORST_LETTERS = -12.0

_SIGNS = frozenset("ªºµ")  # letters for Unicode, not for a reader
_WITHIN_WORDS = frozenset("’‘–—‐‑·־…")
_OPENING = {"‘": "’", "“": "”„", "„": "“”", "«": "»", "»": "«", "‹": "›", "‚": "‘’"}
# Where English, French, Italian and their like elide: "it’s", "don’t", "l’été", "dell’arte".
_ELISION = re.compile(r"(?:\b[^\W\d]{1,2}|l)’(?=[^\W\d])|’(?:s|t|d|m|re|ll|ve)\b")
_CJK = ("HIRAGANA", "KATAKANA", "HALFWIDTH", "FULLWIDTH", "KATAKANA-HIRAGANA", "IDEOGRAPHIC")


def words_plausibility(words: Collection[str]) -> float:
    """How probable the words are, each by itself; `IMPOSSIBLE` where one holds no text."""
    total = 0.0
    for word in words:
        form = _form_score(word)
        if form == IMPOSSIBLE:
            return IMPOSSIBLE
        total += form + word_score(word)
    return total


def letters_plausibility(words: Collection[str], languages: Mapping[str, float]) -> float:
    """How well the words' letters and quotation marks go together.

    :param languages: what the ASCII words around are probably written in, by code.
    """
    chars = {char for word in words for char in word if not char.isascii()}
    letters = {char for char in "".join(chars).lower() if _script(char)}
    scripts = {_script(char) for char in letters} - {"LATIN"}
    around = _GUESS_TRUSTED * sum(languages.get(code, 0.0) for code in ALPHABETS)
    total = 0.0
    for name in scripts:
        total += _FOREIGN_SCRIPT
        if name not in ("CJK", "HANGUL"):  # in which one letter is a word, and two bytes
            total += max(_OTHER_THAN_AROUND, math.log(1 - around))
            if sum(_script(char) == name for word in words for char in word) < _FEW_LETTERS:
                total += _FOREIGN_SCRIPT
    for name in _ALPHABETIC_SCRIPTS:
        own = frozenset(char for char in letters if _script(char) == name)
        known = own & _KNOWN_LETTERS
        total += _FOREIGN_LETTER * len(own - known)
        if known:
            total += _language_score(known, languages if name == "LATIN" else {})
    if any(mark in chars and not chars & set(closing) for mark, closing in _OPENING.items()):
        total += _NOT_CLOSED
    return total


def script(text: str) -> set[str]:
    """The scripts of the text's letters beyond ASCII, as Unicode names them; CJK for kana too."""
    return {name for char in text if not char.isascii() and (name := _script(char))}


def _language_score(letters: frozenset[str], languages: Mapping[str, float]) -> float:
    """The letters' probability in a mixture of the languages: those around, and any other."""
    rest = (1 - _GUESS_TRUSTED * sum(languages.get(code, 0.0) for code in ALPHABETS)) / len(
        ALPHABETS
    )
    probability = sum(
        (_GUESS_TRUSTED * languages.get(code, 0.0) + rest)
        * math.exp(_FOREIGN_LETTER * len(letters - alphabet))
        for code, alphabet in ALPHABETS.items()
    )
    return _LETTERS_OF_THE_LANGUAGE + max(_WORST_LETTERS, math.log(probability))


def _form_score(word: str) -> float:
    """What a word's letters, signs and marks do not do in text."""
    if any(_is_no_text(char) for char in word):
        return IMPOSSIBLE
    total = sum(_pair_score(first, second) for first, second in pairwise(" " + word))
    total += _IN_ITS_PLACE * len(_ELISION.findall(word))
    return total + sum(
        _triple_score(*letters) for letters in zip(word, word[1:], word[2:], strict=False)
    )


@cache
def _is_no_text(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Co", "Cn", "Cs")


@cache
def _is_sign(char: str) -> bool:
    return not char.isascii() and (unicodedata.category(char)[0] in "SN" or char in _SIGNS)


@cache
def _parts_words(char: str) -> bool:
    return _is_sign(char) or (
        not char.isascii() and unicodedata.category(char)[0] == "P" and char not in _WITHIN_WORDS
    )


def _pair_score(first: str, second: str) -> float:
    if first.isascii() and second.isascii():
        return 0.0
    scripts = {_script(first), _script(second)}
    if unicodedata.category(second)[0] == "M" and _script(second) is None:
        return _STRAY_MARK  # what composes has been composed
    if second in "¡¿" and first.isalnum():
        return _SIGN_WITHIN
    if _is_sign(first) and (_script(second) or _is_sign(second)):
        return _SIGN_BEFORE
    if (first.isdecimal() or second.isdecimal()) and scripts & set(_ALPHABETIC_SCRIPTS):
        return _LETTER_BY_DIGIT
    if None in scripts:
        return 0.0
    if scripts == {"LATIN", "CJK"} or scripts == {"LATIN", "HANGUL"}:
        return _LATIN_BESIDE_CJK
    if len(scripts) == 2 and scripts != {"CJK", "HANGUL"}:
        return _TWO_SCRIPTS
    return _CAPITAL_WITHIN if first.islower() and second.isupper() else 0.0


def _triple_score(first: str, second: str, third: str) -> float:
    if (first + second + third).isascii():
        return 0.0
    if second == "–" and first.isdecimal() and third.isdecimal():
        return _IN_ITS_PLACE
    if _parts_words(second) and _script(first) and _script(third):
        return _SIGN_WITHIN
    return _CAPITAL_WITHIN if first.isupper() and second.isupper() and third.islower() else 0.0


@cache
def _script(char: str) -> str | None:
    """The script of a letter, or of a mark or sign that belongs to one script; None for others."""
    if char.isascii():
        return "LATIN" if char.isalpha() else None
    if char in _SIGNS:
        return None
    name = unicodedata.name(char, "").split(" ")[0]
    if unicodedata.category(char)[0] == "L":
        return "CJK" if name in _CJK else "LATIN" if name == "MODIFIER" else name
    return name if name in ("ARABIC", "HEBREW", "THAI") else None
