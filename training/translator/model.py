"""The small model out of its GGUF file, with a low-rank adapter (Hu et al. 2021) to be trained."""

from __future__ import annotations

from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerBase

from index import Settings
from qa.gist.small_model import whole_file

RANK, ALPHA = 32, 64
_PROJECTIONS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


def open_model(folder: Path) -> tuple[PeftModel, PreTrainedTokenizerBase]:
    """:param folder: where the file's weights are kept dequantised: that takes a minute, once."""
    if not (folder / "config.json").is_file():
        path = whole_file(Settings().cache_dir)
        options = {"gguf_file": path.name}
        draft = folder.with_name(f"{folder.name}.draft")
        AutoTokenizer.from_pretrained(path.parent, **options).save_pretrained(draft)
        model = AutoModelForCausalLM.from_pretrained(path.parent, **options)
        # What is kept is not quantised, whatever transformers remembers.
        model.hf_quantizer = None
        del model.config.quantization_config
        model.save_pretrained(draft)
        draft.rename(folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.bfloat16)
    model.requires_grad_(False)
    adapter = LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=list(_PROJECTIONS))
    adapted = get_peft_model(model, adapter, autocast_adapter_dtype=True)
    return adapted, tokenizer


def answered(translation: str) -> str:
    """What the model is to say behind `qa.gist.small_translator.instruction`."""
    return f" {translation}\n"
