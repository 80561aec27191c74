"""How sure an answer is: what the question's words, names and numbers say for it and against it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index import Archive, Candidate
from index.text import Question
from qa.finding import run, stages
from qa.finding.confidence import (
    answer_features,
    confidence,
    content_words_held,
    names_missing,
    threshold,
)

QUESTION = Question("Wie lange dauerte das Treffen des NATO-Russland-Rates?", "de")


def candidates(archive: Archive, question: Question, without: str = "") -> list[Candidate]:
    """:param without: the name of an article's file that is taken to be away."""
    snapshot = archive.current()

    def stays(candidate: Candidate) -> bool:
        path = str(snapshot.article(candidate.sentence.article_id).path)
        return not without or without not in path

    return run(question, stages(snapshot, archive.embedder), stays)


def sure(archive: Archive, question: str, language: str, without: str = "") -> float:
    asked = Question(question, language)
    found = candidates(archive, asked, without)
    article = archive.current().article(found[0].sentence.article_id)
    return confidence(answer_features(asked, found, article))


@pytest.mark.parametrize(
    ("question", "language"),
    [(QUESTION.asked, QUESTION.language), ("How long did the meeting last?", "en")],
)
def test_an_archive_without_the_article_is_less_sure(
    seeds_archive: Archive, question: str, language: str
) -> None:
    answered = sure(seeds_archive, question, language)
    assert answered >= threshold()
    assert sure(seeds_archive, question, language, "nato-russland-rat-tagt") < answered


def test_what_no_article_is_about_is_below_the_threshold(seeds_archive: Archive) -> None:
    for question in (
        "Wer erfand den Dosenöffner?",
        "Wann wurde der Wiener Zentralfriedhof eröffnet?",
    ):
        assert sure(seeds_archive, question, "de") < threshold()


@pytest.mark.parametrize("name", ["sentence", "content_words", "function_words", "lexical"])
def test_what_fits_better_is_surer(seeds_archive: Archive, name: str) -> None:
    first, *others = candidates(seeds_archive, QUESTION)
    article = seeds_archive.current().article(first.sentence.article_id)

    def with_value(value: float) -> float:
        changed = replace(first, features=replace(first.features, **{name: value}))
        return confidence(answer_features(QUESTION, [changed, *others], article))

    assert with_value(0.9) > with_value(0.8)


def test_a_lead_over_other_passages_is_surer(seeds_archive: Archive) -> None:
    first, *others = candidates(seeds_archive, QUESTION)
    article = seeds_archive.current().article(first.sentence.article_id)
    ahead = replace(first, score=first.score + 2)
    values = [
        confidence(answer_features(QUESTION, [one, *others], article)) for one in (first, ahead)
    ]
    assert values[0] < values[1]


@pytest.mark.parametrize(
    ("question", "language", "text", "missing"),
    [
        ("When did Putin visit Moscow?", "en", "Putin kam 2021 nach Moskau zurück.", 0),
        ("When did Putin visit Moscow?", "en", "Der Minister kam nach Paris.", 2),
        ("Was geschah am 11. September 2001?", "de", "Am 11. September 2001 brannte es.", 0),
        ("Was geschah 2001?", "de", "Im Jahr 2014 brannte es.", 1),
        ("¿Qué pidió la OTAN?", "es", "Die Nato-Staaten forderten mehr.", 1),
        ("who won", "en", "Der Deich brach.", 0),
    ],
)
def test_names_and_numbers_are_missed_where_a_text_lacks_them(
    question: str, language: str, text: str, missing: int
) -> None:
    assert names_missing(Question(question, language), text, "de") == missing


def test_words_are_held_whatever_their_endings() -> None:
    text = "Der Minister forderte die Gesandten zur Umkehr auf."
    assert content_words_held(Question("Welche Minister forderten Umkehr?", "de"), text) == 1.0
    assert content_words_held(Question("Welcher Bäcker backt?", "de"), text) == 0.0
    assert content_words_held(Question("Wer ist das?", "de"), text) == 0.0
