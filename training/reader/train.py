"""The reader's training: `python -m training.reader.train FOLDER --held-out 0 --out FILE`.

FOLDER is what training.reader.prepare makes. All the encoder's weights are trained but the word
vectors, in bfloat16, on a GPU where there is one. What is written is a mean over the last steps'
weights (Izmailov et al. 2018, exponentially weighted), which reads better than those of any one
step. Beside PyTorch and transformers it needs little: of this program's own packages only what
reads the shipped weights.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info
from tqdm import tqdm

from training.reader.examples import PASSAGES_EACH, Examples, drawn
from training.reader.model import Batch, Reader, loss, padded
from training.reader.nearest import nearest
from training.reader.tables import TABLES, Tables
from training.reader.trained import trained_weights

_HEADS_LEARNING_RATE = 1e-3
_WARM_UP = 0.05  # of the steps
_WEIGHT_DECAY = 0.01
_DROPOUT = 0.1
_KEPT = 0.998  # of the mean, at each step
_UNLABELLED_FROM = 0.2  # of the steps
_DRAWN = 1_024  # questions that are sorted by length together
_PAIR = 190  # tokens, on average
_SEED = 1
_CHECKPOINT_EVERY = 60.0  # seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--held-out", type=int, default=-1, metavar="FOLD", help="0, 1 or 2")
    parser.add_argument("--steps", type=int, default=5_000)
    parser.add_argument("--tokens", type=int, default=24_000, help="of a step, with padding")
    parser.add_argument("--rate", type=float, default=2e-4, help="the highest, of the encoder's")
    parser.add_argument("--start", type=Path, metavar="FILE", help="a reader to go on from")
    parser.add_argument("--seed", type=int, default=_SEED)
    parser.add_argument("--workers", type=int, default=0, help="processes that draw examples")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tables = Tables.load(options.folder / TABLES)
    trainee = Trainee(options.folder, options.steps, options.rate, options.seed, device)
    checkpoint = options.out.with_suffix(".checkpoint")
    near = options.folder / "nearest.npy"
    if not near.exists():
        np.save(near, nearest(tables, trainee.reader.encoder.eval(), device))
    if options.start is not None:
        trainee.start_from(trained_weights(options.start))
    if checkpoint.exists():
        trainee.resume(checkpoint)
    examples = Examples(tables, options.held_out, np.load(near))
    # A reader that knows nothing yet cannot tell which of several candidates answers.
    read = options.steps * options.tokens / _PAIR / PASSAGES_EACH
    labelled = 0 if options.start is not None else int(_UNLABELLED_FROM * read)
    source = _Source(examples, options.seed, options.tokens, trainee.drawn, labelled)
    train(trainee, source, options.workers, checkpoint)
    torch.save({name: values.half().cpu() for name, values in trainee.mean.items()}, options.out)
    checkpoint.unlink(missing_ok=True)


class _Source(IterableDataset):
    """Batches, and the number of the first question that has not been drawn.

    :param labelled: before as many are drawn the unlabelled ones are left out, whoever draws them.
    """

    def __init__(
        self, examples: Examples, seed: int, tokens: int, first: int, labelled: int
    ) -> None:
        self._examples, self._seed, self._tokens = examples, seed, tokens
        self._first, self._labelled = first, labelled

    def __iter__(self) -> Iterator[tuple[Batch, int]]:
        worker = get_worker_info()
        place, of = (worker.id, worker.num_workers) if worker else (0, 1)
        first = self._first + place * _DRAWN
        while True:
            unlabelled = first >= self._labelled
            numbers = range(first, first + _DRAWN)
            for batch in drawn(self._examples, self._seed, numbers, self._tokens, unlabelled):
                yield padded(batch), numbers.stop
            first += of * _DRAWN


class Trainee:
    """The reader, and all that a checkpoint has to hold."""

    def __init__(
        self, folder: Path, steps: int, rate: float, seed: int, device: torch.device
    ) -> None:
        torch.manual_seed(seed)
        self.device, self.steps = device, steps
        self.reader = Reader(folder, _DROPOUT).to(device)
        heads = [*self.reader.head.parameters(), *self.reader.lower_head.parameters()]
        encoder = [p for p in self.reader.encoder.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(
            [
                {"params": encoder, "lr": rate, "weight_decay": _WEIGHT_DECAY},
                {"params": heads, "lr": _HEADS_LEARNING_RATE, "weight_decay": 0.0},
            ],
            betas=(0.9, 0.98),
            fused=True,
        )
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda step: _learning_rate(step / steps)
        )
        self.mean = {name: p.detach().clone() for name, p in self._trained()}
        self.step = self.drawn = 0

    def _trained(self) -> Iterator[tuple[str, torch.nn.Parameter]]:
        return ((n, p) for n, p in self.reader.named_parameters() if p.requires_grad)

    def start_from(self, weights: Mapping[str, torch.Tensor]) -> None:
        """:param weights: by the reader's names; what is missing begins as it is."""
        self.reader.load_state_dict(
            {name: values.float() for name, values in weights.items()}, strict=False
        )
        self.mean = {name: p.detach().clone() for name, p in self._trained()}

    def learn(self, batch: Batch) -> torch.Tensor:
        with torch.autocast(self.device.type, torch.bfloat16):
            scores = self.reader(batch)
        value = loss(scores, batch)
        self.optimizer.zero_grad()
        value.backward()
        parameters: list[torch.Tensor] = [parameter for _, parameter in self._trained()]
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        self.optimizer.step()
        self.schedule.step()
        self.step += 1
        kept = min(_KEPT, self.step / (self.step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.mean.values()), parameters, 1 - kept)
        return value.detach()

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
        state = torch.load(path, weights_only=True, map_location=self.device)
        self.step, self.drawn, self.mean = state["step"], state["drawn"], state["mean"]
        self.reader.load_state_dict(state["reader"], strict=False)
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.last_epoch = self.step


def train(trainee: Trainee, source: _Source, workers: int, checkpoint: Path) -> None:
    """Train for the steps that are left.

    A checkpoint is written each minute; a later run with the same file goes on from it.
    """
    trainee.reader.train()
    batches = DataLoader(
        source, batch_size=None, num_workers=workers, pin_memory=trainee.device.type == "cuda"
    )
    recent, saved = 0.0, time.monotonic()
    with tqdm(initial=trainee.step, total=trainee.steps, desc="training", mininterval=10) as bar:
        for batch, drawn_up_to in batches:
            if trainee.step >= trainee.steps:
                break
            value = trainee.learn(batch.to(trainee.device))
            trainee.drawn = max(trainee.drawn, drawn_up_to)
            bar.update()
            if trainee.step % 20 == 0:
                recent = 0.8 * recent + 0.2 * value.item() if recent else value.item()
                bar.set_postfix(loss=f"{recent:.3f}", refresh=False)
            if time.monotonic() - saved > _CHECKPOINT_EVERY:
                trainee.save(checkpoint)
                saved = time.monotonic()


def _learning_rate(progress: float) -> float:
    """Up over the first steps, then down in a line."""
    return max(0.01, min(progress / _WARM_UP, (1 - progress) / (1 - _WARM_UP)))


if __name__ == "__main__":
    main()
