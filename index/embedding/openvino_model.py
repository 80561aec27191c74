"""The converted model at work: texts → vectors, by OpenVINO on the CPU."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from index.embedding.batches import batches, padded
from index.embedding.encoder import unit
from index.embedding.model_layout import ENCODER_PATH
from index.embedding.openvino_network import Batch, Network
from index.embedding.pooling import LAYERS, pooled
from index.embedding.tokenization import Window, open_tokenizer, windows
from index.embedding.word_vectors import WordVectors

# A batch holds windows of about equal length, and no more tokens than this: what is computed on the
# way then stays in the processor's cache.
_TOKENS_PER_BATCH = 1_024
Span = tuple[int, int]


class OpenVINOModel:
    """Mean-pooled, normalised vectors. A text longer than the model's 512 tokens is read window by
    window, and its vector is the mean of the windows' by their number of tokens."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = open_tokenizer(folder)
        self._words = WordVectors(folder)
        self._network = Network(folder / ENCODER_PATH, folder, lower=LAYERS)
        self.dimension: int = self._words.dimension

    def tokenize(self, text: str) -> list[int]:
        return self._tokenizer.ids(text)

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> np.ndarray:
        """:param progress: told how many windows' worth of texts are done, now and then.
        :return: float32, (number of texts, dimension), of length 1 each."""
        of_texts = list(windows(self._tokenizer, texts))
        every = [window for of_text in of_texts for window in of_text]
        text_of_window = [n for n, of_text in enumerate(of_texts) for _ in of_text]
        sums = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for done, (number, tokens) in enumerate(self._tokens(every), 1):
            held = len(every[number]) - 2  # less <s> and </s>
            sums[text_of_window[number]] += tokens.mean(axis=0) * held
            if progress:
                progress(done * len(texts) // len(every))
        return unit(sums)

    def encode_tokens(
        self, texts: Sequence[str]
    ) -> Iterator[tuple[int, np.ndarray, np.ndarray, list[tuple[int, int]]]]:
        """No more of each text than its first 512 tokens: its number, its vector, its tokens'
        vectors, and what part of it each token stands for.

        :return: float32, (dimension,) and (tokens, dimension), not normalised; offsets into the
            text, empty ones for special tokens. In the order that is quickest.
        """
        first = [of_text[0] for of_text in windows(self._tokenizer, texts)]
        for number, tokens in self._tokens(first):
            yield number, tokens.mean(axis=0), tokens, first[number].spans

    def encode_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]]
    ) -> Iterator[tuple[int, np.ndarray, list[np.ndarray | None]]]:
        """No more of each text than its first 512 tokens, read once: its number, its vector, and
        what index.embedding.pooling makes the vectors of its parts of.

        :param parts: of each text, from and to.
        :return: float32, (dimension,), not normalised, and of each part (layers, dimension); None
            where it has no token there. In the order that is quickest.
        """
        first = [of_text[0] for of_text in windows(self._tokenizer, texts)]
        inputs, read = itertools.tee(self._inputs(first))
        computed = self._network.compute(batch for _, batch in inputs)
        for (numbers, (words, _)), found in zip(read, computed, strict=True):
            for row, i in enumerate(numbers):
                length = len(first[i])
                layers = [layer[row, :length] for layer in (words, *found[1:], found[0])]
                whole = layers[-1].mean(axis=0)
                yield i, whole, [pooled(layers, whole, of) for of in _tokens_of(first[i], parts[i])]

    def _tokens(self, texts: Sequence[Window]) -> Iterator[tuple[int, np.ndarray]]:
        """Each window's number, and its tokens' vectors."""
        inputs, read = itertools.tee(self._inputs(texts))
        computed = self._network.compute(batch for _, batch in inputs)
        for (numbers, _), found in zip(read, computed, strict=True):
            for i, tokens in zip(numbers, found[0], strict=True):
                yield i, tokens[: len(texts[i])]

    def _inputs(self, texts: Sequence[Window]) -> Iterator[tuple[list[int], Batch]]:
        """Which of them are together in a batch, and what the network is given."""
        for numbers in batches([len(text) for text in texts], _TOKENS_PER_BATCH):
            yield numbers, padded([texts[i].ids for i in numbers], self._words)


def _tokens_of(text: Window, parts: Sequence[Span]) -> list[np.ndarray]:
    """The numbers of each part's tokens."""
    spans = np.array(text.spans)
    is_own = spans[:, 0] < spans[:, 1]
    return [
        np.flatnonzero(is_own & (spans[:, 0] < end) & (spans[:, 1] > start)) for start, end in parts
    ]
