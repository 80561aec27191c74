"""Any sentence-transformers model as an encoder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding.adapter import SHIPPED_ADAPTER, merge
from index.embedding.encoder import EncodedText, encoded_text
from index.embedding.model_layout import DOCUMENT_PROMPT, QUERY_PROMPT
from index.embedding.quiet import quiet
from index.errors import FundstelleError
from index.settings import DEFAULT_EMBEDDING_MODEL

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_TEXTS_PER_STEP = 64


class SentenceTransformerModel:
    """Any sentence-transformers model, by its name on the hub or its local folder.

    :param device: PyTorch's name of what computes.
    :raises FundstelleError: if it is neither.
    """

    def __init__(self, name: str, device: str = "cpu") -> None:
        from sentence_transformers import SentenceTransformer

        try:
            with quiet():
                model = SentenceTransformer(name, device=device)
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
        self._query_prompt = model.prompts.get("query") or ""
        self._document_prompt = model.prompts.get("document") or model.prompts.get("passage") or ""
        self._model = model

    def tokenize(self, text: str) -> list[int]:
        return self._model.tokenizer.encode(text, add_special_tokens=False)

    def embed_documents(self, texts: Sequence[str], progress: Callable[[int], None]) -> np.ndarray:
        parts = []
        for start in range(0, len(texts), _TEXTS_PER_STEP):
            step = list(texts[start : start + _TEXTS_PER_STEP])
            parts.append(self._model.encode_document(step, normalize_embeddings=True))
            progress(start + len(step))
        return np.concatenate(parts).astype(np.float32)

    def encode_query(self, text: str) -> EncodedText:
        return self._encoded(self._query_prompt, [text])[0]

    def encode_documents(self, texts: Sequence[str]) -> Iterator[tuple[int, EncodedText]]:
        for start in range(0, len(texts), _TEXTS_PER_STEP):
            step = texts[start : start + _TEXTS_PER_STEP]
            yield from enumerate(self._encoded(self._document_prompt, step), start)

    def _encoded(self, prompt: str, texts: Sequence[str]) -> list[EncodedText]:
        prompted = [prompt + text for text in texts]
        found: list[dict[str, Any]]
        found = self._model.encode(prompted, prompt="", output_value=None)  # type: ignore[assignment]
        encoded = []
        for text, values in zip(prompted, found, strict=True):
            offsets = self._model.tokenizer(text, return_offsets_mapping=True, truncation=True)[
                "offset_mapping"
            ]
            tokens = values["token_embeddings"].float().numpy()[: len(offsets)]
            vector = values["sentence_embedding"].float().numpy()
            encoded.append(encoded_text(vector, tokens, offsets[: len(tokens)], len(prompt)))
        return encoded


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
