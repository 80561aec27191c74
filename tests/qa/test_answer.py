"""The whole way, with the real model: articles → index → cited answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index import Embedder, Index, Settings, update_index
from qa import Assistant

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def real_embedder() -> Embedder:
    return Embedder.load(Settings())


def _assistant(folder: Path, index_dir: Path, embedder: Embedder) -> Assistant:
    update_index(index_dir, [folder], embedder, lambda done, total, what: None)
    return Assistant(Index.open(Settings(index_dir=index_dir), embedder=embedder))


@pytest.fixture(scope="session")
def assistant(real_embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return _assistant(ROOT / "seeds", tmp_path_factory.mktemp("seeds"), real_embedder)


def test_the_example_question_is_answered_from_a_german_report(assistant: Assistant) -> None:
    answer = assistant.answer("what did Sherman demand?")
    assert not answer.refused
    assert answer.language == "en"
    assert "Sherman forderte Moskau auf" in answer.citations[0].quote
    assert "[1]" in answer.text


def test_every_citation_is_verbatim(assistant: Assistant) -> None:
    questions = json.loads((ROOT / "tests/data/seed_questions.json").read_text(encoding="utf-8"))
    for asked in questions:
        answer = assistant.answer(asked["question"])
        assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))
        for citation in answer.citations:
            article = assistant.index.article(citation.article.id)
            assert article.text[citation.start : citation.end] == citation.quote


def test_questions_on_the_report_are_answered_or_refused(
    real_embedder: Embedder, tmp_path: Path
) -> None:
    if not SHARED.is_dir():
        pytest.skip("the evaluation data is not there")
    assistant = _assistant(SHARED / "seeds", tmp_path, real_embedder)
    content = json.loads((SHARED / "data/seed-questions.json").read_text(encoding="utf-8"))
    answered = refused = 0
    for asked in content["questions"]:
        answer = assistant.answer(asked["question"])
        if asked["evidence"] is None:
            refused += answer.refused
        elif not answer.refused:
            answered += any(asked["evidence"] in c.quote for c in answer.citations)
    assert answered >= 8
    assert refused >= 2


@pytest.mark.parametrize("asked", ["", "   ", "?!?", "a" * 2_001, "12345", "\0"])
def test_what_is_no_question_is_answered_kindly(assistant: Assistant, asked: str) -> None:
    answer = assistant.answer(asked)
    assert answer.mode == "notice"
    assert answer.text
