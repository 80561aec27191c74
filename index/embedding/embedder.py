"""The embedding model as the rest of the program, and any llama-index program, sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr

from index.embedding.encoder import EncodedText, Encoder
from index.embedding.token_codes import pack_tokens


@dataclass(frozen=True, slots=True)
class PassageText:
    """A passage that is to be embedded.

    :param sentences: the texts of its sentences.
    :param spans: where in the passage each of them stands. The last may go on beyond it.
    """

    text: str
    sentences: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class EmbeddedPassage:
    """:param vector: float32, (dimension,), of length 1.
    :param sentences: float32, (sentences, dimension), of length 1 each: read for themselves.
    :param tokens: each sentence's tokens as they are read in the passage, packed
        (index.embedding.token_codes).
    """

    vector: np.ndarray
    sentences: np.ndarray
    tokens: tuple[bytes, ...]


class Embedder(BaseEmbedding):
    """Questions and passages → unit vectors of one space, with the model's own prompts for each."""

    _encoder: Encoder = PrivateAttr()

    def __init__(self, encoder: Encoder, model_name: str, **kwargs: Any) -> None:
        """:param model_name: by which an index remembers what it was made with."""
        super().__init__(model_name=model_name, **kwargs)
        self._encoder = encoder

    @property
    def encoder(self) -> Encoder:
        """What computes the vectors."""
        return self._encoder

    @property
    def dimension(self) -> int:
        """Of every vector."""
        return self._encoder.dimension

    @property
    def model_hash(self) -> str:
        """Of the model's weights: vectors of another model are not of this space."""
        return self._encoder.model_hash

    def tokenize(self, text: str) -> list[int]:
        """Token ids of the bare text, without prompt or special tokens."""
        return self._encoder.tokenize(text)

    def encode_query(self, text: str) -> EncodedText:
        """A question as a whole and token by token, as far as the model's window goes."""
        return self._encoder.encode_query(text)

    def embed_query(self, text: str) -> np.ndarray:
        """:return: float32, (dimension,), of length 1."""
        return self.encode_query(text).vector

    def embed_documents(
        self, texts: Sequence[str], progress: Callable[[int], None] = lambda done: None
    ) -> np.ndarray:
        """:param progress: told how many of the texts are done, now and then.
        :return: float32, (number of texts, dimension), of length 1 each."""
        return self._encoder.embed_documents(texts, progress)

    def embed_passages(
        self, passages: Sequence[PassageText], progress: Callable[[int], None] = lambda done: None
    ) -> list[EmbeddedPassage]:
        """Passages with their sentences.

        :param progress: told how many of the passages are done, now and then.
        """
        texts = [text for passage in passages for text in passage.sentences]
        if not texts:
            return []
        # The sentences, one by one, are about half of the work.
        of_sentences = self._encoder.embed_documents(
            texts, lambda done: progress(len(passages) * done // (2 * len(texts)))
        )
        ends = np.cumsum([len(passage.sentences) for passage in passages])
        sentences = np.split(of_sentences, ends[:-1])
        embedded: dict[int, EmbeddedPassage] = {}
        for number, encoded in self._encoder.encode_documents([p.text for p in passages]):
            embedded[number] = _embedded(encoded, passages[number].spans, sentences[number])
            progress((len(passages) + len(embedded)) // 2)
        return [embedded[number] for number in range(len(passages))]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self.embed_query(query).tolist()

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self.embed_documents([text])[0].tolist()

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self.embed_documents(texts).tolist()


def _embedded(
    encoded: EncodedText, spans: Sequence[tuple[int, int]], sentences: np.ndarray
) -> EmbeddedPassage:
    starts, ends = encoded.spans[:, 0], encoded.spans[:, 1]
    tokens = tuple(
        pack_tokens(encoded.tokens[(starts < end) & (start < ends)], sentence)
        for (start, end), sentence in zip(spans, sentences, strict=True)
    )
    return EmbeddedPassage(encoded.vector, sentences, tokens)
