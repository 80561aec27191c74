"""The default model as an encoder."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from index.embedding.encoder import EncodedText, encoded_text
from index.embedding.model_files import model_hash
from index.embedding.model_layout import DOCUMENT_PROMPT, POOLING_PATH, QUERY_PROMPT
from index.embedding.openvino_model import OpenVINOModel
from index.embedding.pooling import part_vectors

# The map from what parts are pooled to is read once for so many of them: it is larger than most
# processors' caches, and to read it for each text alone took longer than half of the layers.
_PARTS_AT_ONCE = 512
_ReadText = tuple[int, np.ndarray, list[np.ndarray | None]]


class ConvertedModel:
    """The default model, converted: OpenVINO, and neither PyTorch nor transformers in memory. It is
    loaded when it is first asked for something: an update that changes nothing needs none."""

    def __init__(self, folder: Path) -> None:
        pooling = json.loads((folder / POOLING_PATH).read_text(encoding="utf-8"))
        self.dimension: int = pooling["word_embedding_dimension"]
        self.model_hash = model_hash(folder)
        self._folder = folder
        self._loading = threading.Lock()
        self._loaded: OpenVINOModel | None = None

    @property
    def _encoder(self) -> OpenVINOModel:
        with self._loading:
            if self._loaded is None:
                self._loaded = OpenVINOModel(self._folder)
            return self._loaded

    def tokenize(self, text: str) -> list[int]:
        return self._encoder.tokenize(text)

    def embed_documents(self, texts: Sequence[str], progress: Callable[[int], None]) -> np.ndarray:
        return self._encoder.encode([DOCUMENT_PROMPT + text for text in texts], progress)

    def encode_query(self, text: str) -> EncodedText:
        return next(self._encoded(QUERY_PROMPT, [text]))[1]

    def encode_documents(self, texts: Sequence[str]) -> Iterator[tuple[int, EncodedText]]:
        return self._encoded(DOCUMENT_PROMPT, texts)

    def encode_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[tuple[int, int]]]
    ) -> Iterator[tuple[int, np.ndarray, list[np.ndarray | None]]]:
        shift = len(DOCUMENT_PROMPT)
        shifted = [[(start + shift, end + shift) for start, end in of_text] for of_text in parts]
        read: list[_ReadText] = []
        for of_text in self._encoder.encode_parts(
            [DOCUMENT_PROMPT + text for text in texts], shifted
        ):
            read.append(of_text)
            if sum(len(of_parts) for _, _, of_parts in read) >= _PARTS_AT_ONCE:
                yield from _mapped(read)
                read = []
        yield from _mapped(read)

    def _encoded(self, prompt: str, texts: Sequence[str]) -> Iterator[tuple[int, EncodedText]]:
        for number, vector, tokens, offsets in self._encoder.encode_tokens(
            [prompt + text for text in texts]
        ):
            yield number, encoded_text(vector, tokens, offsets, len(prompt))


def _mapped(read: Sequence[_ReadText]) -> Iterator[_ReadText]:
    """Texts with the vectors of their parts, for what these are pooled to."""
    found = [part for _, _, parts in read for part in parts if part is not None]
    vectors = iter(part_vectors(np.stack(found)) if found else ())
    for number, vector, parts in read:
        of_parts = [None if part is None else next(vectors) for part in parts]
        yield number, vector / np.linalg.norm(vector), of_parts
