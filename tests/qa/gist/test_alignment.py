"""What words of a text became in its translation, by the real embedding model."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Embedder
from qa.gist.alignment import Link, counterpart, linked
from qa.writing.support import Support


@pytest.fixture(scope="module")
def support(real_embedder: Embedder) -> Support:
    return Support(real_embedder)


@pytest.mark.parametrize(
    ("original", "answer", "translated", "expected"),
    [
        (
            "Am Dienstag kam Anna Berg mit ihrem Bruder nach Brüssel.",
            "Anna Berg",
            "On Tuesday Anna Berg came to Brussels with her brother.",
            "Anna Berg",
        ),
        (
            "Das Gespräch dauerte acht Stunden.",
            "acht Stunden",
            "It took eight hours until they had talked about it.",
            "eight hours",
        ),
        (
            "Weil es regnete, wurde die Brücke am 3. Mai 2021 gesperrt.",
            "3. Mai 2021",
            "The bridge was closed on 3 May 2021 because it was raining.",
            "3 May 2021",
        ),
        (
            "The mayor of Leeds paid 14 million euros for the theatre.",
            "14 million euros",
            "Für das Theater gab der Bürgermeister von Leeds 14 Millionen Euro aus.",
            "14 Millionen Euro",
        ),
        (
            "Le pont a été fermé par la police.",
            "la police",
            "La policía cerró el puente.",
            "La policía",
        ),
    ],
)
def test_the_words_that_answer_are_found_again_wherever_they_stand(
    support: Support, original: str, answer: str, translated: str, expected: str
) -> None:
    start = original.index(answer)
    part = counterpart(linked(original, translated, support), (start, start + len(answer)))
    assert part is not None
    assert translated[slice(*part)] == expected


def test_words_that_the_translation_lacks_are_found_nowhere(support: Support) -> None:
    original, translated = "Anna Berg kam am Dienstag.", "…"
    assert counterpart(linked(original, translated, support), (0, 9)) is None
    assert counterpart([], (0, 9)) is None
    assert linked("", "", support) == []


@settings(derandomize=True)
@given(
    st.lists(st.builds(Link, *[st.tuples(st.integers(0, 20), st.integers(20, 40))] * 2)),
    st.tuples(st.integers(0, 20), st.integers(21, 40)),
)
def test_what_is_marked_begins_and_ends_with_linked_words(
    links: list[Link], part: tuple[int, int]
) -> None:
    if (found := counterpart(links, part)) is not None:
        assert found[0] in {link.translated[0] for link in links}
        assert found[1] in {link.translated[1] for link in links}
