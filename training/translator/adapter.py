"""A trained adapter → a file that llama.cpp loads beside the model's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import torch
from gguf import GGMLQuantizationType, GGUFWriter
from gguf.quants import quantize

from training.translator.model import ALPHA

_NAMES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
_TENSOR = re.compile(r"layers\.(\d+)\.(\w+\.\w+)\.lora_([AB])\b")


def save_adapter(weights: Mapping[str, torch.Tensor], path: Path) -> None:
    """In 8 bits (Q8_0), as exact as the model's own weights deserve.

    :param weights: by peft's names.
    :raises ValueError: if one of them is no part of an adapter.
    """
    draft = path.with_suffix(".draft")
    writer = GGUFWriter(draft, "gemma3")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(ALPHA))
    for name, tensor in weights.items():
        found = _TENSOR.search(name)
        if found is None:
            raise ValueError(f"{name} is no part of a low-rank adapter")
        layer, projection, half = found.groups()
        values = quantize(tensor.detach().float().numpy(), GGMLQuantizationType.Q8_0)
        name = f"blk.{layer}.{_NAMES[projection]}.weight.lora_{half.lower()}"
        writer.add_tensor(name, values, raw_dtype=GGMLQuantizationType.Q8_0)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    draft.replace(path)
