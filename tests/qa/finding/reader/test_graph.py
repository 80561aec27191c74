"""The network that OpenVINO runs is the one that was trained."""

from __future__ import annotations

import numpy as np
import torch
from transformers import BertConfig, BertModel

from qa.finding.reader.graph import ReaderGraph
from qa.finding.reader.weights import Matrix, ReaderWeights


def _trained() -> tuple[BertModel, torch.nn.Linear]:
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=10,
        hidden_size=32,
        num_hidden_layers=3,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=40,
        initializer_range=0.3,
    )
    return BertModel(config, add_pooling_layer=False).eval(), torch.nn.Linear(32, 2)


def _weights(encoder: BertModel, head: torch.nn.Linear) -> ReaderWeights:
    tensors = dict(encoder.state_dict()) | {f"head.{n}": t for n, t in head.state_dict().items()}
    matrices, vectors = {}, {}
    for name, tensor in tensors.items():
        values = tensor.numpy()
        if values.ndim == 2 and not name.startswith("embeddings."):
            matrices[name] = Matrix.of(values)
            tensor.copy_(
                torch.tensor(matrices[name].values * matrices[name].scales[:, None])
            )  # compared with what is left of it
        else:
            vectors[name] = values
    return ReaderWeights(matrices, vectors, 4, encoder.config.layer_norm_eps)


def test_it_says_what_pytorch_says_whatever_stands_behind_a_shorter_text() -> None:
    encoder, head = _trained()
    weights = _weights(encoder, head)
    vectors = np.random.default_rng(1).normal(0, 1, (3, 20, 32)).astype(np.float32)
    mask = np.arange(20)[None, :] < np.array([20, 7, 13])[:, None]
    with torch.no_grad():
        hidden = encoder(
            inputs_embeds=torch.tensor(vectors), attention_mask=torch.tensor(mask).long()
        )[0]
        expected = head(hidden).numpy()
    scores = ReaderGraph(weights).scores(vectors, mask)
    assert scores.shape == (3, 20, 2)
    # OpenVINO counts in bfloat16 and int8 where the processor does.
    error, scale = np.abs(scores - expected)[mask], expected[mask].std()
    assert error.max() < 0.5 * scale
    assert error.mean() < 0.1 * scale
    vectors[~mask] = 9.0
    again = ReaderGraph(weights).scores(vectors, mask)
    np.testing.assert_allclose(again[mask], scores[mask], atol=1e-3)
