"""How short answers are scored."""

from __future__ import annotations

import pytest

from qa.evaluation.overlap import token_f1


@pytest.mark.parametrize(
    ("said", "golds", "f1"),
    [
        ("vier Stunden", ["vier Stunden"], 1.0),
        ("Vier Stunden.", ["vier Stunden", "4"], 1.0),
        ("rund vier Stunden", ["vier Stunden"], 0.8),
        ("vier vier", ["vier"], 2 / 3),
        ("Brüssel", ["vier Stunden"], 0.0),
        ("Brüssel", [], 0.0),
        ("", ["vier"], 0.0),
    ],
)
def test_words_in_common_count_whatever_their_case(said: str, golds: list[str], f1: float) -> None:
    assert token_f1(said, golds) == pytest.approx(f1)
