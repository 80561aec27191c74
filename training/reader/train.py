"""The reader's training: `python -m training.reader.train DATA_FOLDER --out FILE`.

The default embedding model's encoder as it is without the adapter, all its weights but the word
vectors; on two CPU cores, in bfloat16. What is written is a mean over the last steps' weights
(Izmailov et al. 2018, exponentially weighted), which reads better than those of any one step.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from tqdm import tqdm
from transformers import BertConfig

from index.embedding.conversion import TOKENIZER_PATH
from qa.finding.reader.pairs import Pair, Tokens, paired, tokenized
from qa.finding.reader.weights import Matrix, ReaderWeights
from training.base import base_model_folder
from training.examples import fold_of
from training.reader.examples import Example, Examples
from training.reader.look_alikes import LookAlikes
from training.reader.model import Batch, Reader, loss, padded
from training.reader.questions import AskedQuestion, is_kept_back, read_questions

_LEARNING_RATE, _HEADS_LEARNING_RATE = 1e-4, 1e-3
_WARM_UP, _COOL_DOWN = 200, 0.3  # steps; share of the steps
_WEIGHT_DECAY = 0.01
_KEPT = 0.998  # of the mean, at each step
_UNLABELLED_FROM = 1_000  # the step
_TOKENS, _LONGEST = 3_200, 220  # of a batch, with padding; of a passage
_DRAWN = 256  # examples that are sorted by length together
_SEED = 1
_CHECKPOINT_EVERY = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument(
        "--held-out", metavar="FOLD/FOLDS", help="leave these articles of SQuAD out"
    )
    parser.add_argument("--steps", type=int, default=6_000)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    questions = [q for q in read_questions(options.data) if not is_kept_back(q)]
    if options.held_out:
        fold, folds = map(int, options.held_out.split("/"))
        held_out = held_out_articles(questions, fold, folds)
        questions = [question for question in questions if question.article not in held_out]
    train(questions, options.steps, options.out)


def held_out_articles(questions: list[AskedQuestion], fold: int, folds: int) -> set[str]:
    """The titles of XQuAD's articles of a fold."""
    titles = dict.fromkeys(q.article for q in questions if q.source == "xquad")
    return {title for number, title in enumerate(titles) if fold_of(number, folds) == fold}


@dataclass(frozen=True, slots=True)
class Drawn:
    """:param next: the number of the first example that has not been drawn."""

    batch: Batch
    next: int


class Batches:
    def __init__(self, questions: list[AskedQuestion], tokenizer: Tokenizer) -> None:
        self._examples = Examples(questions, LookAlikes(questions))
        self._tokenizer = tokenizer

    def drawn(self, seed: int, number: int, with_unlabelled: bool) -> Iterator[Drawn]:
        """Batches of about as many tokens, of examples of about the same length, from the
        `_DRAWN` that begin at a number."""
        end = number + _DRAWN
        examples = [self._examples.draw(seed, n, with_unlabelled) for n in range(number, end)]
        encoded = [
            self._encoded(e, random.Random(f"{seed} {number} {i}")) for i, e in enumerate(examples)
        ]
        encoded.sort(key=lambda pair: len(pair[0].ids))
        batches: list[list[tuple[Pair, list[tuple[int, int]]]]] = [[]]
        for pair in encoded:
            if (len(batches[-1]) + 1) * len(pair[0].ids) > _TOKENS:
                batches.append([])
            batches[-1].append(pair)
        random.Random(f"{seed} {number}").shuffle(batches)
        for left in range(len(batches)):
            pairs, targets = zip(*batches[left], strict=True)
            yield Drawn(padded(list(pairs), list(targets)), end)

    def _encoded(
        self, example: Example, chance: random.Random
    ) -> tuple[Pair, list[tuple[int, int]]]:
        passage = tokenized(self._tokenizer, example.passage)
        spans = [span for s in example.spans if (span := _in_tokens(passage, s)) is not None]
        if len(passage.ids) > _LONGEST:
            passage, spans = _window(passage, spans, chance)
        question = tokenized(self._tokenizer, example.question)
        title = tokenized(self._tokenizer, example.title) if example.title else Tokens([], [])
        pair = paired(question, title, passage)
        targets = [(pair.first + start, pair.first + end) for start, end in spans]
        if not targets or not example.is_labelled:
            targets.append((0, 0))
        return pair, targets


def _in_tokens(passage: Tokens, span: tuple[int, int]) -> tuple[int, int] | None:
    start, end = span
    touched = [n for n, (a, b) in enumerate(passage.spans) if a < end and b > start]
    return (touched[0], touched[-1]) if touched else None


def _window(
    passage: Tokens, spans: list[tuple[int, int]], chance: random.Random
) -> tuple[Tokens, list[tuple[int, int]]]:
    """A part of a long passage: one that holds an answer, where there is one."""
    last = len(passage.ids) - _LONGEST
    if spans:
        start, end = chance.choice(spans)
        low, high = max(0, end - _LONGEST + 1), min(start, last)
        first = chance.randint(min(low, high), high)
    else:
        first = chance.randint(0, last)
    inside = [
        (start - first, end - first)
        for start, end in spans
        if first <= start and end < first + _LONGEST
    ]
    return passage.cut(first, first + _LONGEST), inside


class Trainee:
    """The reader, and all that a checkpoint has to hold."""

    def __init__(self, steps: int) -> None:
        torch.manual_seed(_SEED)
        folder = base_model_folder()
        self.tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_PATH))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.reader = Reader(folder).train()
        heads = [*self.reader.head.parameters(), *self.reader.lower_head.parameters()]
        encoder = [p for p in self.reader.encoder.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(
            [
                {"params": encoder, "lr": _LEARNING_RATE, "weight_decay": _WEIGHT_DECAY},
                {"params": heads, "lr": _HEADS_LEARNING_RATE, "weight_decay": 0.0},
            ],
            fused=True,
        )
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda step: _learning_rate(step, steps)
        )
        self.mean = {name: p.detach().clone() for name, p in self._trained()}
        self.step = self.drawn = 0

    def _trained(self) -> Iterator[tuple[str, torch.nn.Parameter]]:
        return ((n, p) for n, p in self.reader.named_parameters() if p.requires_grad)

    def learn(self, batch: Batch) -> float:
        with torch.autocast("cpu", torch.bfloat16):
            scores = self.reader(batch)
        value = loss(scores, batch.targets)
        self.optimizer.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(self.reader.parameters(), 1.0)
        self.optimizer.step()
        self.schedule.step()
        self.step += 1
        kept = min(_KEPT, self.step / (self.step + 10))
        for name, parameter in self._trained():
            self.mean[name].lerp_(parameter.detach(), 1 - kept)
        return value.item()

    def save(self, path: Path) -> None:
        state = {
            "step": self.step,
            "drawn": self.drawn,
            "reader": {name: p.detach() for name, p in self._trained()},
            "mean": self.mean,
            "optimizer": self.optimizer.state_dict(),
        }
        draft = path.with_suffix(".draft")
        torch.save(state, draft)
        draft.replace(path)

    def resume(self, path: Path) -> None:
        state = torch.load(path, weights_only=True)
        self.step, self.drawn, self.mean = state["step"], state["drawn"], state["mean"]
        self.reader.load_state_dict(state["reader"], strict=False)
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.last_epoch = self.step


def train(questions: list[AskedQuestion], steps: int, out: Path) -> None:
    """Train, and write the weights' mean to `out`, as it is shipped.

    A checkpoint stands beside `out` until then; where there is one, the training goes on from it.
    """
    trainee = Trainee(steps)
    checkpoint = out.with_suffix(".checkpoint")
    if checkpoint.exists():
        trainee.resume(checkpoint)
    batches = Batches(questions, trainee.tokenizer)
    recent, saved = 0.0, trainee.step
    with tqdm(initial=trainee.step, total=steps, desc="training", mininterval=10) as bar:
        while trainee.step < steps:
            unlabelled = trainee.step >= _UNLABELLED_FROM
            for drawn in batches.drawn(_SEED, trainee.drawn, unlabelled):
                value = trainee.learn(drawn.batch)
                recent = value if not recent else 0.98 * recent + 0.02 * value
                bar.update()
                bar.set_postfix(loss=f"{recent:.3f}", refresh=False)
            trainee.drawn = drawn.next
            if trainee.step >= saved + _CHECKPOINT_EVERY:
                trainee.save(checkpoint)
                saved = trainee.step
    weights = shipped_weights(trainee.mean, trainee.reader.encoder.config)
    weights.save(out)
    checkpoint.rename(checkpoint.with_suffix(".finished"))


def shipped_weights(trained: Mapping[str, torch.Tensor], config: BertConfig) -> ReaderWeights:
    """Without the head of the lower layers, which is there to train them."""
    matrices: dict[str, Matrix] = {}
    vectors: dict[str, np.ndarray] = {}
    for name, tensor in trained.items():
        if name.startswith("lower_head."):
            continue
        name = name.removeprefix("encoder.")
        values = tensor.float().numpy()
        if values.ndim == 2 and not name.startswith("embeddings."):
            matrices[name] = Matrix.of(values)
        else:
            vectors[name] = values
    return ReaderWeights(matrices, vectors, config.num_attention_heads, config.layer_norm_eps)


def _learning_rate(step: int, steps: int) -> float:
    """Up over the first steps, level, then down in a line ("warm-up, stable, decay", Hu et al.
    2024): a longer run goes on from any checkpoint of the level part."""
    down = _COOL_DOWN * steps
    return max(0.02, min(1.0, (step + 1) / _WARM_UP, (steps - step) / down))


if __name__ == "__main__":
    main()
