"""In which of the old encodings are these bytes? Found out with certainty, or not at all.

Every candidate that decodes strictly is a reading; the one that makes far more plausible text than
any other reading is right. Where two come near each other, neither is taken.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from index.articles.plausibility import (
    ALPHABETS,
    IMPOSSIBLE,
    letters_plausibility,
    script,
    words_plausibility,
)
from index.text.languages import language_guesses

_EAST_ASIAN = {
    "gb18030": "GB18030",
    "cp950": "Big5",
    "cp932": "Shift-JIS",
    "euc_jp": "EUC-JP",
    "cp949": "EUC-KR",
}
_COMMON = {
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "cp1257": "Windows-1257",
    "cp1258": "Windows-1258",
    "iso8859-2": "ISO-8859-2",
    "koi8-r": "KOI8-R",
} | _EAST_ASIAN
_LESS_COMMON = {
    "iso8859-5": "ISO-8859-5",
    "iso8859-7": "ISO-8859-7",
    "iso8859-9": "ISO-8859-9",
    "iso8859-15": "ISO-8859-15",
    "koi8-u": "KOI8-U",
    "cp866": "CP866",
    "cp437": "CP437",
    "cp850": "CP850",
    "mac-roman": "Mac Roman",
}
_RARE = {
    "iso8859-4": "ISO-8859-4",
    "iso8859-6": "ISO-8859-6",
    "iso8859-13": "ISO-8859-13",
    "cp737": "CP737",
    "cp852": "CP852",
    "cp862": "CP862",
    "cp874": "Windows-874",
    "mac-latin2": "Mac Central European",
    "mac-cyrillic": "Mac Cyrillic",
    "mac-greek": "Mac Greek",
}
NAMES = {"cp1252": "Windows-1252"} | _COMMON | _LESS_COMMON | _RARE
# How much likelier than the common ones an encoding is before its bytes are looked at: logarithms.
_BEFOREHAND = (
    {"cp1252": 3.0}
    | dict.fromkeys(_COMMON, 0.0)
    | dict.fromkeys(_LESS_COMMON, -1.0)
    | dict.fromkeys(_RARE, -6.0)
)
_CERTAIN = 8.0  # e^8 times as plausible as the next reading
# What a byte beyond the first few costs at most in text; in garble it costs far more.
_PER_BYTE, _FIRST_BYTES = -6.0, 5
_NO_LETTERS_OF_ITS_OWN = -8.0

# Runs of bytes that no double-byte character reaches across: none has a second byte below 0x30.
_RUN = re.compile(rb"[\x30-\xff]+")
_SAMPLE_BYTES, _RUN_BYTES = 4_000, 200
_SLICES, _SLICE_BYTES = 16, 64 * 1024
_CONTEXT_BYTES, _CONTEXT_AT_LEAST = 20_000, 8
_CONTROL = re.compile("[\x80-\x9f]")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


@dataclass(frozen=True)
class _Reading:
    """What one or several encodings make of the bytes alike."""

    encodings: list[str]
    words: tuple[str, ...]
    score: float


class UnclearEncoding(ValueError):
    """No encoding is certain; `candidates` are those that it could be, the likeliest first."""

    def __init__(self, candidates: list[str]):
        super().__init__("its encoding is unclear")
        self.candidates = candidates


def find_encoding(data: bytes) -> str:
    """The encoding of bytes that are not UTF-8: a key of `NAMES`, in which they decode strictly.

    :raises UnclearEncoding: where it is not certain.
    """
    runs = _sample(data)
    readings = _readings(runs, _languages_around(data))
    certain: list[_Reading] = []
    for reading in readings:
        # Far better ones that bytes elsewhere have ruled out make none of the rest right.
        if readings[0].score - reading.score >= _CERTAIN:
            break
        encodings = [name for name in reading.encodings if _decodes(data, name)]
        if encodings:
            certain.append(_Reading(encodings, reading.words, reading.score))
    plausible = [reading for reading in certain if _is_text(reading, runs)]
    if len(certain) != 1 or not plausible or _is_partly_utf8(runs, certain[0]):
        raise UnclearEncoding([reading.encodings[0] for reading in plausible])
    return certain[0].encodings[0]


def _sample(data: bytes) -> list[bytes]:
    """Different runs with bytes beyond ASCII, from all over the data, but not more than tell."""
    step = max(_SLICE_BYTES, len(data) // _SLICES)
    runs: dict[bytes, None] = {}
    for start in range(0, len(data), step):
        piece = data[start : start + _SLICE_BYTES]
        found = _RUN.finditer(piece)
        if start:
            next(found, None)  # its beginning may be cut off, within a character
        runs.update(dict.fromkeys(m[0][:_RUN_BYTES] for m in found if not m[0].isascii()))
    kept = list(runs)
    return kept[:: sum(map(len, kept)) // _SAMPLE_BYTES + 1]


def _languages_around(data: bytes) -> Mapping[str, float]:
    words = [run.decode() for run in _RUN.findall(data[:_CONTEXT_BYTES]) if run.isascii()]
    text = " ".join(word for word in words if word.isalpha()).lower()
    return language_guesses(text) if len(text) >= _CONTEXT_AT_LEAST else {}


def _readings(runs: list[bytes], languages: Mapping[str, float]) -> list[_Reading]:
    """The most plausible first."""
    by_words: dict[tuple[str, ...], list[str]] = {}
    for name in sorted(NAMES, key=lambda name: -_BEFOREHAND[name]):
        words = _words(runs, name)
        if words is not None:
            by_words.setdefault(words, []).append(name)
    readings = []
    for words, names in by_words.items():
        score = words_plausibility(words)
        if score > IMPOSSIBLE:
            score += letters_plausibility(words, languages) + _BEFOREHAND[names[0]]
            if names[0] in _EAST_ASIAN and not script("".join(words)) & {"CJK", "HANGUL"}:
                score += _NO_LETTERS_OF_ITS_OWN
            readings.append(_Reading(names, words, score))
    return sorted(readings, key=lambda reading: -reading.score)


def _words(runs: list[bytes], encoding: str) -> tuple[str, ...] | None:
    words = []
    for run in runs:
        try:
            # A run that was cut off may end within a character.
            word = codecs.getincrementaldecoder(encoding)().decode(run, len(run) < _RUN_BYTES)
        except UnicodeDecodeError:
            return None
        composed = unicodedata.normalize("NFC", word)
        if encoding == "cp1258" and not _has_vietnamese_tones(word, composed):
            return None
        words.append(composed)
    return tuple(words)


def _has_vietnamese_tones(word: str, composed: str) -> bool:
    """Windows-1258 writes tones as marks of their own, and only over Vietnamese letters."""
    if not any(tone in word for tone in _TONES):
        return True
    made = set(composed.lower()) - set(word.lower())
    return made <= ALPHABETS["vi"] and not any(tone in composed for tone in _TONES)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        return _CONTROL.search(data.decode(encoding)) is None
    except UnicodeDecodeError:
        return False


def _is_text(reading: _Reading, runs: list[bytes]) -> bool:
    return reading.score >= _PER_BYTE * (_FIRST_BYTES + sum(map(len, runs)))


def _is_partly_utf8(runs: list[bytes], reading: _Reading) -> bool:
    """Whether some of it would be far better words in UTF-8: damaged, or put together from two."""
    return any(
        words_plausibility([run.decode(errors="replace")]) - words_plausibility([word]) >= _CERTAIN
        for run, word in zip(runs, reading.words, strict=True)
    )
