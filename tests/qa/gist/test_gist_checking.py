"""Which machine translations may be shown, by the real embedding model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index import Embedder
from index.text import numbers
from qa.gist import Verdict, verdict
from qa.gist.checking import is_sure, says_the_same
from qa.gist.exchanged import comes_closer_exchanged
from qa.writing.support import Support

FIRE = {
    "de": "Die Feuerwehr brauchte drei Stunden, bis der Brand gelöscht war.",
    "en": "It took the fire brigade three hours to put out the fire.",
    "fr": "Il a fallu trois heures aux pompiers pour éteindre l’incendie.",
}
NURSE = {
    "de": "Krankenschwester Maria Lopez arbeitet seit 2009 im Krankenhaus von Leeds.",
    "en": "Nurse Maria Lopez has worked at the hospital in Leeds since 2009.",
    "fr": "L’infirmière Maria Lopez travaille à l’hôpital de Leeds depuis 2009.",
}
MUSEUM = {
    "de": "Das Museum von Lyon hat nach zwei Jahren Bauarbeiten wieder geöffnet.",
    "en": "The museum in Lyon has opened again after two years of building work.",
    "fr": "Le musée de Lyon a rouvert ses portes après deux ans de travaux.",
}
NEWS = json.loads(
    (Path(__file__).parents[2] / "data/parallel_news.json").read_text(encoding="utf-8")
)
PAIRS = [(source, target) for source in FIRE for target in FIRE if source != target]


@pytest.fixture(scope="module")
def support(real_embedder: Embedder) -> Support:
    return Support(real_embedder)


def passes(gist: str, original: str, source: str, target: str, support: Support) -> bool:
    return verdict(gist, original, source, target, support).passes


@pytest.mark.parametrize("sentence", [FIRE, NURSE, MUSEUM], ids=["fire", "nurse", "museum"])
@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_right_translation_passes(
    support: Support, sentence: dict[str, str], source: str, target: str
) -> None:
    assert passes(sentence[target], sentence[source], source, target, support)


@pytest.mark.parametrize("language", ["de", "es", "fr", "it"])
def test_most_right_translations_are_kept(support: Support, language: str) -> None:
    kept = [
        passes(other, one, "en", language, support)
        for one, other in zip(NEWS["en"], NEWS[language], strict=True)
    ]
    assert sum(kept) >= 3  # a number may be written otherwise


@pytest.mark.parametrize(
    "gist",
    [
        "Nurse Maria Lopez has worked at the hospital in Leeds since 2019.",
        "Nurse Maria Lopez has worked at the hospital in Leeds for years.",
        "Nurse Maria Lopez, 44, has worked at the hospital in Leeds since 2009.",
        "Nurse Maria Lopez has worked at the hospital in Leeds since 2009 (2009).",
    ],
)
def test_other_numbers_drop_a_gist(support: Support, gist: str) -> None:
    assert not passes(gist, NURSE["de"], "de", "en", support)


@pytest.mark.parametrize(
    ("gist", "original", "source", "target"),
    [
        ("Die Krankenschwester arbeitet seit 2009 im Krankenhaus.", NURSE["en"], "en", "de"),
        ("L’infirmière travaille à l’hôpital depuis 2009.", NURSE["en"], "en", "fr"),
        ("Le musée a rouvert ses portes après deux ans de travaux.", MUSEUM["en"], "en", "fr"),
    ],
)
def test_a_missing_name_drops_a_gist(
    support: Support, gist: str, original: str, source: str, target: str
) -> None:
    assert not passes(gist, original, source, target, support)


@pytest.mark.parametrize(
    "gist",
    [
        "Nurse Olga Kowalski has worked at the hospital in Leeds since 2009.",
        "Nurse Maria Lopez has worked at the hospital in Chicago since 2009.",
    ],
)
def test_an_invented_name_drops_a_gist(support: Support, gist: str) -> None:
    assert not passes(gist, NURSE["de"], "de", "en", support)


@pytest.mark.parametrize("sentence", [FIRE, NURSE, MUSEUM], ids=["fire", "nurse", "museum"])
@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_another_language_drops_a_gist(
    support: Support, sentence: dict[str, str], source: str, target: str
) -> None:
    third = next(language for language in FIRE if language not in (source, target))
    assert not passes(sentence[third], sentence[source], source, target, support)
    assert not passes(sentence[source], sentence[source], source, target, support)


def test_a_gist_that_goes_on_and_on_is_dropped(support: Support) -> None:
    assert not passes(" ".join([FIRE["en"]] * 4), FIRE["de"], "de", "en", support)


def test_a_gist_that_breaks_off_is_dropped(support: Support) -> None:
    assert not passes("It took the fire", FIRE["de"], "de", "en", support)


@pytest.mark.parametrize("nothing", ["", "…", " "])
def test_nothing_is_no_gist(support: Support, nothing: str) -> None:
    assert not passes(nothing, FIRE["de"], "de", "en", support)
    assert not passes(FIRE["en"], nothing, "de", "en", support)


@pytest.mark.parametrize(
    ("gist", "source", "target"),
    [
        ("The bakery sold three kinds of bread until it was closed.", "de", "en"),
        ("La boulangerie a vendu trois sortes de pain avant de fermer.", "en", "fr"),
        ("Les pompiers ont acheté trois nouveaux camions rouges.", "en", "fr"),
        ("The weather will be fine and dry for the next three days.", "fr", "en"),
    ],
)
def test_a_sentence_about_something_else_is_dropped(
    support: Support, gist: str, source: str, target: str
) -> None:
    assert not passes(gist, FIRE[source], source, target, support)


@pytest.mark.parametrize("written", ["1.500", "1,500", "1 500", "1’500", "1500", "1\u202f500"])
def test_numbers_are_the_same_however_their_digits_are_separated(written: str) -> None:
    assert numbers(f"Es kamen {written} Gäste.") == ["1500"]


def test_numbers_are_compared_without_their_order() -> None:
    assert numbers("Am 12. Mai 2021 kamen 14 Gäste.") == numbers("14 guests came on 12 May 2021.")
    assert numbers("12, 13 und 14") == ["12", "13", "14"]
    assert numbers("keine") == []


@pytest.mark.parametrize(("source", "target"), [("de", "en"), ("en", "de"), ("de", "fr")])
def test_a_number_whose_digits_are_separated_otherwise_is_no_other_number(
    support: Support, source: str, target: str
) -> None:
    guests = {
        "de": "Zum Fest in Leeds kamen am Sonntag rund 1.500 Gäste.",
        "en": "Around 1,500 guests came to the festival in Leeds on Sunday.",
        "fr": "Environ 1\u202f500 invités sont venus dimanche à la fête à Leeds.",
    }
    assert passes(guests[target], guests[source], source, target, support)


@pytest.mark.parametrize(
    ("sentence", "source", "target"),
    [
        ("Sherman forderte ein Ende der Gewalt.", "de", "en"),
        ("Sie blieb vier Tage.", "de", "fr"),
        ("She stayed for four days.", "en", "de"),
    ],
)
def test_a_short_sentence_that_is_repeated_is_no_translation(
    support: Support, sentence: str, source: str, target: str
) -> None:
    assert not passes(sentence, sentence, source, target, support)
    assert not passes(sentence.rstrip("."), sentence, source, target, support)


def test_names_alone_are_the_same_in_either_language(support: Support) -> None:
    assert says_the_same("Anna Berg, Leeds", "Anna Berg, Leeds", "de", "en", support)


EXCHANGES = [
    (
        "Am Montag forderte Paris von London mehr Geld.",
        "On Monday, Paris demanded more money from London.",
        "On Monday, London demanded more money from Paris.",
    ),
    (
        "Nach Angaben von Leeds hat Lyon die Verträge im Mai gekündigt.",
        "According to Leeds, Lyon ended the contracts in May.",
        "According to Lyon, Leeds ended the contracts in May.",
    ),
]


@pytest.mark.parametrize(("original", "right", "wrong"), EXCHANGES)
def test_who_does_what_to_whom_may_not_be_exchanged(
    support: Support, original: str, right: str, wrong: str
) -> None:
    assert passes(right, original, "de", "en", support)
    assert comes_closer_exchanged(wrong, original, support) > 0
    assert comes_closer_exchanged(right, original, support) < 0
    assert not passes(wrong, original, "de", "en", support)


def test_where_there_is_nothing_to_exchange_nothing_comes_closer(support: Support) -> None:
    for text in ("", "It rained.", "On Tuesday it rained.", "We met Anna Berg."):
        assert comes_closer_exchanged(text, "Es regnete.", support) == -1.0


def test_the_better_of_two_verdicts_is_the_greater() -> None:
    best, near, wrong = (
        Verdict(True, True, 0.9),
        Verdict(False, True, 0.8),
        Verdict(False, False, 1),
    )
    assert best > near > wrong
    assert is_sure(Verdict(True, True, 0.99))
    assert not is_sure(Verdict(False, True, 0.99))
    assert not is_sure(Verdict(True, True, 0.89))


def test_a_negation_that_is_lost_drops_a_gist(support: Support) -> None:
    original = "Der Bürgermeister sagte am Dienstag, die Brücke werde nicht wieder geöffnet."
    right = "The mayor said on Tuesday that the bridge would not be opened again."
    assert passes(right, original, "de", "en", support)
    assert not passes(right.replace("not ", ""), original, "de", "en", support)
