"""The default model where PyTorch may find a graphics processor: passages are embedded there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from index.embedding.converted_model import ConvertedModel
from index.embedding.encoder import EncodedText
from index.embedding.runtime import accelerator
from index.embedding.sentence_transformer_model import SentenceTransformerModel

_TEXTS_AT_ONCE = 256  # with their parts: enough to keep a device busy, and to show progress


class AcceleratedModel:
    """Many texts go to the device, each part of one for itself. PyTorch is loaded, and asked for
    the device, when there are some; questions stay where they are answered before it is.

    :param folder: of the converted default model.
    """

    def __init__(self, folder: Path) -> None:
        self._converted = ConvertedModel(folder)
        self.dimension = self._converted.dimension
        self.model_hash = self._converted.model_hash
        self._folder = folder
        self._loading = threading.Lock()

    def tokenize(self, text: str) -> list[int]:
        return self._converted.tokenize(text)

    def embed_documents(self, texts: Sequence[str], progress: Callable[[int], None]) -> np.ndarray:
        return (self._on_device() or self._converted).embed_documents(texts, progress)

    def encode_query(self, text: str) -> EncodedText:
        return self._converted.encode_query(text)

    def encode_documents(self, texts: Sequence[str]) -> Iterator[tuple[int, EncodedText]]:
        return self._converted.encode_documents(texts)

    def encode_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[tuple[int, int]]]
    ) -> Iterator[tuple[int, np.ndarray, list[np.ndarray | None]]]:
        model = self._on_device()
        if model is None:
            yield from self._converted.encode_parts(texts, parts)
            return
        for first in range(0, len(texts), _TEXTS_AT_ONCE):
            some = range(first, min(len(texts), first + _TEXTS_AT_ONCE))
            cut = [texts[i][slice(*part)] for i in some for part in parts[i] if part[0] < part[1]]
            wholes = [texts[i] for i in some]
            vectors = iter(model.embed_documents(wholes + cut, lambda done: None))
            of_wholes = [next(vectors) for _ in wholes]
            for number, vector in zip(some, of_wholes, strict=True):
                is_there = [start < end for start, end in parts[number]]
                yield number, vector, [next(vectors) if there else None for there in is_there]

    def _on_device(self) -> SentenceTransformerModel | None:
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> SentenceTransformerModel | None:
        device = accelerator()
        return SentenceTransformerModel(str(self._folder), device) if device else None
