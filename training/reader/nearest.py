"""The passages nearest to each question, in whatever language: what this program's search finds."""

from __future__ import annotations

import numpy as np
import torch
from transformers import BertModel

from training.reader.tables import END, PADDING, START, Tables

_NEAREST = 16
_LONGEST = 222  # tokens
_AT_ONCE = 65_536  # tokens, with padding


@torch.inference_mode()
def nearest(tables: Tables, encoder: BertModel, device: torch.device) -> np.ndarray:
    """:param encoder: the one that the training starts from, which embeds as it is.
    :return: int32, (wordings, 16): for each row of `tables.wordings` passages, nearest first.
    """
    query, passage = tables.prefixes[0], tables.prefixes[1]
    passages = _vectors(tables, tables.passages[:, 0], passage, encoder, device)
    wordings = _vectors(tables, tables.wordings.values[:, 1], query, encoder, device)
    count = min(_NEAREST, len(passages))
    found = [
        (part @ passages.T).topk(count).indices.to(torch.int32).cpu()
        for part in wordings.split(2_048)
    ]
    return torch.cat(found).numpy()


def _vectors(
    tables: Tables,
    numbers: np.ndarray,
    prefix: np.ndarray,
    encoder: BertModel,
    device: torch.device,
) -> torch.Tensor:
    """Each text's mean of its tokens' vectors, of length 1, in its own place."""
    tokens = [
        np.concatenate([[START], prefix, tables.texts[number][:_LONGEST], [END]])
        for number in numbers
    ]
    order = sorted(range(len(tokens)), key=lambda number: len(tokens[number]))
    vectors = torch.empty(len(tokens), encoder.config.hidden_size, device=device)
    start = 0
    while start < len(order):
        end = start + 1
        while end < len(order) and (end + 1 - start) * len(tokens[order[end]]) <= _AT_ONCE:
            end += 1
        part = order[start:end]
        ids = torch.full((len(part), len(tokens[part[-1]])), PADDING)
        for row, number in enumerate(part):
            ids[row, : len(tokens[number])] = torch.from_numpy(tokens[number])
        ids = ids.to(device)
        mask = ids != PADDING
        with torch.autocast(device.type, torch.bfloat16):
            hidden = encoder(input_ids=ids, attention_mask=mask.long()).last_hidden_state
        summed = (hidden.float() * mask[:, :, None]).sum(1)
        vectors[part] = torch.nn.functional.normalize(summed, dim=1)
        start = end
    return vectors
