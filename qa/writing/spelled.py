"""Numbers that a text spells out: four, vierundzwanzig, treinta y dos.

From two to ninety-nine, in the languages of prompts/. One is left out, which is an article as
well; so is French “neuf”, which is new. What stands before hundred, thousand and the like is part
of a larger number and is not read.
"""

from __future__ import annotations

import re
from functools import cache

from index.text import fold

_FROM_TWO = {
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn "
    "sechzehn siebzehn achtzehn neunzehn",
    "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve",
    "fr": "deux trois quatre cinq six sept huit - dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici "
    "quindici sedici diciassette diciotto diciannove",
}
_TENS = {
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "fr": "vingt trente quarante cinquante soixante - quatre-vingts -",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
}
_ONE = {"de": "ein", "en": "one", "es": "uno", "fr": "et-un", "it": "uno"}
_BOTH = {
    "de": "beide beiden beider",
    "en": "both",
    "es": "ambos ambas",
    "fr": "",
    "it": "entrambi entrambe",
}
_LARGER = {
    "de": "hundert tausend",
    "en": "hundred thousand",
    "es": "cientos cientas mil",
    "fr": "cent cents mille",
    "it": "cento mila",
}
_BEGINS, _END = r"(?<![\w-])", r"\b"
_ENDS = {
    "de": r"\b|(?:stünd|tägig|wöch|monat|jähr|mal|fach|köpf|seit|teil)\w*",  # vierstündig
    "fr": r"(?![\w-])",  # soixante-dix is seventy, not sixty
}
_ACCENTS = str.maketrans("áéíóúè", "aeioue")


def spelled_numbers(text: str, language: str) -> set[str]:
    """The numbers that `text` spells out, in digits; none in a language that is not known here."""
    if language not in _FROM_TWO:
        return set()
    known, pattern = _known(language)
    return {known[found[1].replace(" ", "-")] for found in pattern.finditer(_plain(text))}


@cache
def _known(language: str) -> tuple[dict[str, str], re.Pattern[str]]:
    """Each word's number in digits, and the expression that finds them."""
    small = {2 + i: word for i, word in enumerate(_FROM_TWO[language].split()) if word != "-"}
    values = {_plain(word): number for number, word in small.items()}
    values |= dict.fromkeys(_BOTH[language].split(), 2)
    units = {1: _ONE[language], **{n: word for n, word in small.items() if n < 10}}
    for place, ten in enumerate(_TENS[language].split(), start=2):
        if ten != "-":
            values[_plain(ten)] = 10 * place
            for unit, word in units.items():
                values[_plain(_joined(ten, word, language)).replace(" ", "-")] = 10 * place + unit
    # A blank and a hyphen are one: thirty-two, thirty two, treinta y dos.
    words = "|".join(re.escape(w).replace("\\-", "[- ]") for w in sorted(values, key=len)[::-1])
    larger = "|".join(_LARGER[language].split())
    return {word: str(number) for word, number in values.items()}, re.compile(
        rf"{_BEGINS}({words})(?:{_ENDS.get(language, _END)})(?![ -]?(?:{larger})\b)"
    )


def _joined(ten: str, unit: str, language: str) -> str:
    if language == "de":
        return f"{unit}und{ten}"
    if language == "es":
        return f"veinti{unit}" if ten == "veinte" else f"{ten} y {unit}"
    if language == "it":
        return (ten[:-1] if unit[0] in "uo" else ten) + unit
    return f"{ten.removesuffix('s')}-{unit}"


def _plain(text: str) -> str:
    """Folded, without the accents that compounds add: veintidós, ventitré."""
    return fold(text).translate(_ACCENTS)
