"""Numbers that a text spells out."""

from __future__ import annotations

import pytest

from qa.writing.spelled import spelled_numbers


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Four hours, twenty-one days, thirty two men", "en", {"4", "21", "32"}),
        ("both sides", "en", {"2"}),
        ("Vierundzwanzig Leute, zwölf Pferde, Dreißig", "de", {"24", "12", "30"}),
        ("ein vierstündiges Treffen", "de", {"4"}),
        ("veintidós, treinta y cuatro, dieciséis", "es", {"22", "34", "16"}),
        ("vingt-deux, vingt et un, dix-neuf, quatre-vingts", "fr", {"22", "21", "19", "80"}),
        ("ventitré, ventotto, quarantuno, due", "it", {"23", "28", "41", "2"}),
    ],
)
def test_numbers_in_words_are_read(text: str, language: str, expected: set[str]) -> None:
    assert spelled_numbers(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("someone, often, fourth, two hundred", "en"),
        ("Klavier, achtlos, zweihundert, ein Haus", "de"),
        ("dos mil, una casa", "es"),
        ("un pont neuf, soixante-dix", "fr"),
        ("duecento, una casa", "it"),
        ("four", "pl"),
    ],
)
def test_parts_of_other_words_and_of_larger_numbers_are_not(text: str, language: str) -> None:
    assert spelled_numbers(text, language) == set()
