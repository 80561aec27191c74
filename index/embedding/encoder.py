"""What computes vectors: the contract that any model keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np


@dataclass(frozen=True, slots=True)
class EncodedText:
    """A text as a whole and token by token, each token as the model reads it in its context.

    :param vector: float32, (dimension,), of length 1.
    :param tokens: float32, (tokens, dimension), of length 1 each: the text's own, neither the
        prompt's nor special ones, and no more than the model's window holds.
    :param spans: int, (tokens, 2): the part of the text, from and to, that each stands for.
    """

    vector: np.ndarray
    tokens: np.ndarray
    spans: np.ndarray


class Encoder(Protocol):
    """A model with its own prompts for questions and documents. It may be asked by several threads
    at once."""

    dimension: int
    """Of every vector."""

    model_hash: str
    """Tells its weights from all others: vectors of other weights are not of its space."""

    def tokenize(self, text: str) -> list[int]:
        """Token ids of the bare text, without prompt or special tokens."""
        ...

    def embed_documents(self, texts: Sequence[str], progress: Callable[[int], None]) -> np.ndarray:
        """Texts as wholes, however long.

        :param progress: told how many of the texts are done, now and then.
        :return: float32, (number of texts, dimension), of length 1 each, in their order.
        """
        ...

    def encode_query(self, text: str) -> EncodedText:
        """A question, as far as the model's window goes."""
        ...

    def encode_documents(self, texts: Sequence[str]) -> Iterator[tuple[int, EncodedText]]:
        """Each text's number and what it is read as, in the order that is quickest, as far as the
        model's window goes."""
        ...


@runtime_checkable
class PartsEncoder(Encoder, Protocol):
    """One that knows the vectors of a text's sentences when it has read the text."""

    def encode_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[tuple[int, int]]]
    ) -> Iterator[tuple[int, np.ndarray, list[np.ndarray | None]]]:
        """:param parts: of each text, from and to.
        :return: each text's number, its vector, and its parts', float32, (dimension,), of length 1;
            None for a part that lies beyond the model's window. In the order that is quickest.
        """
        ...


def encoded_text(
    vector: np.ndarray, tokens: np.ndarray, offsets: Sequence[tuple[int, int]], prompt_length: int
) -> EncodedText:
    """What a model gives for a prompt with a text behind it, less the prompt.

    :param vector: (dimension,), of any length; `tokens` likewise, (tokens, dimension).
    :param offsets: which characters of prompt and text each token stands for; empty for special
        tokens.
    """
    spans = np.maximum(np.asarray(offsets, dtype=np.int64).reshape(-1, 2) - prompt_length, 0)
    own = spans[:, 0] < spans[:, 1]
    return EncodedText(unit(vector), unit(tokens[own]), spans[own])


def unit(vectors: np.ndarray) -> np.ndarray:
    """:return: float32, each of length 1; one of nothing stays nothing."""
    vectors = vectors.astype(np.float32)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
