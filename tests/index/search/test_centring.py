"""What all texts of a language have in common speaks for none of them."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from rows import Rows
from word_encoder import SignEncoder

from index import Embedder
from index.text import Question

Articles = Iterable[tuple[str, str, str]]


def _many(language: str, word: str = "Kraut") -> Articles:
    """Sentences that have this word in common and else say each something of its own."""
    for number in range(20):
        told = (f"Im Jahr {number}{n} blüht {word} neben Haus{number}{n}." for n in range(15))
        text = " ".join(told)
        yield language, f"{language} {number}", text if language == "de" else text.upper()


def _archive(
    tmp_path_factory: pytest.TempPathFactory, articles: Articles, trace: float = 0.0
) -> Rows:
    embedder = Embedder(SignEncoder(512, trace), model_name="signs")
    return Rows(tmp_path_factory.mktemp("rows"), articles, embedder)


@pytest.mark.parametrize("trace", [0.0, 0.8])
def test_a_better_answer_in_another_language_comes_first(
    tmp_path_factory: pytest.TempPathFactory, trace: float
) -> None:
    """Though the vectors of all texts in the question's language lean its way."""
    question = Question("Welcher Deichgraf baute die Brücke am Hafen?", "de")
    articles = [
        *_many("de"),
        *_many("en"),
        ("de", "near", "Niemand baute damals eine Brücke am Hafen."),
        ("en", "right", "DEICHGRAF HARMS BAUTE DIE BRÜCKE AM HAFEN."),
    ]
    archive = _archive(tmp_path_factory, articles, trace)
    ranked = archive.ranked(question)
    assert [archive.title(candidate) for candidate in ranked[:2]] == ["right", "near"]


def test_of_sentences_alike_no_language_has_the_better_one(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """But for the prior that its centre is drawn to, a language gains little by its trace."""
    question = Question("Welcher Deichgraf baute die Brücke am Hafen?", "nl")
    text = "Deichgraf Harms baute die Brücke am Hafen."
    articles = [*_many("de"), *_many("en"), ("de", "one", text), ("en", "other", text.upper())]
    without, leaning = (_archive(tmp_path_factory, articles, trace) for trace in (0.0, 0.8))

    def lead(archive: Rows) -> float:
        scores = {archive.title(c): c.score for c in archive.ranked(question)}
        return scores["one"] - scores["other"]

    of_features = {leaning.title(c): c.features.sentence for c in leaning.ranked(question)}
    assert of_features["one"] > of_features["other"] + 0.2
    assert abs(lead(without)) < 0.1
    assert abs(lead(leaning)) < 8


def test_what_all_texts_of_a_language_say_speaks_for_none_of_them(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    articles = [
        *_many("de", "Hafen"),
        *_many("en", "Kraut"),
        ("de", "here", "Ein Hafen."),
        ("en", "there", "EIN HAFEN."),
    ]
    archive = _archive(tmp_path_factory, articles)
    found = {archive.title(c): c for c in archive.ranked(Question("Hafen?", "nl"))}
    here, there = found["here"], found["there"]
    assert here.features.sentence == pytest.approx(there.features.sentence, abs=0.01)
    assert here.features.passage == pytest.approx(there.features.passage, abs=0.01)
    assert here.score < there.score - 1
