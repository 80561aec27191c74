"""The default model where PyTorch finds a graphics processor: passages are embedded there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from index.embedding.converted_model import ConvertedModel
from index.embedding.encoder import EncodedText
from index.embedding.sentence_transformer_model import SentenceTransformerModel


class AcceleratedModel:
    """Many texts go to the device, each sentence for itself; a question, which is answered before
    PyTorch is loaded, does not.

    :param folder: of the converted default model.
    :param device: PyTorch's name of it.
    """

    def __init__(self, folder: Path, device: str) -> None:
        self._converted = ConvertedModel(folder)
        self.dimension = self._converted.dimension
        self.model_hash = self._converted.model_hash
        self._folder = folder
        self._device = device
        self._loading = threading.Lock()
        self._loaded: SentenceTransformerModel | None = None

    def tokenize(self, text: str) -> list[int]:
        return self._converted.tokenize(text)

    def embed_documents(self, texts: Sequence[str], progress: Callable[[int], None]) -> np.ndarray:
        with self._loading:
            if self._loaded is None:
                self._loaded = SentenceTransformerModel(str(self._folder), self._device)
        return self._loaded.embed_documents(texts, progress)

    def encode_query(self, text: str) -> EncodedText:
        return self._converted.encode_query(text)

    def encode_documents(self, texts: Sequence[str]) -> Iterator[tuple[int, EncodedText]]:
        return self._converted.encode_documents(texts)
