"""The small translator's training: `python -m training.translator.train DATA_FOLDER --out FILE`.

A low-rank adapter of Gemma 3 270M learns to continue "German: …\\nEnglish:" with the translation,
on two CPU cores, in bfloat16. The loss is that of the translation alone, and among the word pieces
that occur in any of the sentences: the whole vocabulary, of a hundred scripts, is larger than the
rest of the model.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel, get_peft_model_state_dict, set_peft_model_state_dict
from tqdm import tqdm
from transformers import PreTrainedTokenizerBase

from qa.gist.small_translator import instruction
from training.translator.adapter import save_adapter
from training.translator.model import answered, open_model
from training.translator.pairs import Pair, read_pairs
from training.translator.word_pieces import KnownPieces

_LEARNING_RATE = 5e-4
_WARM_UP, _COOL_DOWN = 30, 0.4  # steps; share of the steps
_TOKENS = 1_300  # of a batch, with padding
_DRAWN = 192  # pairs that are sorted by length together
_SEED = 1
_CHECKPOINT_EVERY = 50
# How often a corpus and a language are drawn from: news, and what most readers here read and ask.
_CORPORA = {"ntrex": 10.0, "web": 3.0, "xquad": 2.0}
_OTHER_CORPUS = 0.3
_LANGUAGES = {"en": 3.0, "de": 2.5}


@dataclass(frozen=True, slots=True)
class Encoded:
    """:param target: where the translation's tokens begin."""

    ids: list[int]
    target: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--steps", type=int, default=1_900)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    train(read_pairs(options.data), options.steps, options.out)


def train(pairs: Sequence[Pair], steps: int, out: Path) -> None:
    """Train, and write the adapter to `out`. A checkpoint stands beside it until then; where there
    is one, the training goes on from it."""
    torch.manual_seed(_SEED)
    model, tokenizer = open_model(out.parent / "dequantised")
    base: Any = model.get_base_model()
    vectors = base.get_output_embeddings().weight
    known = KnownPieces(vectors, tokenizer, {pair.translation for pair in pairs})
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=_LEARNING_RATE, weight_decay=0.0, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps))
    step = drawn = 0
    checkpoint = out.with_suffix(".checkpoint")
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        step, drawn = state["step"], state["drawn"]
        set_peft_model_state_dict(model, state["adapter"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.last_epoch = step
    model.train()
    recent, saved = 0.0, step
    with tqdm(initial=step, total=steps, desc="training", mininterval=10) as bar:
        while step < steps:
            for batch in _batches(pairs, tokenizer, drawn):
                value = _loss(model, known, batch)
                optimizer.zero_grad()
                value.backward()
                torch.nn.utils.clip_grad_norm_(trained, 1.0)
                optimizer.step()
                schedule.step()
                step += 1
                recent = value.item() if not recent else 0.98 * recent + 0.02 * value.item()
                bar.update()
                bar.set_postfix(loss=f"{recent:.3f}", refresh=False)
            drawn += _DRAWN
            if step >= saved + _CHECKPOINT_EVERY:
                adapter = get_peft_model_state_dict(model)
                state = {"step": step, "drawn": drawn, "adapter": adapter}
                state["optimizer"] = optimizer.state_dict()
                draft = checkpoint.with_suffix(".draft")
                torch.save(state, draft)
                draft.replace(checkpoint)
                saved = step
    save_adapter(get_peft_model_state_dict(model), out)
    if checkpoint.exists():
        checkpoint.rename(checkpoint.with_suffix(".finished"))


def _loss(model: PeftModel, known: KnownPieces, batch: Sequence[Encoded]) -> torch.Tensor:
    longest = max(len(encoded.ids) for encoded in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    mask = torch.zeros(len(batch), longest, dtype=torch.long)
    targets = torch.zeros(len(batch), longest, dtype=torch.bool)
    for row, encoded in enumerate(batch):
        length = len(encoded.ids)
        ids[row, :length] = torch.tensor(encoded.ids)
        mask[row, :length] = 1
        targets[row, encoded.target : length] = True
    with torch.autocast("cpu", torch.bfloat16):
        base: Any = model.get_base_model()
        hidden = base.model(input_ids=ids, attention_mask=mask).last_hidden_state
        return known.loss(hidden[:, :-1][targets[:, 1:]], ids[:, 1:][targets[:, 1:]])


def _batches(
    pairs: Sequence[Pair], tokenizer: PreTrainedTokenizerBase, drawn: int
) -> Iterator[list[Encoded]]:
    """Batches of about as many tokens, of pairs of about the same length."""
    encoded = sorted(
        (_encoded(pair, tokenizer) for pair in _draw(pairs, drawn)), key=lambda e: len(e.ids)
    )
    batches: list[list[Encoded]] = [[]]
    for one in encoded:
        if (len(batches[-1]) + 1) * len(one.ids) > _TOKENS and batches[-1]:
            batches.append([])
        batches[-1].append(one)
    random.Random(f"{_SEED} {drawn}").shuffle(batches)
    yield from batches


def _draw(pairs: Sequence[Pair], drawn: int) -> list[Pair]:
    by_set: dict[tuple[str, str, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_set[pair.corpus, pair.source, pair.target].append(pair)
    sets = sorted(by_set)
    shares = [
        _CORPORA.get(corpus, _OTHER_CORPUS)
        * _LANGUAGES.get(source, 1.0)
        * _LANGUAGES.get(target, 1.0)
        / sum(1 for other in sets if other[0] == corpus)
        for corpus, source, target in sets
    ]
    chance = random.Random(f"{_SEED} {drawn}")
    chosen = chance.choices(sets, shares, k=_DRAWN)
    return [chance.choice(by_set[one]) for one in chosen]


def _encoded(pair: Pair, tokenizer: PreTrainedTokenizerBase) -> Encoded:
    prompt = tokenizer(instruction(pair.text, pair.source, pair.target))["input_ids"]
    said = tokenizer(answered(pair.translation), add_special_tokens=False)["input_ids"]
    return Encoded(prompt + said, len(prompt))


def _rate(step: int, steps: int) -> float:
    """Up over the first steps, level, then down in a line: a longer run goes on from the level."""
    return max(0.0, min(1.0, (step + 1) / _WARM_UP, (steps - step) / (_COOL_DOWN * steps)))


if __name__ == "__main__":
    main()
