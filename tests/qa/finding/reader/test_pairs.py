"""A question and a passage as one sequence of tokens."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.embedding.tokenization import Tokens
from qa.finding.reader.pairs import paired

NONE = Tokens([], [])


def tokens(count: int, first: int = 10) -> Tokens:
    return Tokens([*range(first, first + count)], [(n, n + 1) for n in range(count)])


def test_question_title_and_passage_stand_between_their_marks() -> None:
    pair = paired(tokens(2), tokens(1, 20), tokens(3, 30))
    assert pair.ids == [0, 10, 11, 2, 2, 20, 2, 2, 30, 31, 32, 2]
    assert pair.ids[pair.first :][: len(pair.spans)] == [30, 31, 32]


def test_without_a_title_nothing_stands_for_it() -> None:
    assert paired(tokens(1), NONE, tokens(1, 30)).ids == [0, 10, 2, 2, 30, 2]


@settings(derandomize=True, deadline=None)
@given(*[st.integers(0, 700)] * 3)
def test_a_pair_never_has_more_tokens_than_the_encoder_has_positions(
    question: int, title: int, passage: int
) -> None:
    pair = paired(tokens(question), tokens(title), tokens(passage))
    assert len(pair.ids) <= 512
    assert len(pair.ids) == pair.first + len(pair.spans) + 1
    assert len(pair.spans) >= min(passage, 400)
