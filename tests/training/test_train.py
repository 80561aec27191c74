"""The training goes on where it was interrupted, as if nothing had happened."""

from __future__ import annotations

from pathlib import Path

import pytest
from safetensors.torch import load_file

from training.examples import Example, Paragraph
from training.train import Trainee, train

STEPS = 14


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    made = []
    for article in range(9):
        sentences = (f"Das Haus {article} brennt.", f"Onno {article} schaut zu.")
        text = " ".join(sentences)
        paragraph = Paragraph(article, {"de": text, "en": text}, {"de": sentences, "en": sentences})
        question = f"Wer schaut bei Haus {article} zu?"
        made.append(Example(paragraph, {"de": question, "en": question}, {"de": 1, "en": 1}))
    return made


def test_an_interrupted_training_ends_with_the_same_adapter(
    tiny_model: Path, examples: list[Example], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train(tiny_model, examples, STEPS, tmp_path / "whole.safetensors")
    save = Trainee.save

    def interrupted(trainee: Trainee, path: Path) -> None:
        save(trainee, path)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Trainee, "save", interrupted)
        with pytest.raises(KeyboardInterrupt):
            train(tiny_model, examples, STEPS, tmp_path / "parts.safetensors")
    assert not (tmp_path / "parts.safetensors").exists()
    train(tiny_model, examples, STEPS, tmp_path / "parts.safetensors")
    whole, parts = (load_file(tmp_path / f"{name}.safetensors") for name in ("whole", "parts"))
    assert whole.keys() == parts.keys()
    assert all(bool((whole[name] == parts[name]).all()) for name in whole)
    assert any(bool(tensor.any()) for name, tensor in whole.items() if "lora_B" in name)
    assert [path.name for path in tmp_path.glob("*.checkpoint")] == []
