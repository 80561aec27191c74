"""An answer as the browser keeps it: it comes back the same, or is refused."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shown import written

from index import InputError
from qa import Answer, Assistant
from qa.answers import WrittenSentence
from qa.web.page.conversation import answer_html
from qa.web.page.records import answer_of, record_of
from qa.web.page.sources import sources_html

_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)


def kept(answer: Answer) -> Answer:
    """As it comes back from a browser; times and gists do not."""
    citations = tuple(
        replace(c, gist=None, gist_answer=None, doubtful_gist=None) for c in answer.citations
    )
    return replace(answer, timings_ms={}, citations=citations)


@pytest.mark.parametrize(
    "question",
    [
        "When was Jens Stoltenberg born?",
        "what did Sherman demand?",
        "How many moons does Saturn have?",
        "Summarise the article on the INF treaty",
        "?!?",
    ],
)
def test_an_answer_comes_back_the_same(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    back = answer_of(json.loads(json.dumps(record_of(answer))))
    assert back == kept(answer)
    assert answer_html(back) == answer_html(kept(answer))


def test_a_written_answer_comes_back_the_same() -> None:
    answer = written(
        WrittenSentence("The bridge is closed.", (1,), True), WrittenSentence("Hm.", (), False),
        text="The bridge is closed [1]. Hm.", note="No.", standalone="Why?",
    )  # fmt: skip
    assert answer_of(json.loads(json.dumps(record_of(answer)))) == answer


@settings(derandomize=True, deadline=None, max_examples=300)
@given(data=st.data())
def test_whatever_comes_back_is_an_answer_or_is_refused(
    assistant: Assistant, data: st.DataObject
) -> None:
    record = json.loads(json.dumps(record_of(assistant.answer("what did Sherman demand?"))))
    place = data.draw(st.sampled_from([record, *record["citations"]]))
    place = data.draw(st.sampled_from([place, place.get("article", place)]))
    place[data.draw(st.sampled_from(list(place)))] = data.draw(_ANYTHING)
    try:
        answer = answer_of(record)
    except InputError as error:
        assert "\n" not in str(error)
        return
    assert answer_html(answer)
    sources_html(answer, {})


@pytest.mark.parametrize(
    "changed",
    [
        {"mode": "script"},
        {"sureness": "absolutely"},
        {"citations": [{}]},
        {"citations": [1] * 30},
        {"confidence": 2},
        {"confidence": float("nan")},
        {"answer": "x" * 100_000},
        {"quoted_at": []},
        {"quoted_at": [{"start": 3, "end": 1}]},
    ],
)
def test_what_is_no_answer_is_refused_in_one_line(assistant: Assistant, changed: dict) -> None:
    record = record_of(assistant.answer("what did Sherman demand?"))
    with pytest.raises(InputError) as error:
        answer_of(record | changed)
    assert "\n" not in str(error.value) and len(str(error.value)) < 200
