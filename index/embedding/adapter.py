"""The evidence adapter: what training taught the default embedding model.

A low-rank change to its matrices (Hu et al. 2022, "LoRA"), trained by the `training` package. It is
merged into the weights when the model is converted, so that it costs nothing at run time.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from safetensors import safe_open

SHIPPED_ADAPTER = Path(__file__).parent / "evidence_adapter.safetensors"
_PREFIX, _DOWN, _UP = "base_model.model.", ".lora_A.weight", ".lora_B.weight"


def merge(adapter: Path, state: dict[str, np.ndarray]) -> None:
    """Change each matrix W that the adapter has a part for: W + scale · B · A.

    :param adapter: a safetensors file with peft's names; its metadata hold the `scale`.
    :param state: a BERT encoder's matrices by their names, changed in place.
    :raises KeyError: if the adapter is for another model.
    """
    with safe_open(adapter, framework="numpy") as file:
        scale = float(file.metadata()["scale"])
        for name in file.keys():  # noqa: SIM118 - it is no mapping
            if not name.endswith(_DOWN):
                continue
            down = file.get_tensor(name).astype(np.float32)
            up = file.get_tensor(name.removesuffix(_DOWN) + _UP).astype(np.float32)
            matrix = name.removeprefix(_PREFIX).removesuffix(_DOWN) + ".weight"
            state[matrix] = state[matrix] + scale * (up @ down)
