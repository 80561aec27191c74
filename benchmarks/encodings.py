"""What becomes of text in old encodings: `python -m benchmarks.encodings`.

Phrases and sentences in some forty languages (`tests/data/encodings.json`), each in every encoding
that they are written in, alone and within English text, are read without a word about the encoding.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from index.articles.decoding import decode

_DATA = Path(__file__).parents[1] / "tests" / "data" / "encodings.json"
_ENGLISH = (
    "The fishermen left before dawn; on the old boat one could still read ",
    ", painted in white. The minister said that nothing had changed since last year.",
)
_PUNCTUATION = str.maketrans(
    {"’": "'", "“": '"', "”": '"', "–": "-", "…": "...", "œ": "oe", "½": "1/2"}
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"


class Case(NamedTuple):
    language: str
    form: str
    encoding: str
    text: str
    data: bytes


def cases() -> Iterator[Case]:
    """Each text that is not all ASCII, in each form and encoding."""
    for entry in json.loads(_DATA.read_text("utf-8")):
        phrase, sentences = entry["phrase"], entry["sentences"]
        words = [word.strip(".,，、。“”„") for word in f"{phrase} {sentences[0]}".split()]
        words = [word for word in words if not word.isascii()][:3]
        forms = {
            "word": words,
            "phrase": [phrase],
            "sentence": sentences,
            "paragraph": [" ".join(sentences)],
            "word within English": map(_within_english, words),
            "phrase within English": [_within_english(phrase)],
            "sentence within English": map(_within_english, sentences),
        }
        for form, texts in forms.items():
            for text in texts:
                for encoding in entry["encodings"]:
                    written, data = encoded(text, encoding)
                    if not data.isascii():
                        yield Case(entry["language"], form, encoding, written, data)


def encoded(text: str, encoding: str) -> tuple[str, bytes]:
    """The text as it can be written in the encoding, and its bytes."""
    if encoding == "cp1258":
        return text, _with_tones_apart(text).encode(encoding)
    try:
        return text, text.encode(encoding)
    except UnicodeEncodeError:
        plain = text.translate(_PUNCTUATION)
        return plain, plain.encode(encoding)


def _within_english(text: str) -> str:
    return text.join(_ENGLISH)


def _with_tones_apart(text: str) -> str:
    apart = []
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tones = "".join(part for part in parts if part in _TONES)
        letter = "".join(part for part in parts if part not in _TONES)
        apart.append(unicodedata.normalize("NFC", letter) + tones)
    return "".join(apart)


def main() -> None:
    outcomes: dict[str, Counter[str]] = {}
    wrong = []
    for case in cases():
        try:
            outcome = "right" if decode(case.data) == case.text else "wrong"
        except ValueError:
            outcome = "refused"
        if outcome == "wrong":
            wrong.append(case)
        outcomes.setdefault(case.form, Counter())[outcome] += 1
    print(f"{'':24}{'right':>8}{'refused':>8}{'wrong':>8}")
    for form, counts in outcomes.items():
        print(f"{form:24}{counts['right']:8}{counts['refused']:8}{counts['wrong']:8}")
    for case in wrong:
        print(f"wrong: {case.language} in {case.encoding}: {case.text!r} → {decode(case.data)!r}")


if __name__ == "__main__":
    main()
