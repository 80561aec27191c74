"""The adapter is merged into the model when it is converted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from index import Embedder, Settings
from index.embedding.adapter import SHIPPED_ADAPTER, merge
from index.embedding.model_files import model_folder
from index.embedding.sentence_transformer_model import merge_into

_NAME = "base_model.model.encoder.layer.0.attention.self.query"


def _adapter(folder: Path, scale: float) -> Path:
    path = folder / "adapter.safetensors"
    down = np.array([[1, 2, 3]], dtype=np.float16)
    up = np.array([[10], [20]], dtype=np.float16)
    tensors = {f"{_NAME}.lora_A.weight": down, f"{_NAME}.lora_B.weight": up}
    save_file(tensors, path, metadata={"scale": str(scale)})
    return path


def test_a_matrix_becomes_the_sum_of_itself_and_the_scaled_product(tmp_path: Path) -> None:
    state = {
        "encoder.layer.0.attention.self.query.weight": np.ones((2, 3), dtype=np.float32),
        "encoder.layer.0.attention.self.key.weight": np.ones((2, 3), dtype=np.float32),
    }
    merge(_adapter(tmp_path, 0.5), state)
    changed = state["encoder.layer.0.attention.self.query.weight"]
    np.testing.assert_array_equal(changed, [[6, 11, 16], [11, 21, 31]])
    assert state["encoder.layer.0.attention.self.key.weight"].tolist() == [[1, 1, 1]] * 2


def test_an_adapter_of_another_model_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        merge(_adapter(tmp_path, 1.0), {"layer.weight": np.ones((2, 3), dtype=np.float32)})


def test_the_shipped_adapter_is_small() -> None:
    assert SHIPPED_ADAPTER.stat().st_size <= 8_000_000


def test_the_converted_model_is_the_untrained_one_with_the_adapter(real_embedder: Embedder) -> None:
    """As peft, which trained it, applies it."""
    import torch
    from peft import LoraConfig, get_peft_model, set_peft_model_state_dict
    from safetensors import safe_open
    from transformers import AutoTokenizer, BertModel

    from training.train import ALPHA, RANK, TARGETS

    folder = model_folder(Settings(), lambda step: None, adapter=None)
    assert folder is not None
    with safe_open(SHIPPED_ADAPTER, framework="pt") as file:
        scale = float(file.metadata()["scale"])
        tensors = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
    encoder = BertModel.from_pretrained(folder, add_pooling_layer=False)
    model = get_peft_model(encoder, LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=TARGETS))
    for name, tensor in tensors.items():
        if "lora_B" in name:
            tensor *= scale * RANK / ALPHA
    set_peft_model_state_dict(model, tensors)
    texts = ["query: Wer unterschrieb den Vertrag?", "query: who signed the treaty?"]
    tokens = AutoTokenizer.from_pretrained(folder)(texts, return_tensors="pt", padding=True)
    with torch.no_grad():
        hidden = model.eval()(**tokens)[0]
    weights = tokens["attention_mask"].unsqueeze(-1)
    pooled = torch.nn.functional.normalize((hidden * weights).sum(1) / weights.sum(1), dim=-1)
    for text, vector in zip(texts, pooled.numpy(), strict=True):
        assert real_embedder.embed_query(text.removeprefix("query: ")) @ vector > 0.998


def test_the_model_from_the_hub_is_given_the_adapter_too(real_embedder: Embedder) -> None:
    from sentence_transformers import SentenceTransformer

    folder = model_folder(Settings(), lambda step: None, adapter=None)
    model = SentenceTransformer(str(folder), device="cpu")
    text = "Wer unterschrieb den Vertrag?"
    untrained = model.encode_query(text)
    merge_into(model)
    ours = real_embedder.embed_query(text)
    assert model.encode_query(text) @ ours > 0.998 > untrained @ ours
