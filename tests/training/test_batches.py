"""What a training step reads."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from index import InputError
from training.batches import PARAGRAPHS, QUESTIONS_EACH, batch, worded_badly
from training.examples import Example, fold_of, read_examples

ARTICLES = 10


def _paragraph(article: int, number: int, language: str) -> dict:
    words = {"de": ("Haus", "steht am", "Wer wohnt"), "en": ("House", "is at", "Who lives")}[
        language
    ]
    name = f"{article}-{number}"
    context = f"{words[0]} {name} {words[1]} Rand. Onno lebt darin {name}. Es regnet oft {name}."
    answer = f"Onno lebt darin {name}"
    question = {
        "id": name,
        "question": f"{words[2]} in {name}?",
        "answers": [{"text": answer, "answer_start": context.index(answer)}],
    }
    return {"context": context, "qas": [question] * 4}


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    folder = tmp_path_factory.mktemp("data")
    for language in ("de", "en"):
        data = [
            {"paragraphs": [_paragraph(article, number, language) for number in range(3)]}
            for article in range(ARTICLES)
        ]
        (folder / f"xquad-dev.{language}.json").write_text(json.dumps({"data": data}), "utf-8")
    return read_examples(folder)


def test_an_example_knows_the_sentence_that_answers_in_every_language(
    examples: list[Example],
) -> None:
    assert len(examples) == ARTICLES * 3 * 4
    for example in examples:
        for language in ("de", "en"):
            answering = example.paragraph.sentences[language][example.answering[language]]
            assert answering.startswith("Onno lebt")


def test_a_folder_without_questions_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no xquad-dev.LANG.json"):
        read_examples(tmp_path)


def test_folds_share_no_article() -> None:
    folds = [fold_of(article, 3) for article in range(24)]
    assert sorted(set(folds)) == [0, 1, 2]
    assert [folds.count(fold) for fold in range(3)] == [8, 8, 8]


def test_a_batch_points_to_what_answers(examples: list[Example]) -> None:
    for step in range(20):
        read = batch(examples, 1, step)
        assert len(read.passages) == PARAGRAPHS
        assert len(read.questions) == len(read.taught_questions) == PARAGRAPHS * QUESTIONS_EACH
        for number, right in enumerate(read.answering):
            passage = read.passages[read.passage_of_question[number]]
            assert read.sentences[right] in passage
            assert read.sentences[right].startswith("Onno lebt")
            assert read.passage_of_sentence[right] == read.passage_of_question[number]
        assert len(set(read.passages)) == PARAGRAPHS
        assert len(set(read.article_of_passage)) < PARAGRAPHS  # some are hard to tell apart


def test_a_step_reads_the_same_whenever_it_is_asked(examples: list[Example]) -> None:
    assert batch(examples, 1, 7) == batch(examples, 1, 7)
    assert batch(examples, 1, 7) != batch(examples, 1, 8)
    assert batch(examples, 1, 7) != batch(examples, 2, 7)


def test_a_badly_worded_question_is_still_a_question() -> None:
    chance = random.Random(3)
    question = "Wann begann die Sitzung in Brüssel?"
    ways = {worded_badly(question, "de", chance) for _ in range(60)}
    assert question.rstrip("?") in ways
    assert question.rstrip("?").lower() in ways
    assert "begann Sitzung Brüssel" in ways
    assert len(ways) > 6  # slips
    assert all(ways)
    assert worded_badly("?", "de", chance) == "?"
