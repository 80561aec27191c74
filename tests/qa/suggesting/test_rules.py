"""What is asked of a sentence, by rule."""

from __future__ import annotations

import re

import pytest

from index import ArticleDescription, Sentence
from prompts import languages
from qa.suggesting.candidates import candidates
from qa.suggesting.dated import when
from qa.suggesting.people import ACTS, acts, people
from qa.suggesting.rules import pointing_words, rules

DATED = [
    ("de", "Am 1. August 1975 unterzeichneten 35 Staaten die Schlussakte von Helsinki.",
     "Wann unterzeichneten 35 Staaten die Schlussakte von Helsinki?", "Am 1. August 1975"),
    ("de", "Seit dem 1. Januar 1995 heißt die KSZE OSZE.", "Seit wann heißt die KSZE OSZE?",
     "Seit dem 1. Januar 1995"),
    ("de", "2009 wurde Barack Obama Präsident.", "Wann wurde Barack Obama Präsident?", "2009"),
    ("en", "The INF Treaty entered into force on 1 June 1988.",
     "When did the INF Treaty enter into force?", "1 June 1988"),
    ("en", "The North Atlantic Treaty was signed in Washington on April 4, 1949.",
     "When was the North Atlantic Treaty signed in Washington?", "April 4, 1949"),
    ("en", "Barack Obama resigned in 2009.", "When did Barack Obama resign?", "2009"),
    ("es", "La OTAN fue fundada en Washington el 4 de abril de 1949.",
     "¿Cuándo fue fundada la OTAN en Washington?", "4 de abril de 1949"),
    ("it", "La NATO è stata fondata a Washington il 4 aprile 1949.",
     "Quando è stata fondata la NATO a Washington?", "4 aprile 1949"),
    ("fr", "L’OTAN a été fondée le 4 avril 1949.", "Quand l’OTAN a-t-elle été fondée ?",
     "4 avril 1949"),
    ("fr", "Les accords de Minsk ont été signés en février 2015.",
     "Quand les accords de Minsk ont-ils été signés ?", "février 2015"),
    ("fr", "Le traité de Rome fut signé en 1957.", "Quand le traité de Rome fut-il signé ?",
     "1957"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "sentence", "question", "answer"), DATED)
def test_a_sentence_with_a_date_becomes_a_question_for_it(
    language: str, sentence: str, question: str, answer: str
) -> None:
    found = when(sentence, language)
    assert found is not None
    assert found.question == question
    assert sentence[slice(*found.answer)] == answer


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Am Mittwoch verurteilte das Gericht den Mann."),
        ("de", "Am 1. August 1975 in Helsinki unterschrieb er."),
        ("de", "Am 1. August 1975, so hieß es, trat der Vertrag in Kraft."),
        ("de", "1.500 Menschen kamen."),
        ("en", "On Monday, the treaty was signed."),
        ("en", "The treaty, which nobody liked, was signed in 1957."),
        ("fr", "Le traité de Rome est de 1957."),
        ("ja", "条約は1957年に調印された。"),
    ],
)
def test_what_would_make_no_good_question_makes_none(language: str, sentence: str) -> None:
    assert when(sentence, language) is None


def asked(text: str, language: str, title: str = "", of: str | None = None) -> list[str]:
    article = ArticleDescription(id="a", title=title, language=of or language)
    sentence = Sentence(1, 1, "a", 0, len(text), text)
    return [found.question for found in candidates(article, text, [sentence], language)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Am 1. August 1975 unterschrieb er die Schlussakte von Helsinki.",
        "Im Jahr 2014 trat dort die OSZE zusammen.",
        "Im Jahr 2014 begann der lange Streit um die Grenze.",
        "Im Jahr 2014 begann die OSZE " + "sehr " * 20 + "früh.",
    ],
)
def test_a_question_has_to_be_understood_without_its_article(sentence: str) -> None:
    assert asked(sentence, "de") == []
    assert asked("Im Jahr 2014 begann die OSZE in Wien.", "de") == ["Wann begann die OSZE in Wien?"]


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("de", "Es warnte Außenminister Zbigniew Rau vor Krieg.", ["Zbigniew Rau"]),
        ("de", "Innenminister Thomas de Maizière und SPÖ-Chefin Pamela Rendi-Wagner kamen.",
         ["Thomas de Maizière", "Pamela Rendi-Wagner"]),
        ("de", "Präsident George W. Bush kam.", ["George W. Bush"]),
        ("de", "Präsident Barack Obamas Rede gefiel dem Trainer. Die Entlassung folgte.", []),
        ("de", "Das Haus der Kulturen steht am Großen Platz.", []),
        ("en", "U.S. President Donald Trump left.", ["Donald Trump"]),
        ("fr", "Le président ukrainien Viktor Ianoukovytch a quitté Kiev.",
         ["Viktor Ianoukovytch"]),
        ("es", "El presidente Pedro Sánchez habló.", ["Pedro Sánchez"]),
        ("it", "Il presidente Sergio Mattarella parla.", ["Sergio Mattarella"]),
        ("ja", "大統領", []),
    ],
)  # fmt: skip
def test_people_are_known_by_their_roles(language: str, text: str, names: list[str]) -> None:
    assert people(text, language) == names


def test_what_somebody_did_is_asked_only_where_they_are_the_subject() -> None:
    text = "Ministerin Eva Muster forderte mehr Geld."
    assert "Was hat Eva Muster gefordert?" in asked(text, "de")
    assert "What did Eva Muster demand?" in asked(text, "en", of="de")
    assert list(acts("Muster warnte vor Eis.", "de", ["Eva Muster"])) == [
        ("Eva Muster", "warn", 13)
    ]
    for other in ("Der Verband kritisierte Muster.", "Mustermann forderte Geld.", "Muster kam."):
        assert list(acts(other, "de", ["Eva Muster"])) == []
    assert asked("Ministerin Eva Muster kündigte entsprechende Pläne an.", "de") == [
        "Wer ist Eva Muster?"
    ]


def test_what_is_made_of_a_sentence_itself_is_asked_in_its_language_alone() -> None:
    sentence = "Die OSZE ist eine Organisation in Wien."
    assert asked(sentence, "de") == ["Was ist die OSZE?"]
    assert asked(sentence, "en", of="de") == []


@pytest.mark.parametrize(
    ("title", "is_asked"),
    [
        ("Die OSZE: 57 Staaten und ein Prinzip", True),
        ("{name} {0} <b>fett</b> und mehr", True),
        ("Was ist der Rat?", False),
        ("„Ein Zitat“, sagt der Minister", False),
        ("Kurz", False),
        ("Lang " * 30, False),
    ],
)
def test_a_title_is_asked_about_where_it_is_one(title: str, is_asked: bool) -> None:
    assert asked("Nichts.", "de", title) == ([f"Worum geht es in „{title}“?"] if is_asked else [])


def test_every_language_has_all_the_rules() -> None:
    for language in languages("suggest"):
        known = rules(language)
        assert known is not None and set(known) == {"roles", "between", "pointing", *ACTS}
        assert pointing_words(language)
        for name in ("roles", "between", *ACTS):
            re.compile(known[name])


@pytest.mark.parametrize(
    "text",
    ["A" * 20_000, "A-" * 10_000, "Präsident " * 2_000, "A b " * 5_000, "was in 19 " * 2_000],
)
def test_no_text_takes_long(text: str) -> None:
    for language in languages("suggest"):
        people(text, language)
        when(text[:400] + ".", language)
