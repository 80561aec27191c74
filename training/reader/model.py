"""The reader as it is trained: an encoder, and two scores for every token.

Start and end of the answer, and "not here" as the sequence's first token (Devlin et al. 2019,
section 4.3; Rajpurkar et al. 2018). The scores are read off two depths: what the lower layers say
trains them more directly (Lee et al. 2015, "Deeply-supervised nets"), and shows what fewer layers
can do.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn
from transformers import BertModel

from qa.finding.reader.pairs import Pair

LAYERS, LOWER = 12, 8
_LOWER_WEIGHT = 0.5
_SURE, _SURE_OF_NONE = 0.3, 0.6  # of what candidates are learnt from
_NOWHERE = -1e4


@dataclass(frozen=True, slots=True)
class Batch:
    """:param ids: (pairs, tokens); `mask` likewise: what is no padding; `readable`: what may be
        start or end: the passage's tokens, and the first of all for "not here".
    :param targets: for each pair (start, end) of what is right, in tokens; (0, 0) for "not here".
        Several where one of them is.
    """

    ids: torch.Tensor
    mask: torch.Tensor
    readable: torch.Tensor
    targets: list[list[tuple[int, int]]]


class Reader(nn.Module):
    """:param folder: of the encoder that it starts from."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        self.head = nn.Linear(self.encoder.config.hidden_size, 2)
        self.lower_head = nn.Linear(self.encoder.config.hidden_size, 2)

    def forward(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """Log-probabilities of start and end, (pairs, tokens, 2): of all layers, of the lower."""
        out = self.encoder(
            input_ids=batch.ids, attention_mask=batch.mask, output_hidden_states=True
        )
        unreadable = ~batch.readable[:, :, None]
        return tuple(
            head(hidden.float()).masked_fill(unreadable, _NOWHERE).log_softmax(dim=1)
            for head, hidden in (
                (self.head, out.last_hidden_state),
                (self.lower_head, out.hidden_states[LOWER]),
            )
        )


def padded(pairs: list[Pair], targets: list[list[tuple[int, int]]]) -> Batch:
    longest = max(len(pair.ids) for pair in pairs)
    ids = torch.ones(len(pairs), longest, dtype=torch.long)
    mask = torch.zeros(len(pairs), longest, dtype=torch.long)
    readable = torch.zeros(len(pairs), longest, dtype=torch.bool)
    for row, pair in enumerate(pairs):
        ids[row, : len(pair.ids)] = torch.tensor(pair.ids)
        mask[row, : len(pair.ids)] = 1
        readable[row, 0] = True
        readable[row, pair.first : pair.first + len(pair.spans)] = True
    return Batch(ids, mask, readable, targets)


def loss(scores: tuple[torch.Tensor, torch.Tensor], targets: list[list[tuple[int, int]]]):
    """The mean cross-entropy of start and end.

    Of several candidates that which the reader believes most is taken to be right, if it is sure
    enough (Min et al. 2019, "A discrete hard EM approach for weakly supervised QA").
    """
    top, lower = scores
    rows, chosen = [], []
    for row, candidates in enumerate(targets):
        if len(candidates) == 1:
            rows.append(row)
            chosen.append(candidates[0])
            continue
        with torch.no_grad():
            believed = [(top[row, s, 0] + top[row, e, 1]).item() for s, e in candidates]
        best = max(range(len(candidates)), key=believed.__getitem__)
        enough = _SURE_OF_NONE if candidates[best] == (0, 0) else _SURE
        if torch.tensor(believed[best]).exp().item() >= enough:
            rows.append(row)
            chosen.append(candidates[best])
    at = torch.tensor(rows)
    starts, ends = torch.tensor(chosen).unbind(1)

    def of(scores: torch.Tensor) -> torch.Tensor:
        return -(scores[at, starts, 0] + scores[at, ends, 1]).mean() / 2

    return of(top) + _LOWER_WEIGHT * of(lower)
