"""The network that OpenVINO runs is the one that was trained."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel

from index.embedding import openvino_network
from index.embedding.encoder_graph import encoder_graph, graph_inputs
from index.embedding.encoder_weights import EncoderWeights
from index.embedding.openvino_network import Network
from index.embedding.openvino_runtime import openvino
from index.embedding.quantisation import quantised
from training.reach import Reach

EXACTLY = {"INFERENCE_PRECISION_HINT": "f32"}


class Trained:
    """A small network, some of whose channels reach far, and what it says."""

    def __init__(self) -> None:
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
        self.encoder = BertModel(config, add_pooling_layer=False).eval()
        self.head = torch.nn.Linear(32, 2)
        with torch.no_grad():
            for layer in self.encoder.encoder.layer:
                layer.intermediate.dense.bias[5] += 30
                layer.attention.output.LayerNorm.weight[3] *= 12
        self.vectors = np.random.default_rng(1).normal(0, 1, (3, 20, 32)).astype(np.float32)
        self.mask = np.arange(20)[None, :] < np.array([20, 7, 13])[:, None]
        self.reach = Reach(self.encoder)
        with torch.no_grad():
            hidden = self.encoder(
                inputs_embeds=torch.tensor(self.vectors),
                attention_mask=torch.tensor(self.mask).long(),
            )[0]
            self.hidden, self.scores = hidden.numpy(), self.head(hidden).numpy()

    def weights(self, with_reach: bool) -> EncoderWeights:
        tensors = dict(self.encoder.state_dict())
        tensors |= {f"head.{name}": tensor for name, tensor in self.head.state_dict().items()}
        state = {name: tensor.numpy() for name, tensor in tensors.items()}
        reach = self.reach.channels() if with_reach else {}
        return quantised(state, reach, 4, self.encoder.config.layer_norm_eps)

    def error(self, found: np.ndarray, expected: np.ndarray) -> float:
        """Of what is no padding, as a share of what it varies by."""
        difference = np.abs(found - expected)[self.mask]
        return float(difference.mean() / expected[self.mask].std())


@pytest.fixture(scope="module")
def trained() -> Trained:
    return Trained()


def _network(
    trained: Trained, folder: Path, head: str | None = None, lower: Sequence[int] = ()
) -> Network:
    trained.weights(with_reach=True).save(folder / "encoder.safetensors")
    return Network(folder / "encoder.safetensors", folder, head, lower)


@pytest.mark.parametrize("rounds", [True, False])
@pytest.mark.parametrize("with_reach", [True, False])
def test_it_says_what_pytorch_says(trained: Trained, with_reach: bool, rounds: bool) -> None:
    graph = encoder_graph(trained.weights(with_reach), rounds=rounds)
    compiled = openvino.Core().compile_model(graph, "CPU", EXACTLY)
    found = compiled(graph_inputs(trained.vectors, trained.mask))[0]
    assert found.shape == trained.hidden.shape
    # A byte a weight leaves an error of a hundredth; rounding what is read adds to it.
    assert trained.error(found, trained.hidden) < (0.03 if with_reach and rounds else 0.015)


def test_channels_that_reach_far_leave_the_others_their_steps(trained: Trained) -> None:
    weights = trained.weights(with_reach=True)
    assert weights.vectors["encoder.layer.0.intermediate.apart.weight"].shape == (8, 32)
    assert weights.inputs["encoder.layer.0.output.dense"].high < 10
    assert not weights.matrices["encoder.layer.0.output.dense.weight"].values[:, 5].any()


def test_what_stands_behind_a_shorter_text_is_not_read(trained: Trained, tmp_path: Path) -> None:
    network = _network(trained, tmp_path, "head")
    ((scores,),) = network.compute([(trained.vectors, trained.mask)])
    assert scores.shape == trained.scores.shape
    assert trained.error(scores, trained.scores) < 0.05  # in bfloat16 where the processor can
    changed = np.where(trained.mask[:, :, None], trained.vectors, np.float32(9))
    ((again,),) = network.compute([(changed, trained.mask)])
    np.testing.assert_allclose(again[trained.mask], scores[trained.mask], atol=1e-3)


def test_many_batches_are_computed_in_their_order(trained: Trained, tmp_path: Path) -> None:
    network = _network(trained, tmp_path, lower=[0, 2])
    batches = [(trained.vectors[:, : 3 + n], trained.mask[:, : 3 + n]) for n in range(9)]
    found = list(network.compute(batches))
    for batch, (last, first, again) in zip(batches, found, strict=True):
        ((alone, *_),) = network.compute([batch])
        np.testing.assert_allclose(last, alone, atol=0.05)
        np.testing.assert_array_equal(last, again)
        assert np.abs(first - last).mean() > 0.1


def test_a_network_that_was_kept_is_the_one_that_was_compiled(
    trained: Trained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = (trained.vectors, trained.mask)
    ((compiled,),) = _network(trained, tmp_path, "head").compute([batch])
    monkeypatch.setattr(openvino_network, "read_encoder_weights", _not_again)
    ((kept,),) = Network(tmp_path / "encoder.safetensors", tmp_path, "head").compute([batch])
    np.testing.assert_array_equal(kept, compiled)
    with pytest.raises(AssertionError):  # of another head, or another file, it is another network
        Network(tmp_path / "encoder.safetensors", tmp_path)


def _not_again(path: Path) -> EncoderWeights:
    raise AssertionError("it is compiled again")
