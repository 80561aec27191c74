"""Encoders without a model, for tests in which the vectors' quality is of no matter.

A text's vector counts its words, each at a place that its letters decide: texts with common words
are near each other, and a test that needs no more need not wait for a model.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import numpy as np

from index.embedding import Embedder, EncodedText


class WordEncoder:
    """:param dimension: of the vectors."""

    model_hash = "words"

    def __init__(self, dimension: int = 64) -> None:
        self.dimension = dimension
        self.embedded: list[str] = []

    def tokenize(self, text: str) -> list[int]:
        return [zlib.crc32(word.encode()) for word in re.findall(r"\w+|[^\w\s]", text)]

    def encode_query(self, text: str) -> EncodedText:
        words = list(re.finditer(r"\w+|[^\w\s]", text))
        spans = np.array([word.span() for word in words], dtype=np.int64).reshape(-1, 2)
        tokens = self._vectors([word[0] for word in words])
        return EncodedText(self._vectors([text])[0], tokens, spans)

    def encode_documents(self, texts: Sequence[str]) -> Iterator[tuple[int, EncodedText]]:
        self.embedded.extend(texts)
        return ((number, self.encode_query(text)) for number, text in enumerate(texts))

    def embed_documents(self, texts: Sequence[str], progress: Callable[[int], None]) -> np.ndarray:
        self.embedded.extend(texts)
        progress(len(texts))
        return self._vectors(texts)

    def _vectors(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.full((len(texts), self.dimension), 0.01, dtype=np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for token in self.tokenize(text.casefold()):
                vector[token % self.dimension] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def word_embedder(name: str = "words", dimension: int = 64) -> Embedder:
    return Embedder(WordEncoder(dimension), model_name=name)


class SignEncoder(WordEncoder):
    """Each word is a vector of random signs, so that it can be told even from a token's few bits.

    Texts in capital letters stand for another language: each language's texts lean one way,
    whatever they say, as those of a multilingual model do.

    :param trace: how much they lean; 1 is as much as they say.
    """

    def __init__(self, dimension: int = 256, trace: float = 0.0) -> None:
        super().__init__(dimension)
        self._trace = trace

    def _vectors(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> np.ndarray:
        said = np.sum([_signs(n, self.dimension) for n in self.tokenize(text.casefold())], axis=0)
        leaning = _signs(int(text.isupper()), self.dimension) / self.dimension**0.5
        vector = said / np.linalg.norm(said) + self._trace * leaning
        return (vector / np.linalg.norm(vector)).astype(np.float32)


@cache
def _signs(number: int, dimension: int) -> np.ndarray:
    return np.random.default_rng(number).choice([-1.0, 1.0], dimension)
