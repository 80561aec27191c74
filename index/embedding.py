"""The embedding model as the rest of the program, and any llama-index program, sees it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr

from index.adapter import SHIPPED_ADAPTER, merge
from index.conversion import DOCUMENT_PROMPT, QUERY_PROMPT
from index.embedding_model import model_folder, model_hash
from index.errors import FundstelleError, InputError
from index.generation import Manifest
from index.quiet import quiet
from index.settings import DEFAULT_EMBEDDING_MODEL, Settings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Report = Callable[[str], None]
_TEXTS_PER_STEP = 64


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """A text token by token, each as the model reads it in its context.

    :param vectors: float32, (tokens, dimension), of length 1 each.
    :param spans: int, (tokens, 2): the part of the text, from and to, that each stands for.
    """

    vectors: np.ndarray
    spans: np.ndarray


class Encoder(Protocol):
    """What computes vectors: OpenVINO for the converted model, else sentence-transformers."""

    dimension: int
    model_hash: str
    query_prompt: str
    document_prompt: str

    def tokenize(self, text: str) -> list[int]: ...

    def embed_query(self, text: str) -> np.ndarray: ...

    def embed_documents(
        self, texts: Sequence[str], progress: Callable[[int], None]
    ) -> np.ndarray: ...

    def encode_tokens(self, text: str) -> tuple[np.ndarray, Sequence[tuple[int, int]]]: ...


class Embedder(BaseEmbedding):
    """Questions and passages → unit vectors of one space, with the model's own prompts for each."""

    _encoder: Encoder = PrivateAttr()

    def __init__(self, encoder: Encoder, model_name: str, **kwargs: Any) -> None:
        super().__init__(model_name=model_name, **kwargs)
        self._encoder = encoder

    @classmethod
    def load(cls, settings: Settings, report: Report = lambda step: None) -> Embedder:
        """The model that `settings` name.

        :param report: told of the steps of a first start's conversion.
        :raises FundstelleError: if the model cannot be had.
        """
        folder = model_folder(settings, report)
        encoder = (
            ConvertedModel(folder) if folder else _SentenceTransformer(settings.embedding_model)
        )
        name = settings.embedding_model
        return cls(encoder, model_name=os.path.abspath(name) if os.path.isdir(name) else name)

    @property
    def encoder(self) -> Encoder:
        return self._encoder

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    @property
    def model_hash(self) -> str:
        """Of the model's weights: vectors of another model are not of this space."""
        return self._encoder.model_hash

    def tokenize(self, text: str) -> list[int]:
        """Token ids of the bare text, without prompt or special tokens."""
        return self._encoder.tokenize(text)

    def embed_query(self, text: str) -> np.ndarray:
        """:return: float32, (dimension,), of length 1."""
        return self._encoder.embed_query(text)

    def embed_documents(
        self, texts: Sequence[str], progress: Callable[[int], None] = lambda done: None
    ) -> np.ndarray:
        """:param progress: told how many of the texts are done, now and then.
        :return: float32, (number of texts, dimension), of length 1 each."""
        return self._encoder.embed_documents(texts, progress)

    def embed_query_tokens(self, text: str) -> TokenVectors:
        """The tokens of a question; no more of them than the model's window holds."""
        return self._tokens(self._encoder.query_prompt, text)

    def embed_document_tokens(self, text: str) -> TokenVectors:
        """The tokens of a sentence or passage; no more of them than the model's window holds."""
        return self._tokens(self._encoder.document_prompt, text)

    def _tokens(self, prompt: str, text: str) -> TokenVectors:
        vectors, offsets = self._encoder.encode_tokens(prompt + text)
        spans = np.maximum(np.asarray(offsets, dtype=np.int64).reshape(-1, 2) - len(prompt), 0)
        own = spans[:, 0] < spans[:, 1]  # neither the prompt's nor special ones
        vectors = vectors[own].astype(np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return TokenVectors(vectors / np.maximum(lengths, 1e-12), spans[own])

    def check(self, manifest: Manifest, index_dir: Path) -> None:
        """:raises InputError: if the index was made with another model than this one."""
        theirs = (manifest.embedding_model, manifest.dimension)
        if theirs != (self.model_name, self.dimension):
            raise InputError(
                f"the index in {index_dir} was made with the embedding model {theirs[0]} "
                f"({theirs[1]} dimensions), but {self.model_name} ({self.dimension}) is set: "
                "set FUNDSTELLE_EMBEDDING_MODEL to the former, or use another folder with --index"
            )
        if manifest.model_hash != self.model_hash:
            raise InputError(
                f"the index in {index_dir} was made with other weights of the embedding model "
                f"{self.model_name}: delete that folder and build it anew with: "
                "fundstelle index PATH"
            )

    def _get_query_embedding(self, query: str) -> list[float]:
        return self.embed_query(query).tolist()

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self.embed_documents([text])[0].tolist()

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self.embed_documents(texts).tolist()


class ConvertedModel:
    """The default model, converted: OpenVINO, and neither PyTorch nor transformers in memory."""

    query_prompt, document_prompt = QUERY_PROMPT, DOCUMENT_PROMPT

    def __init__(self, folder: Path) -> None:
        from index.openvino_encoder import OpenVINOEncoder

        self._encoder = OpenVINOEncoder(folder)
        self.dimension = self._encoder.dimension
        self.model_hash = model_hash(folder)
        self.tokenize = self._encoder.tokenize
        self.encode_tokens = self._encoder.encode_tokens

    def embed_query(self, text: str) -> np.ndarray:
        return self._encoder.encode([QUERY_PROMPT + text])[0]

    def embed_documents(self, texts: Sequence[str], progress: Callable[[int], None]) -> np.ndarray:
        return self._encoder.encode([DOCUMENT_PROMPT + text for text in texts], progress)


class _SentenceTransformer:
    """Any sentence-transformers model, by its name on the hub or its local folder."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            with quiet():
                model = SentenceTransformer(name, device="cpu")
        except Exception as error:  # the libraries below raise dozens of kinds
            raise FundstelleError(
                f"the embedding model {name} is neither a folder with a sentence-transformers "
                "model nor could it be fetched from the hub: check the name and the network, or "
                f"set FUNDSTELLE_EMBEDDING_MODEL to a local folder ({type(error).__name__})"
            ) from error
        if name == DEFAULT_EMBEDDING_MODEL:  # as published, it does not name its prompts
            model.prompts.update(query=QUERY_PROMPT, document=DOCUMENT_PROMPT)
            merge_into(model)
        dimension = model.get_embedding_dimension()
        assert dimension is not None
        self.dimension: int = dimension
        self.model_hash = _hash(model)
        self.query_prompt = model.prompts.get("query") or ""
        self.document_prompt = model.prompts.get("document") or model.prompts.get("passage") or ""
        self._model = model

    def tokenize(self, text: str) -> list[int]:
        return self._model.tokenizer.encode(text, add_special_tokens=False)

    def embed_query(self, text: str) -> np.ndarray:
        vector = self._model.encode_query(text, normalize_embeddings=True)
        return np.asarray(vector, dtype=np.float32)

    def embed_documents(self, texts: Sequence[str], progress: Callable[[int], None]) -> np.ndarray:
        parts = []
        for start in range(0, len(texts), _TEXTS_PER_STEP):
            step = list(texts[start : start + _TEXTS_PER_STEP])
            parts.append(self._model.encode_document(step, normalize_embeddings=True))
            progress(start + len(step))
        return np.concatenate(parts).astype(np.float32)

    def encode_tokens(self, text: str) -> tuple[np.ndarray, Sequence[tuple[int, int]]]:
        vectors = self._model.encode(text, output_value="token_embeddings")
        encoding = self._model.tokenizer(text, return_offsets_mapping=True, truncation=True)
        offsets = encoding["offset_mapping"]
        count = min(len(offsets), len(vectors))
        return np.asarray(vectors[:count], dtype=np.float32), offsets[:count]


def merge_into(model: SentenceTransformer) -> None:
    """The shipped adapter, into the default model as the hub has it."""
    import torch

    encoder: torch.nn.Module = model[0].auto_model  # type: ignore[assignment]
    state = {name: tensor.float().numpy() for name, tensor in encoder.state_dict().items()}
    merge(SHIPPED_ADAPTER, state)
    encoder.load_state_dict({name: torch.from_numpy(matrix) for name, matrix in state.items()})


def _hash(model: SentenceTransformer) -> str:
    digest = hashlib.sha256()
    for name, parameter in model.named_parameters():
        digest.update(name.encode())
        digest.update(parameter.detach().float().numpy().tobytes())
    return digest.hexdigest()
