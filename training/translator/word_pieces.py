"""The loss among the word pieces that a set of texts has, instead of a whole vocabulary."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, linear
from transformers import PreTrainedTokenizerBase

from training.translator.model import answered


class KnownPieces:
    """The word pieces of `texts`, as translations, and their vectors.

    A sampled softmax (Jean et al. 2015) whose sample is whatever can be right: halves a step of a
    model whose vocabulary, of a hundred scripts, has more weights than its layers.

    :param vectors: of the whole vocabulary, (pieces, dimensions).
    """

    def __init__(
        self, vectors: Tensor, tokenizer: PreTrainedTokenizerBase, texts: Iterable[str]
    ) -> None:
        said = tokenizer([answered(text) for text in texts], add_special_tokens=False)
        known = torch.tensor(sorted({piece for ids in said["input_ids"] for piece in ids}))
        self._vectors = vectors.detach()[known].clone()
        self._place = torch.full((len(vectors),), -1)
        self._place[known] = torch.arange(len(known))

    def loss(self, states: Tensor, pieces: Tensor) -> Tensor:
        """:param states: the model's, before each piece, (n, dimensions).
        :param pieces: what follows each, (n), all of them known."""
        return cross_entropy(linear(states, self._vectors).float(), self._place[pieces])
