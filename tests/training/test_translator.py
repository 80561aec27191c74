"""The training of the small translator's adapter: its data, its loss, its file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from index import InputError
from qa.gist.small_model import SmallModel, whole_file
from qa.llm.gguf import GGUFModel
from training.translator.adapter import save_adapter
from training.translator.pairs import Pair, measured_lines, read_pairs
from training.translator.word_pieces import KnownPieces

LANGUAGES = ("de", "en", "es", "fr", "it")
# Gemma 3 270M's layers: what each projection turns into what.
SHAPES = {
    "self_attn.q_proj": (640, 1024),
    "self_attn.k_proj": (640, 256),
    "self_attn.v_proj": (640, 256),
    "self_attn.o_proj": (1024, 640),
    "mlp.gate_proj": (640, 2048),
    "mlp.up_proj": (640, 2048),
    "mlp.down_proj": (2048, 640),
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Every corpus, with one line or more that tells where it is from."""
    folder = tmp_path / "parallel"
    folder.mkdir()
    for language in LANGUAGES:
        lines = [f"dev {number} {language}" for number in range(802)]
        (folder / f"ntrex-dev.{language}.txt").write_text("\n".join(lines))
        (folder / f"ntrex-more.{language}.txt").write_text(f"more {language}\n")
    for name, languages in [("web-de-en", ("de", "en"))] + [
        (f"tatoeba-{other}-en", (other, "en")) for other in LANGUAGES if other != "en"
    ]:
        for language in languages:
            (folder / f"{name}.{language}.txt").write_text(f"{name} {language}\n\n")
    for language in ("de", "en"):
        said = f"Hier in {language}. Und dort." if language == "de" else "Here in en. And there."
        content = {"data": [{"paragraphs": [{"context": said}]}]}
        (tmp_path / f"xquad-dev.{language}.json").write_text(json.dumps(content))
    return tmp_path


def test_every_pair_is_read_in_every_direction_but_what_measures(data: Path) -> None:
    pairs = read_pairs(data)
    assert Pair("ntrex", "de", "it", "dev 799 de", "dev 799 it") in pairs
    assert Pair("ntrex", "fr", "es", "more fr", "more es") in pairs
    assert Pair("web", "en", "de", "web-de-en en", "web-de-en de") in pairs
    assert Pair("tatoeba-it", "it", "en", "tatoeba-it-en it", "tatoeba-it-en en") in pairs
    assert Pair("xquad", "en", "de", "And there.", "Und dort.") in pairs
    texts = {pair.text for pair in pairs} | {pair.translation for pair in pairs}
    assert texts.isdisjoint(measured_lines(data, "de")) and measured_lines(data, "de")
    assert all(pair.text and pair.translation for pair in pairs)


def test_a_folder_without_parallel_sentences_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=str(tmp_path)):
        read_pairs(tmp_path)


class Letters:
    """A tokenizer whose word pieces are letters."""

    def __call__(self, texts: list[str], add_special_tokens: bool) -> dict[str, list[list[int]]]:
        return {"input_ids": [[ord(c) for c in text] for text in texts]}


def test_the_loss_is_the_whole_vocabularys_but_for_pieces_that_no_text_has() -> None:
    torch.manual_seed(1)
    vectors, states = torch.randn(128, 16), torch.randn(5, 16)
    known = KnownPieces(vectors, Letters(), ["abc", "bd"])  # type: ignore[arg-type]
    pieces = torch.tensor([ord(c) for c in "abcd\n"])
    has = torch.tensor(sorted({*map(ord, "abcd \n")}))
    scores = states @ vectors.T
    right = scores.gather(1, pieces[:, None])[:, 0]
    expected = (scores[:, has].logsumexp(dim=1) - right).mean()
    assert torch.isclose(known.loss(states, pieces), expected)


def adapter(scale: float) -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(1)
    weights = {}
    for layer in range(18):
        for name, (inputs, outputs) in SHAPES.items():
            stem = f"base_model.model.model.layers.{layer}.{name}"
            weights[f"{stem}.lora_A.weight"] = torch.randn(32, inputs, generator=generator) / 25
            weights[f"{stem}.lora_B.weight"] = torch.randn(outputs, 32, generator=generator) * scale
    return weights


@pytest.mark.skipif(not SmallModel.is_installed(), reason="the extra `local` is not installed")
def test_an_adapter_is_written_as_llama_cpp_reads_it(tmp_path: Path) -> None:
    model = str(whole_file(tmp_path))

    def completion(scale: float | None) -> str:
        path = tmp_path / "some.gguf"
        if scale is not None:
            save_adapter(adapter(scale), path)
        opened = GGUFModel(model, adapter="" if scale is None else str(path), context_window=256)
        return opened.complete("One, two, three,", max_tokens=8).text

    alone = completion(None)
    assert alone.startswith(" four")
    assert completion(0.0) == alone
    assert completion(0.05) != alone


def test_what_is_no_part_of_an_adapter_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="embed_tokens"):
        save_adapter({"model.embed_tokens.weight": torch.zeros(2, 2)}, tmp_path / "some.gguf")
    assert not (tmp_path / "some.gguf").exists()
