"""How probable is a word, in any of the languages that are written in old encodings?

A unigram language model (Kudo 2018, "Subword Regularization"): a word is as probable as the best
way to put it together from known pieces. Garble falls apart into single, rare characters. The
pieces and their log-probabilities are XLM-RoBERTa's (`training/word_pieces.py`).
"""

from __future__ import annotations

import lzma
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

PIECES_PATH = Path(__file__).with_name("word_pieces.txt.xz")
SCORE_STEPS = 4  # scores are kept in quarters

_START = "▁"  # stands for the space before a word
_UNKNOWN = -22.0  # a character that no piece holds
_IN_CAPITALS = -6.0
# What may stand between two words that no space parts, and what it costs. NFKC, in which the pieces
# are written, would take the symbols for letters or digits ("m²").
_BETWEEN_WORDS = (
    dict.fromkeys("’‘‚‛“”„‟–—…‹›«»¿¡", -7.0)
    | {"€": -4.0}
    | dict.fromkeys("\u00a0½¼¾²³°ªº×±®©™£§·•†‰´µ", -9.0)
)
_OTHER_SYMBOL = -14.0
_COMPATIBILITY_FORM = -4.0
_WORDS_REMEMBERED = 20_000


@lru_cache(_WORDS_REMEMBERED)
def word_score(word: str) -> float:
    """The natural logarithm of the probability of a word, or of several with signs between them."""
    total, written = 0.0, ""
    for char in unicodedata.normalize("NFC", word):
        cost, spelt = _spelling(char)
        total += cost
        written += spelt
    return total + sum(map(_spelt_score, written.split()))


def _spelt_score(word: str) -> float:
    """The best of the ways to write it: the vocabulary holds few words in capitals or with "œ"."""
    score, small = _best_split(word), word.lower()
    plain = small.replace("œ", "oe")
    if small != word:
        score = max(score, _best_split(small) + _IN_CAPITALS)
    return score if plain == small else max(score, _best_split(plain))


def _best_split(word: str) -> float:
    """Viterbi's way through the pieces."""
    text = _START + word
    scores, longest = _pieces()
    best = [0.0] + [-1e9] * len(text)
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + longest) + 1):
            score = scores.get(text[start:end])
            if score is None:
                if end > start + 1:
                    continue
                score = _UNKNOWN
            best[end] = max(best[end], best[start] + score)
    return best[-1]


@lru_cache(_WORDS_REMEMBERED)
def _spelling(char: str) -> tuple[float, str]:
    """What a character costs of its own, and how the pieces spell it."""
    if char.isascii():
        return 0.0, char
    if char in _BETWEEN_WORDS:
        return _BETWEEN_WORDS[char], " "
    if unicodedata.category(char)[0] in "SNZ":
        return _OTHER_SYMBOL, " "
    plain = unicodedata.normalize("NFKC", char)
    return (0.0 if plain == char else _COMPATIBILITY_FORM), plain


@cache
def _pieces() -> tuple[dict[str, float], int]:
    """The pieces' log-probabilities, and how long the longest piece is."""
    scores = {}
    for line in lzma.decompress(PIECES_PATH.read_bytes()).decode().split("\n"):
        score, *pieces = line.split(" ")
        scores.update(dict.fromkeys(pieces, -int(score) / SCORE_STEPS))
    return scores, max(map(len, scores))
