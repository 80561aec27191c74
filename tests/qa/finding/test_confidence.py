"""How sure an answer is: what the question's words, names and numbers say for it and against it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index import Archive
from index.search.search import narrowed
from index.text.names import content_words_held, names_missing
from qa.finding.confidence import answer_features, confidence, threshold

QUESTION, LANGUAGE = "Wie lange dauerte das Treffen des NATO-Russland-Rates?", "de"


def sure(index: Archive, question: str, language: str, without: str = "") -> float:
    """:param without: the name of an article's file that is taken to be away."""
    candidates = narrowed(
        index.candidates(question, language),
        lambda c: not without or without not in str(index.article(c.sentence.article_id).path),
    )
    article = index.article(candidates[0].sentence.article_id)
    return confidence(answer_features(question, language, candidates, article))


@pytest.mark.parametrize(
    ("question", "language"), [(QUESTION, LANGUAGE), ("How long did the meeting last?", "en")]
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
    first, *others = seeds_archive.candidates(QUESTION, LANGUAGE)
    article = seeds_archive.article(first.sentence.article_id)

    def with_value(value: float) -> float:
        changed = replace(first, features=replace(first.features, **{name: value}))
        return confidence(answer_features(QUESTION, LANGUAGE, [changed, *others], article))

    assert with_value(0.9) > with_value(0.8)


def test_a_lead_over_other_passages_is_surer(seeds_archive: Archive) -> None:
    first, *others = seeds_archive.candidates(QUESTION, LANGUAGE)
    article = seeds_archive.article(first.sentence.article_id)
    ahead = replace(first, score=first.score + 2)
    values = [
        confidence(answer_features(QUESTION, LANGUAGE, [one, *others], article))
        for one in (first, ahead)
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
    assert names_missing(question, language, text, "de") == missing


def test_words_are_held_whatever_their_endings() -> None:
    text = "Der Minister forderte die Gesandten zur Umkehr auf."
    assert content_words_held("Welche Minister forderten Umkehr?", "de", text) == 1.0
    assert content_words_held("Welcher Bäcker backt?", "de", text) == 0.0
    assert content_words_held("Wer ist das?", "de", text) == 0.0
