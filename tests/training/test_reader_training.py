"""What the reader is trained on, and that a training goes on where it was interrupted."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel

from benchmarks.held_out import reader_of
from index.embedding.encoder_weights import read_encoder_weights
from index.embedding.tokenization import Tokens, open_tokenizer
from index.embedding.word_vectors import WordVectors
from qa.finding.reader.pairs import paired
from qa.finding.reader.reader import SHIPPED_READER
from training.base import base_model_folder
from training.reader import ship, train
from training.reader.examples import PASSAGES_EACH, Example, Examples
from training.reader.model import loss, padded
from training.reader.prepare import FOLDS, prepare
from training.reader.questions import AskedQuestion, Reading
from training.reader.tables import END, TABLES, Tables
from training.reader.trained import trained_weights

STEPS = 3
TOWNS = [
    ("Quellstadt", "Ottilie Quast", "1987"),
    ("Fahlenwerder", "Hinnerk Boysen", "1902"),
    ("Moorhagen", "Wiebke Harms", "1955"),
    ("Sandkrug", "Enno Tjaden", "1961"),
    ("Westerende", "Gesche Rickmers", "1978"),
    ("Tiefenort", "Almut Sievers", "1934"),
]


def _asked(source: str, town: str, mayor: str, year: str) -> AskedQuestion:
    def reading(text: str) -> Reading:
        start = text.index(mayor)
        return Reading(f"The bridge of {town}", text, ((start, start + len(mayor)),))

    english = (
        f"The bridge of {town} was built in {year}. {mayor} opened the bridge in the morning. "
        f"The builders went home at noon."
    )
    german = (
        f"Die Brücke von {town} wurde {year} gebaut. {mayor} hat sie am Morgen eröffnet. "
        f"Die Bauleute gingen mittags nach Hause."
    )
    return AskedQuestion(
        source,
        town,
        {
            "en": f"Who opened the bridge of {town}?",
            "de": f"Wer hat die Brücke von {town} eröffnet?",
        },
        {"en": reading(english), "de": reading(german)},
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared training on six articles of a parallel set."""
    out = tmp_path_factory.mktemp("prepared")
    prepare([_asked("xquad", *town) for town in TOWNS], base_model_folder(), out)
    return out


@pytest.fixture(scope="module")
def tables(folder: Path) -> Tables:
    return Tables.load(folder / TABLES)


@pytest.fixture(scope="module")
def near(tables: Tables) -> np.ndarray:
    """Every passage is near to every wording."""
    return np.tile(np.arange(len(tables.passages)), (len(tables.wordings.values), 1))


def _text(tables: Tables, ids: np.ndarray, tokenizer: object) -> str:
    return tokenizer.decode(tables.pieces[ids].tolist())  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def tokenizer() -> object:
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(base_model_folder() / "tokenizer.json"))


def _questions(examples: Examples) -> list[list[Example]]:
    return [examples.draw(1, number, True) for number in range(140)]


def _drawn(examples: Examples) -> list[Example]:
    return [example for asked in _questions(examples) for example in asked]


def test_a_question_is_asked_of_its_passage_and_of_others_that_do_not_answer(
    tables: Tables, near: np.ndarray, tokenizer: object
) -> None:
    mayors = [mayor for _, mayor, _ in TOWNS]
    for own, *others in _questions(Examples(tables, -1, near)):
        ((first, last),) = own.targets
        assert _text(tables, own.ids[first : last + 1], tokenizer).strip() in mayors
        assert len(others) == PASSAGES_EACH - 1
        assert all(other.targets == [(0, 0)] for other in others)
        asked = {example.ids[: example.ids.tolist().index(END)].tobytes() for example in others}
        assert asked == {own.ids[: own.ids.tolist().index(END)].tobytes()}


def test_what_is_read_is_joined_as_the_reader_joins_it(tables: Tables, near: np.ndarray) -> None:
    for example in _drawn(Examples(tables, -1, near))[:100]:
        parts = [[]]  # type: list[list[int]]
        for token in example.ids[1:-1].tolist():
            if token != END:
                parts[-1].append(token)
            elif parts[-1]:
                parts.append([])
        question, *title, passage = (Tokens(ids, [(0, 1)] * len(ids)) for ids in parts)
        pair = paired(question, title[0] if title else Tokens([], []), passage)
        assert (pair.ids, pair.first) == (example.ids.tolist(), example.first)


def test_what_is_not_answered_does_not_hold_the_answer(
    tables: Tables, near: np.ndarray, tokenizer: object
) -> None:
    for example in _drawn(Examples(tables, -1, near)):
        if example.targets != [(0, 0)]:
            continue
        asked = example.ids[: example.ids.tolist().index(END)]  # a title may name another town
        question = _text(tables, asked, tokenizer)
        passage = _text(tables, example.ids[example.first :], tokenizer)
        asked_of = [mayor for town, mayor, _ in TOWNS if town.casefold() in question.casefold()]
        assert not any(mayor in passage for mayor in asked_of)


@pytest.mark.parametrize("fold", range(FOLDS))
def test_what_is_held_out_is_neither_asked_nor_read(
    tables: Tables, near: np.ndarray, tokenizer: object, fold: int
) -> None:
    held_out = [mayor for number, (_, mayor, _) in enumerate(TOWNS) if number % FOLDS == fold]
    read = [
        _text(tables, example.ids[example.first :], tokenizer)
        for example in _drawn(Examples(tables, fold, near))
    ]
    assert not any(mayor in passage for passage in read for mayor in held_out)
    assert any(TOWNS[(fold + 1) % FOLDS][1] in passage for passage in read)


def test_of_several_candidates_the_believed_one_is_learnt() -> None:
    example = Example(np.arange(8, dtype=np.int32), 3, [(3, 3), (5, 6)])
    batch = padded([[example]])
    scores = torch.full((1, 8, 2), -20.0)
    scores[0, 5, 0] = scores[0, 6, 1] = -0.1
    assert loss((scores, scores), batch).item() == pytest.approx(0.1 * 1.5)
    unsure = torch.full((1, 8, 2), -2.0)
    assert loss((unsure, unsure), batch).item() == 0.0


def _answered_at_first(passages: list[list[float]]) -> torch.Tensor:
    """Log-probabilities of start and end alike: of "not here", and of two places."""
    scores = torch.tensor(passages).log_softmax(1)
    return scores[:, :, None].expand(-1, -1, 2)


@pytest.mark.parametrize(("beside", "is_worse"), [(0, True), (1, False)])
def test_an_answer_has_to_be_likelier_than_what_its_question_finds_elsewhere(
    beside: int, is_worse: bool
) -> None:
    def example(*targets: tuple[int, int]) -> Example:
        return Example(np.arange(4, dtype=np.int32), 1, list(targets))

    questions = [[example((1, 1))], [example((0, 0))]]
    questions[beside].append(example((0, 0)))
    batch = padded(questions)
    place = [1, 2][beside]  # of the pair that is added

    def lost(odds: float) -> float:
        passages = [[0.0, 3.0, 0.0]] + [[0.0, -5.0, -5.0]] * 2
        passages[place] = [0.0, odds, -5.0]
        scores = _answered_at_first(passages)
        return loss((scores, scores), batch).item()

    # What a passage alone loses is the same wherever it stands.
    alone = -_answered_at_first([[0.0, 2.0, -5.0]])[0, 0, 0].item()
    low = -_answered_at_first([[0.0, -5.0, -5.0]])[0, 0, 0].item()
    more = lost(2.0) - lost(-5.0) - 1.5 * (alone - low) * batch.shares[place] / batch.shares.sum()
    assert (more > 0.1) == is_worse


def test_no_head_of_a_mean_outweighs_the_others(tmp_path: Path) -> None:
    made = {"head.weight": [[3.0, 4.0]], "head.bias": [1.0], "encoder.a": [2.0]}
    other = {"head.weight": [[0.0, 50.0]], "head.bias": [10.0], "encoder.a": [4.0]}
    for name, weights in (("one", made), ("other", other)):
        torch.save({n: torch.tensor(w) for n, w in weights.items()}, tmp_path / name)
    mean = ship.mean_of({tmp_path / "one": 3.0, tmp_path / "other": 1.0})
    assert mean["head.weight"].tolist() == [[2.25, 4.25]]
    assert mean["head.bias"].tolist() == [1.0]
    assert mean["encoder.a"].tolist() == [2.5]


def test_the_shipped_reader_goes_on_as_it_reads() -> None:
    """Its bytes as floating-point numbers, through PyTorch, against OpenVINO."""
    folder = base_model_folder()
    words = (
        "who opened the bridge?",
        "The bridge",
        "The bridge was built in 1987. Ottilie Quast opened it.",
    )
    shipped = reader_of()
    (read,) = shipped.read(words[0], [words[1:]])
    tokenizer = open_tokenizer(folder)
    pair = paired(*(tokenizer.tokens(text) for text in words))
    encoder = BertModel(BertConfig.from_pretrained(folder), add_pooling_layer=False).eval()
    weights = trained_weights(SHIPPED_READER)
    encoder.load_state_dict(
        {n.removeprefix("encoder."): w for n, w in weights.items() if n.startswith("encoder.")},
        strict=False,
    )
    with torch.inference_mode():
        inputs = torch.tensor(WordVectors(folder).of(np.array([pair.ids])))
        hidden = encoder(inputs_embeds=inputs).last_hidden_state[0]
        scores = (hidden @ weights["head.weight"].T + weights["head.bias"]).numpy()
    of_passage = scores[pair.first : pair.first + len(pair.spans)] - scores[0]
    assert np.abs(of_passage[:, 0] - read.starts).max() < 1.0
    assert np.abs(of_passage[:, 0] - read.starts).mean() < 0.3
    assert of_passage[:, 0].argmax() == read.starts.argmax()
    assert of_passage[:, 1].argmax() == read.ends.argmax()


def test_padding_is_neither_read_nor_learnt() -> None:
    short = Example(np.arange(5, dtype=np.int32), 2, [(2, 3)])
    long = Example(np.arange(9, dtype=np.int32), 4, [(4, 5), (6, 6)])
    batch = padded([[short], [long]])
    assert batch.mask.sum(1).tolist() == [5, 9]
    assert batch.readable[0].nonzero()[:, 0].tolist() == [0, 2, 3]
    assert batch.targets[0].tolist() == [[2, 3], [-1, -1]]


def test_an_interrupted_training_ends_and_is_shipped_with_all_its_layers_or_the_lower_ones(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "A.pt"

    def run() -> None:
        arguments = ["train", str(folder), "--held-out", "0", "--tokens", "400", "--out", str(out)]
        monkeypatch.setattr("sys.argv", [*arguments, "--steps", str(STEPS)])
        train.main()

    learn, steps = train.Trainee.learn, []

    def interrupted(trainee: train.Trainee, batch: object) -> torch.Tensor:
        steps.append(trainee.step)
        if trainee.step == STEPS - 1 and len(steps) == STEPS:
            raise KeyboardInterrupt
        return learn(trainee, batch)  # type: ignore[arg-type]

    monkeypatch.setattr(train, "_CHECKPOINT_EVERY", 0.0)
    monkeypatch.setattr(train.Trainee, "learn", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run()
    assert not out.exists()
    run()
    assert steps == [0, 1, 2, 2]
    assert [path.name for path in tmp_path.iterdir()] == ["A.pt"]
    asked = tmp_path / "asked.jsonl.gz"
    read = {"question": "Wer?", "title": "", "context": "Ottilie Quast leitet Quellstadt."}
    asked.write_bytes(gzip.compress(json.dumps(read).encode()))
    for layers in (12, 8):
        shipped = tmp_path / f"{layers}.safetensors"
        chosen = ["--layers", "8"] if layers == 8 else []
        chosen += ["--read", str(asked), "--each", "1"]
        monkeypatch.setattr("sys.argv", ["ship", str(out), *chosen, "--out", str(shipped)])
        ship.main()
        weights = read_encoder_weights(shipped)
        assert weights.layers == layers
        assert len(weights.inputs) == 4 * layers
        assert weights.matrices["head.weight"].values.shape == (2, 384)
