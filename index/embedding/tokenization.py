"""The default model's tokenizer, opened once for all that read by it: that takes half a second, and
more memory than the network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tokenizers import Tokenizer

from index.embedding.model_layout import TOKENIZER_PATH

START, PAD, END = 0, 1, 2  # <s>, <pad> and </s> in XLM-RoBERTa's vocabulary
MAX_TOKENS = 512  # what the encoder has positions for


@dataclass(frozen=True, slots=True)
class Window:
    """As much of a text as the encoder reads at once.

    :param ids: of its tokens, with those that begin and end it.
    :param spans: the part of the text, from and to, that each stands for; empty ones for those two.
    """

    ids: list[int]
    spans: list[tuple[int, int]]

    def __len__(self) -> int:
        return len(self.ids)


@cache
def open_tokenizer(folder: Path) -> Tokenizer:
    """:param folder: of the converted default model; its tokenizer neither cuts nor pads."""
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_PATH))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def windows(tokenizer: Tokenizer, texts: list[str]) -> Iterator[list[Window]]:
    """Each text's windows, one behind the other; a text without tokens has one as well."""
    held = MAX_TOKENS - 2
    for encoding in tokenizer.encode_batch(texts, add_special_tokens=False):
        ids, spans = encoding.ids, encoding.offsets
        yield [
            Window(
                [START, *ids[start : start + held], END],
                [(0, 0), *spans[start : start + held], (0, 0)],
            )
            for start in range(0, max(1, len(ids)), held)
        ]
