"""Which sentences say that something is not so."""

from __future__ import annotations

import pytest

from qa.gist.negation import negates


@pytest.mark.parametrize(
    ("language", "negated", "plain"),
    [
        ("de", "Die Brücke war nicht zu.", "Die Brücke war im Nichtraucherbereich zu."),
        ("de", "Es gab keinen Grund.", "Es gab einen Grund."),
        ("en", "The bridge wasn’t closed.", "The bridge was closed with a knot."),
        ("en", "Nobody came.", "Everybody came to Nottingham."),
        ("es", "El puente no estaba cerrado.", "El puente de noche estaba cerrado."),
        ("fr", "Le pont n’était pas fermé.", "Le pont était fermé au nord."),
        ("it", "Il ponte non era chiuso.", "Il ponte era chiuso a maggio."),
    ],
)
def test_a_negation_is_a_word_of_its_own(language: str, negated: str, plain: str) -> None:
    assert negates(negated, language) is True
    assert negates(negated.upper(), language) is True
    assert negates(plain, language) is False


def test_of_other_languages_nothing_is_known() -> None:
    assert negates("Мост не закрыт.", "ru") is None
