"""The default model as an encoder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from index.embedding.conversion import DOCUMENT_PROMPT, QUERY_PROMPT
from index.embedding.encoder import EncodedText, encoded_text
from index.embedding.model_files import model_hash
from index.embedding.openvino_model import OpenVINOModel


class ConvertedModel:
    """The default model, converted: OpenVINO, and neither PyTorch nor transformers in memory."""

    def __init__(self, folder: Path) -> None:
        self._encoder = OpenVINOModel(folder)
        self.dimension = self._encoder.dimension
        self.model_hash = model_hash(folder)
        self.tokenize = self._encoder.tokenize

    def embed_documents(self, texts: Sequence[str], progress: Callable[[int], None]) -> np.ndarray:
        return self._encoder.encode([DOCUMENT_PROMPT + text for text in texts], progress)

    def encode_query(self, text: str) -> EncodedText:
        return next(self._encoded(QUERY_PROMPT, [text]))[1]

    def encode_documents(self, texts: Sequence[str]) -> Iterator[tuple[int, EncodedText]]:
        return self._encoded(DOCUMENT_PROMPT, texts)

    def _encoded(self, prompt: str, texts: Sequence[str]) -> Iterator[tuple[int, EncodedText]]:
        for number, vector, tokens, offsets in self._encoder.encode_tokens(
            [prompt + text for text in texts]
        ):
            yield number, encoded_text(vector, tokens, offsets, len(prompt))
