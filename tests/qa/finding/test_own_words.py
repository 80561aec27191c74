"""Whether a passage holds what a question itself asks."""

from __future__ import annotations

import pytest

from index import Candidate, Embedder
from index.articles import Passage, Sentence
from index.text import Question
from qa.finding.own_words import holds_own_words, own_words
from qa.writing import Support

HARBOUR = {
    "en": "The old lighthouse in Bergen was built in 1854. Its keeper lit the lamp every evening.",
    "de": "Der alte Leuchtturm in Bergen wurde 1854 gebaut. Der Wärter zündete jeden Abend die "
    "Lampe an.",
}


@pytest.fixture(scope="module")
def support(real_embedder: Embedder) -> Support:
    return Support(real_embedder)


def passage(language: str) -> Candidate:
    text = HARBOUR[language]
    sentence = Sentence(1, 1, "a1", 0, len(text), text)
    return Candidate(sentence, Passage(1, "a1", 0, len(text), text), language)


@pytest.mark.parametrize("text", ["en", "de"])
@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("en", "Why?"),
        ("en", "When was it built?"),
        ("en", "And who lit its lamp?"),
        ("en", "And in Bergen?"),
        ("en", "And in 1854?"),
        ("de", "Und wann wurde er gebaut?"),
        ("de", "Und die Lampe?"),
        ("fr", "Quand a-t-il été construit ?"),
        ("fr", "Et le gardien du phare ?"),
        ("es", "¿Y la lámpara?"),
        ("it", "E il faro?"),
    ],
)
def test_words_are_held_by_their_stems_or_by_what_they_mean(
    support: Support, text: str, language: str, asked: str
) -> None:
    assert holds_own_words(Question(asked, language), passage(text), support.closeness)


@pytest.mark.parametrize("text", ["en", "de"])
@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("en", "And who won the race?"),
        ("en", "And the football coach of Bergen?"),
        ("en", "And in Lisbon?"),
        ("en", "And in 1855?"),
        ("de", "Und wer gewann das Rennen?"),
        ("de", "Und was kostet der Fisch?"),
        ("fr", "Et le prix du pain ?"),
        ("fr", "Et à Marseille ?"),
        ("es", "¿Y la receta?"),
        ("it", "E chi ha vinto la partita?"),
    ],
)
def test_what_the_passage_does_not_say_is_not_held(
    support: Support, text: str, language: str, asked: str
) -> None:
    assert not holds_own_words(Question(asked, language), passage(text), support.closeness)


def test_what_is_joined_to_a_word_is_no_part_of_it() -> None:
    assert own_words("Quand l’acte a-t-il été signé ?", "fr") == ["acte", "signé"]
    assert own_words("Womit?", "de") == []
    assert own_words("Wie sieht es mit dem Turm aus?", "de") == ["Turm"]
