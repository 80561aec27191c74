"""The training: `python -m training.train DATA_FOLDER [--held-out FOLD/FOLDS]`.

A low-rank adapter (Hu et al. 2022, "LoRA") on every matrix of the default model's encoder; its word
vectors stay as they are. On two CPU cores; the same seed gives the same adapter on one machine.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from peft.utils import get_peft_model_state_dict
from safetensors.torch import save_file
from tokenizers import Tokenizer
from tqdm import tqdm
from transformers import BertModel

from index.embedding.model_layout import DOCUMENT_PROMPT, QUERY_PROMPT, TOKENIZER_JSON_PATH
from training.base import base_model_folder
from training.batches import batch
from training.examples import Example, fold_of, read_examples
from training.losses import Encoded, Memory, encoded, loss

STEPS = 80
_WARM_UP = 15
_LEARNING_RATE = 5e-4
RANK, ALPHA, _DROPOUT = 16, 32, 0.05
TARGETS = ["query", "key", "value", "dense"]
# How much of what was learnt is merged. Between the model as it was and as it became lie ones that
# keep what both can do (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").
_STRENGTH = 0.6
_SEED = 1
_CHECKPOINT_EVERY = 10
_REMEMBERED_SENTENCES, _REMEMBERED_PASSAGES = 768, 192
_MAX_QUESTION, _MAX_SENTENCE, _MAX_PASSAGE = 48, 112, 288  # tokens


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--held-out", metavar="FOLD/FOLDS", help="leave this fold's articles out")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--out", type=Path, required=True, help="the adapter's file (safetensors)")
    options = parser.parse_args()
    examples = read_examples(options.data)
    if options.held_out:
        fold, folds = map(int, options.held_out.split("/"))
        examples = [e for e in examples if fold_of(e.paragraph.article, folds) != fold]
    train(base_model_folder(), examples, options.steps, options.out)


class Trainee:
    """The encoder with its adapter, and all that a checkpoint has to hold."""

    def __init__(self, folder: Path, steps: int) -> None:
        torch.manual_seed(_SEED)
        encoder = BertModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        adapter = LoraConfig(
            r=RANK,
            lora_alpha=ALPHA,
            lora_dropout=_DROPOUT,
            target_modules=TARGETS,
        )
        self.model = get_peft_model(encoder, adapter).train()
        self.tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_JSON_PATH))
        weights = [p for p in self.model.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(weights, lr=_LEARNING_RATE, weight_decay=0.01)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda step: _learning_rate(step, steps)
        )
        self.sentences = Memory(_REMEMBERED_SENTENCES)
        self.passages = Memory(_REMEMBERED_PASSAGES)
        self.step = 0

    def encode(self, prompt: str, texts: list[str], limit: int) -> Encoded:
        prompt_tokens = len(self.tokenizer.encode(prompt.strip()).ids) - 1  # less the closing one
        self.tokenizer.enable_truncation(limit)
        self.tokenizer.enable_padding(pad_id=1, pad_token="<pad>")
        encodings = self.tokenizer.encode_batch([prompt + text for text in texts])
        ids = torch.tensor([e.ids for e in encodings])
        mask = torch.tensor([e.attention_mask for e in encodings])
        hidden = self.model(input_ids=ids, attention_mask=mask)[0]
        return encoded(hidden, mask, prompt_tokens)

    def taught(self, prompt: str, texts: list[str], limit: int) -> torch.Tensor:
        """What the model makes of them without the adapter."""
        with torch.no_grad(), self.model.disable_adapter():
            return self.encode(prompt, texts, limit).pooled

    def adapter(self) -> dict[str, torch.Tensor]:
        return get_peft_model_state_dict(self.model)

    def save(self, path: Path) -> None:
        state = {
            "step": self.step,
            "adapter": {n: p for n, p in self.model.named_parameters() if p.requires_grad},
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "memories": [(m.vectors, m.articles) for m in (self.sentences, self.passages)],
        }
        draft = path.with_suffix(".draft")
        torch.save(state, draft)
        draft.replace(path)

    def resume(self, path: Path) -> None:
        state = torch.load(path, weights_only=True)
        self.step = state["step"]
        self.model.load_state_dict(state["adapter"], strict=False)
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        for memory, (vectors, articles) in zip(
            (self.sentences, self.passages), state["memories"], strict=True
        ):
            memory.vectors, memory.articles = vectors, articles


def train(folder: Path, examples: Sequence[Example], steps: int, out: Path) -> None:
    """Train the model in `folder` on `examples`, and write the adapter to `out`.

    A checkpoint stands beside `out` until then; where there is one, the training goes on from it.
    """
    trainee = Trainee(folder, steps)
    checkpoint = out.with_suffix(".checkpoint")
    if checkpoint.exists():
        trainee.resume(checkpoint)
    bar = tqdm(range(trainee.step, steps), initial=trainee.step, total=steps, desc="training")
    for step in bar:
        torch.manual_seed(_SEED * 1_000_003 + step)  # so that a resumed run drops the same units
        texts = batch(examples, _SEED, step)
        value = loss(
            texts,
            trainee.encode(QUERY_PROMPT, texts.questions, _MAX_QUESTION),
            trainee.encode(DOCUMENT_PROMPT, texts.sentences, _MAX_SENTENCE),
            trainee.encode(DOCUMENT_PROMPT, texts.passages, _MAX_PASSAGE),
            trainee.taught(QUERY_PROMPT, texts.taught_questions, _MAX_QUESTION),
            trainee.taught(DOCUMENT_PROMPT, texts.passages, _MAX_PASSAGE),
            trainee.sentences,
            trainee.passages,
        )
        trainee.optimizer.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(trainee.model.parameters(), 1.0)
        trainee.optimizer.step()
        trainee.schedule.step()
        trainee.step = step + 1
        bar.set_postfix(loss=f"{value.item():.3f}")
        if trainee.step % _CHECKPOINT_EVERY == 0:
            trainee.save(checkpoint)
    tensors = {name: tensor.half().contiguous() for name, tensor in trainee.adapter().items()}
    save_file(tensors, out, metadata={"scale": str(_STRENGTH * ALPHA / RANK)})
    checkpoint.unlink(missing_ok=True)


def _learning_rate(step: int, steps: int) -> float:
    """Up over the first steps, then down along a cosine to a tenth."""
    if step < _WARM_UP:
        return (step + 1) / _WARM_UP
    share = (step - _WARM_UP) / max(1, steps - _WARM_UP)
    return 0.1 + 0.45 * (1 + math.cos(math.pi * share))


if __name__ == "__main__":
    main()
