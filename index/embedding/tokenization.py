"""The default model's tokenizer, opened once for all that read by it: that takes a third of a
second, and more memory than the network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sentencepiece import SentencePieceProcessor

from index.embedding.model_layout import TOKENIZER_PATH

START, PAD, END = 0, 1, 2  # <s>, <pad> and </s> in XLM-RoBERTa's vocabulary
MAX_TOKENS = 512  # what the encoder has positions for
_BLANK = "▁"  # as pieces have it: before a word, or where its first letter has no piece with one

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's tokens, without special ones.

    :param spans: the part of the text, from and to, in characters, that each stands for: never
        empty, and none begins or ends before the one in front of it does.
    """

    ids: list[int]
    spans: list[Span]

    def cut(self, start: int, end: int) -> Tokens:
        return Tokens(self.ids[start:end], self.spans[start:end])


@dataclass(frozen=True, slots=True)
class Window:
    """As much of a text as the encoder reads at once.

    :param ids: of its tokens, with those that begin and end it.
    :param spans: the part of the text, from and to, that each stands for; empty ones for those two.
    """

    ids: list[int]
    spans: list[Span]

    def __len__(self) -> int:
        return len(self.ids)


class Tokenizer:
    """Texts → the default model's tokens. It neither cuts nor pads, and adds no special tokens;
    several threads may use it at once.

    :param path: of a SentencePiece model.
    :raises RuntimeError: if it is none; of every method, if a text has a lone surrogate.
    """

    def __init__(self, path: Path) -> None:
        self._processor = SentencePieceProcessor(model_file=str(path))

    def ids(self, text: str) -> list[int]:
        return self._processor.encode(text, return_type=int)

    def tokens(self, text: str) -> Tokens:
        read = self._processor.encode(text, return_type="offset_mapping")
        parts = zip(read["pieces"], read["offsets"], strict=True)
        return Tokens(read["ids"], [_span(text, piece, *offsets) for piece, offsets in parts])

    def encode(self, texts: Iterable[str]) -> Iterator[Tokens]:
        """Each text's tokens, in their order."""
        return map(self.tokens, texts)


def _span(text: str, piece: str, start: int, end: int) -> Span:
    """Without the blanks before a word, which SentencePiece counts as its own. Where a character
    makes several pieces, such as ﷺ, or a text begins with a blank of the tokenizer's, SentencePiece
    gives most of them nothing: they stand for that character."""
    while start < end - 1 and text[start].isspace():
        start += 1
    if start < end and piece != _BLANK and text[start].isspace():
        start = end
    if start == end:
        start = min(start, len(text) - 1)
        end = start + 1
    return start, end


@cache
def open_tokenizer(folder: Path) -> Tokenizer:
    """:param folder: of the converted default model."""
    return Tokenizer(folder / TOKENIZER_PATH)


def windows(tokenizer: Tokenizer, texts: Iterable[str]) -> Iterator[list[Window]]:
    """Each text's windows, one behind the other; a text without tokens has one as well."""
    held = MAX_TOKENS - 2
    for tokens in tokenizer.encode(texts):
        yield [
            Window([START, *part.ids, END], [(0, 0), *part.spans, (0, 0)])
            for start in range(0, max(1, len(tokens.ids)), held)
            for part in [tokens.cut(start, start + held)]
        ]
