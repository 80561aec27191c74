"""A turn of a conversation: small, the same out and in, and not trusted."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Archive, InputError
from qa import Assistant, Turn
from qa.turn import MOST_TURNS, Cited, recall, turns_from_json

_TURN = Turn(
    "Und wann?", "de", standalone="Und wann? (Putin)", citations=(Cited("a1", 3, 9, (4, 6)),)
)  # fmt: skip
_OBJECT = _TURN.to_json()
_CITED = _OBJECT["citations"][0]
# Whatever a program can put into JSON.
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)


@pytest.mark.parametrize(
    "question", ["what did Sherman demand?", "How many moons does Saturn have?", "?!?"]
)
def test_a_turn_goes_through_json_and_comes_back_the_same(
    assistant: Assistant, question: str
) -> None:
    turn = Turn.of(assistant.answer(question))
    sent = json.dumps(turn.to_json())
    assert Turn.from_json(json.loads(sent)) == turn
    assert len(sent) < 1_000


def test_a_turn_says_what_was_asked_and_what_was_cited(assistant: Assistant) -> None:
    answer = assistant.answer("When was Jens Stoltenberg born?")
    turn = Turn.of(answer)
    assert (turn.question, turn.language, turn.is_answered) == (answer.question, "en", True)
    for citation, cited in zip(answer.citations, turn.citations, strict=True):
        assert (cited.article_id, cited.start, cited.end) == (
            citation.article.id,
            citation.start,
            citation.end,
        )
    short = answer.citations[0].short_answer
    assert short is not None and turn.citations[0].short_answer == (short.start, short.end)
    assert Turn.of(assistant.answer("?!?")).notice
    refused = Turn.of(assistant.answer("How many moons does Saturn have?"))
    assert refused.refused and not refused.notice and not refused.is_answered


@pytest.mark.parametrize(
    "changed",
    [
        {"question": None},
        {"question": "x" * 5_000},
        {"question": ["x"]},
        {"language": "german"},
        {"language": "<b"},
        {"language": None},
        {"standalone": 3},
        {"citations": "abc"},
        {"citations": [_CITED] * 11},
        {"citations": [None]},
        {"citations": [_CITED | {"article": 7}]},
        {"citations": [_CITED | {"article": "x" * 2_000}]},
        {"citations": [_CITED | {"start": -1}]},
        {"citations": [_CITED | {"start": 9}]},
        {"citations": [_CITED | {"end": "9"}]},
        {"citations": [_CITED | {"end": 10**400}]},
        {"citations": [_CITED | {"end": 9.5}]},
        {"citations": [_CITED | {"short_answer": [1]}]},
        {"citations": [_CITED | {"short_answer": {"start": 6, "end": 4}}]},
        {"citations": [_CITED | {"short_answer": {"start": 1}}]},
    ],
)
def test_what_is_no_turn_is_refused_in_one_line(changed: dict) -> None:
    assert Turn.from_json(_OBJECT) == _TURN
    with pytest.raises(InputError) as error:
        Turn.from_json(_OBJECT | changed)
    assert "\n" not in str(error.value) and len(str(error.value)) < 200


@settings(derandomize=True, deadline=None)
@given(_ANYTHING, st.sampled_from(list(_OBJECT)))
def test_nothing_that_comes_in_is_more_than_a_wrong_turn(anything: object, name: str) -> None:
    for content in (anything, [anything], [_OBJECT | {name: anything}]):
        try:
            turns = turns_from_json(content)
        except InputError:
            continue
        assert all(isinstance(turn, Turn) for turn in turns)


def test_of_a_long_conversation_the_last_turns_count() -> None:
    many = [_OBJECT | {"question": f"{number}?"} for number in range(MOST_TURNS + 20)]
    turns = turns_from_json(many)
    assert len(turns) == MOST_TURNS
    assert turns[-1].question == f"{MOST_TURNS + 19}?"


def test_what_a_turn_cited_is_read_from_the_archive_and_what_has_gone_is_left_out(
    assistant: Assistant, seeds_archive: Archive
) -> None:
    answer = assistant.answer("what did Sherman demand?")
    turn = Turn.of(answer)
    gone = Turn("Who?", "en", citations=(Cited("nobody", 0, 5),))
    recalled, nothing = recall([turn, gone], seeds_archive.current())
    assert recalled.question == turn.question
    assert recalled.quotes == tuple((c.article.title, c.quote) for c in answer.citations)
    assert nothing.quotes == ()
    follow_up = Turn("Why?", "en", standalone="Why? (Sherman)")
    assert recall([follow_up], seeds_archive.current())[0].question == "Why? (Sherman)"
