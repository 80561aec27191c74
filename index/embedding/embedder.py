"""The embedding model as the rest of the program sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.embedding.encoder import EncodedText, Encoder, PartsEncoder


@dataclass(frozen=True, slots=True)
class PassageText:
    """A passage that is to be embedded.

    :param sentences: the texts of its sentences.
    """

    text: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EmbeddedPassage:
    """:param vector: float32, (dimension,), of length 1.
    :param sentences: float32, (sentences, dimension), of length 1 each: read for themselves.
    """

    vector: np.ndarray
    sentences: np.ndarray


class Embedder:
    """Questions and passages → unit vectors of one space, with the model's own prompts for each.
    `LlamaIndexEmbedding` is the same for a llama-index program.

    :param model_name: by which an index remembers what it was made with.
    """

    def __init__(self, encoder: Encoder, model_name: str) -> None:
        self.model_name = model_name
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
        if isinstance(self._encoder, PartsEncoder):
            return self._embedded_at_once(self._encoder, passages, progress)
        texts = [text for passage in passages for text in (passage.text, *passage.sentences)]
        if not texts:
            return []
        vectors = self.embed_documents(
            texts, lambda done: progress(len(passages) * done // len(texts))
        )
        ends = np.cumsum([1 + len(passage.sentences) for passage in passages])
        return [EmbeddedPassage(of[0], of[1:]) for of in np.split(vectors, ends[:-1])]

    def _embedded_at_once(
        self,
        encoder: PartsEncoder,
        passages: Sequence[PassageText],
        progress: Callable[[int], None],
    ) -> list[EmbeddedPassage]:
        """Sentences with their passages; those by themselves that do not stand there as they are to
        be read, such as a table's row with its header."""
        places = [_places(passage) for passage in passages]
        found: dict[int, tuple[np.ndarray, list[np.ndarray | None]]] = {}
        for number, vector, sentences in encoder.encode_parts(
            [passage.text for passage in passages], places
        ):
            found[number] = vector, sentences
            progress(len(found))
        left = [
            (number, place)
            for number, (_, sentences) in found.items()
            for place, vector in enumerate(sentences)
            if vector is None
        ]
        texts = [passages[number].sentences[place] for number, place in left]
        for (number, place), vector in zip(left, self.embed_documents(texts), strict=True):
            found[number][1][place] = vector
        return [
            EmbeddedPassage(vector, np.array(sentences, np.float32).reshape(-1, self.dimension))
            for _, (vector, sentences) in sorted(found.items())
        ]


def _places(passage: PassageText) -> list[tuple[int, int]]:
    """Where in the passage each sentence stands; an empty place where it does not."""
    places, position = [], 0
    for sentence in passage.sentences:
        start = passage.text.find(sentence, position)
        if start >= 0:
            position = start + len(sentence)
        places.append((max(start, 0), position if start >= 0 else 0))
    return places
