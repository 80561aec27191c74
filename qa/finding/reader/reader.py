"""The reader at work: a question and passages → where in each the answer may stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from index.embedding.batches import batches, padded
from index.embedding.tokenization import open_tokenizer
from index.embedding.word_vectors import WordVectors
from qa.finding.reader.pairs import Pair, paired

SHIPPED_READER = Path(__file__).parent / "reader.safetensors"

_TOKENS_PER_BATCH = 256  # with padding; a question's batches are read side by side
_MAX_ANSWER = 30  # tokens
_MOST_ODDS = 12.0  # beyond them it says no more


@dataclass(frozen=True, slots=True)
class Span:
    """The likeliest answer in a part of a passage.

    :param start: of its words in the passage's text; `end` likewise.
    :param odds: in log-odds against "not here": the reader's score of it, less that of no answer,
        within ±12.
    """

    start: int
    end: int
    odds: float


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """What the reader says of a passage.

    :param spans: int, (tokens, 2): the part of the passage that each token stands for.
    :param starts: float32, (tokens,): how likely the answer starts there, and `ends` that it ends
        there, against "not here".
    """

    spans: np.ndarray
    starts: np.ndarray
    ends: np.ndarray

    def best(self, start: int, end: int) -> Span | None:
        """The likeliest answer within the passage's text[start:end]; None where no token lies."""
        inside = np.flatnonzero((self.spans[:, 0] < end) & (self.spans[:, 1] > start))
        if not len(inside):
            return None
        first, last = inside[0], inside[-1] + 1
        starts, ends = self.starts[first:last], self.ends[first:last]
        together = starts[:, None] + ends[None, :]
        length = np.subtract.outer(np.arange(len(ends)), np.arange(len(starts))).T
        together = np.where((length >= 0) & (length < _MAX_ANSWER), together, -np.inf)
        a, b = np.unravel_index(int(together.argmax()), together.shape)
        return Span(
            max(start, int(self.spans[first + a, 0])),
            min(end, int(self.spans[first + b, 1])),
            float(np.clip(together[a, b], -_MOST_ODDS, _MOST_ODDS)),
        )


class Reader:
    """:param folder: of the converted default model, whose tokens and word vectors it reads by.
    :param weights: a file of index.embedding.encoder_weights, with a head of two scores a token.
    """

    def __init__(self, folder: Path, weights: Path = SHIPPED_READER) -> None:
        from index.embedding.openvino_network import Network  # loads OpenVINO

        self._words = WordVectors(folder)
        self._network = Network(weights, folder, "head")
        self._tokens = lru_cache(maxsize=512)(open_tokenizer(folder).tokens)

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[ReadPassage]:
        """:param passages: (title, text) each; no more of one is read than fits 512 tokens."""
        asked = self._tokens(question)
        pairs = [paired(asked, self._tokens(title), self._tokens(text)) for title, text in passages]
        found: dict[int, ReadPassage] = {}
        together = list(batches([len(pair.ids) for pair in pairs], _TOKENS_PER_BATCH))
        inputs = (padded([pairs[i].ids for i in batch], self._words) for batch in together)
        for batch, (scores,) in zip(together, self._network.compute(inputs), strict=True):
            for row, i in enumerate(batch):
                found[i] = _read(pairs[i], scores[row])
        return [found[i] for i in range(len(pairs))]


def _read(pair: Pair, scores: np.ndarray) -> ReadPassage:
    nowhere = scores[0]
    of_passage = scores[pair.first : pair.first + len(pair.spans)] - nowhere
    spans = np.array(pair.spans, dtype=np.int64).reshape(-1, 2)
    return ReadPassage(spans, of_passage[:, 0], of_passage[:, 1])
