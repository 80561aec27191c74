"""The reader as it is trained: an encoder, and two scores for every token.

Start and end of the answer, and "not here" as the sequence's first token (Devlin et al. 2019,
section 4.3; Rajpurkar et al. 2018). The scores are read off two depths: what the lower layers say
trains them more directly (Lee et al. 2015, "Deeply-supervised nets"), and shows what fewer layers
can do.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn
from transformers import BertConfig, BertModel

from training.reader.examples import Example
from training.reader.tables import ENCODER, PADDING

LOWER = 8  # layers
_LOWER_WEIGHT = 0.5
_AMONG_WEIGHT = 0.5
_SURE, _SURE_OF_NONE = 0.3, 0.6  # of what candidates are learnt from
_NOWHERE = -1e4


@dataclass(frozen=True, slots=True)
class Batch:
    """:param ids: (pairs, tokens); `mask` likewise: what is no padding; `readable`: what may be
        start or end: the passage's tokens, and the first of all for "not here".
    :param targets: (pairs, candidates, 2): start and end of what is right, in tokens; (0, 0) for
        "not here", -1 for no more candidates. Several where one of them is.
    :param asked: (questions, passages): the pairs of each question, its own passage's first; -1
        for no more.
    :param shares: (pairs,): how much of the loss is a pair's: its own passage is as much to a
        question as all others.
    """

    ids: torch.Tensor
    mask: torch.Tensor
    readable: torch.Tensor
    targets: torch.Tensor
    asked: torch.Tensor
    shares: torch.Tensor

    def to(self, device: torch.device) -> Batch:
        return replace(
            self,
            **{
                field.name: getattr(self, field.name).to(device, non_blocking=True)
                for field in fields(self)
            },
        )


class Reader(nn.Module):
    """:param folder: of the encoder that it starts from: config.json, encoder.safetensors.
    :param dropout: as BERT has it, in the layers and in their attention."""

    def __init__(self, folder: Path, dropout: float) -> None:
        super().__init__()
        weights = load_file(folder / ENCODER)
        config = BertConfig.from_pretrained(folder)
        config.vocab_size = len(weights["embeddings.word_embeddings.weight"])
        config.hidden_dropout_prob = config.attention_probs_dropout_prob = dropout
        self.encoder = BertModel(config, add_pooling_layer=False)
        missing, _ = self.encoder.load_state_dict(
            {name: values.float() for name, values in weights.items()}, strict=False
        )
        if unknown := [name for name in missing if not name.endswith("_ids")]:
            raise ValueError(f"{folder} lacks the encoder's {', '.join(unknown)}")
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        self.head = nn.Linear(config.hidden_size, 2)
        self.lower_head = nn.Linear(config.hidden_size, 2)

    def forward(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """Log-probabilities of start and end, (pairs, tokens, 2): of all layers, of the lower."""
        out = self.encoder(
            input_ids=batch.ids, attention_mask=batch.mask, output_hidden_states=True
        )
        unreadable = ~batch.readable[:, :, None]
        return tuple(
            head(hidden.float()).float().masked_fill(unreadable, _NOWHERE).log_softmax(dim=1)
            for head, hidden in (
                (self.head, out.last_hidden_state),
                (self.lower_head, out.hidden_states[LOWER]),
            )
        )


def padded(questions: list[list[Example]]) -> Batch:
    """:param questions: each asked of several passages, its own first."""
    examples = [example for asked in questions for example in asked]
    longest = -(-max(len(example.ids) for example in examples) // 8) * 8
    most = max(len(example.targets) for example in examples)
    ids = torch.full((len(examples), longest), PADDING)
    mask = torch.zeros(len(examples), longest, dtype=torch.long)
    readable = torch.zeros(len(examples), longest, dtype=torch.bool)
    targets = torch.full((len(examples), most, 2), -1)
    for row, example in enumerate(examples):
        length = len(example.ids)
        ids[row, :length] = torch.from_numpy(example.ids)
        mask[row, :length] = 1
        readable[row, 0] = True
        readable[row, example.first : length - 1] = True
        targets[row, : len(example.targets)] = torch.tensor(example.targets)
    together = torch.full((len(questions), max(map(len, questions))), -1)
    shares = torch.ones(len(examples))
    first = 0
    for number, of_question in enumerate(questions):
        count = len(of_question)
        together[number, :count] = torch.arange(first, first + count)
        shares[first + 1 : first + count] /= max(1, count - 1)
        first += count
    return Batch(ids, mask, readable, targets, together, shares)


def loss(scores: tuple[torch.Tensor, torch.Tensor], batch: Batch) -> torch.Tensor:
    """The mean cross-entropy of start and end in each passage, and of the answer among all
    passages of its question.

    Of several candidates that which the reader believes most is taken to be right, if it is sure
    enough (Min et al. 2019, "A discrete hard EM approach for weakly supervised QA").
    """
    targets, (top, lower) = batch.targets, scores
    with torch.no_grad():
        believed = _of(top, targets).masked_fill(targets[:, :, 0] < 0, -torch.inf)
        sureness, best = believed.max(dim=1)
        chosen = targets.gather(1, best[:, None, None].expand(-1, 1, 2))
        enough = torch.where((chosen == 0).all(2)[:, 0], _SURE_OF_NONE, _SURE)
        is_alone = (targets[:, :, 0] >= 0).sum(1) == 1
        learnt = is_alone | (sureness.exp() >= enough)
        answered = learnt & (chosen != 0).any(2)[:, 0]
    share = learnt * batch.shares
    share = share / share.sum().clamp(min=1)

    def value(scores: torch.Tensor) -> torch.Tensor:
        spans = _of(scores, chosen)[:, 0]
        return -(spans * share).sum() / 2 + _AMONG_WEIGHT * _among(scores, spans, answered, batch)

    return value(top) + _LOWER_WEIGHT * value(lower)


def _among(
    scores: torch.Tensor, spans: torch.Tensor, answered: torch.Tensor, batch: Batch
) -> torch.Tensor:
    """The mean cross-entropy of the answers' odds among those of all that their question is asked
    of: odds of different passages are compared where the reader is used (Clark and Gardner 2018,
    "Simple and effective multi-paragraph reading comprehension", shared normalisation; here
    against each passage's own "not here").

    :param spans: (pairs,): the log-probability of what answers.
    :param answered: (pairs,): whether anything does.
    """
    nowhere = scores[:, 0].sum(1)
    anywhere = scores[:, 1:].logsumexp(1).sum(1)
    passages = (anywhere - nowhere) / 2  # of start and of end, whose odds are about the same
    right = (spans - nowhere) / 2
    own = batch.asked[:, 0]
    of_all = passages[batch.asked.clamp(min=0)].masked_fill(batch.asked < 0, -torch.inf)
    lost = (of_all.logsumexp(1) - right[own]) * answered[own]
    return lost.sum() / answered[own].sum().clamp(min=1)


def _of(scores: torch.Tensor, spans: torch.Tensor) -> torch.Tensor:
    """The log-probability of each span, (pairs, spans)."""
    at = spans.clamp(min=0)
    starts = scores[:, :, 0].gather(1, at[:, :, 0])
    return starts + scores[:, :, 1].gather(1, at[:, :, 1])
