"""How sure an answer is, in words, and the words that answer."""

from __future__ import annotations

import dataclasses

import pytest

from index import Archive
from prompts import languages, texts
from qa import Assistant
from qa.finding import Finding, Sureness, find, open_reader, read_question, stages
from qa.finding.confidence import sureness, threshold
from qa.finding.question import Question
from qa.quoting import quoting_answer, refusing_answer

ASKED = "Wie lange dauerte das Treffen des NATO-Russland-Rates?"


@pytest.fixture(scope="module")
def finding(seeds_archive: Archive) -> Finding:
    question = read_question(ASKED, "de")
    assert isinstance(question, Question)
    snapshot = seeds_archive.current()
    return find(question, stages(snapshot, seeds_archive.embedder, open_reader()), snapshot)


def test_the_words_that_answer_stand_in_the_article(assistant: Assistant) -> None:
    answer = assistant.answer(ASKED)
    citation = answer.citations[0]
    short = citation.short_answer
    assert short is not None
    assert "vier Stunden" in short.text
    text = assistant.archive.current().article(citation.article.id).text
    assert text[short.start : short.end] == short.text == short.text.strip()
    assert "".join(citation.parts) == citation.quote
    assert citation.parts[1] == short.text
    told = answer.to_json()["citations"][0]["short_answer"]
    assert told == {"text": short.text, "start": short.start, "end": short.end}


def test_an_answer_may_stand_next_to_what_it_is_about(assistant: Assistant) -> None:
    """The sentence says "this mission"; which one, the sentence before it says."""
    answer = assistant.answer("What was the AWACS mission over America after 9/11 called?")
    assert not answer.refused
    assert "Eagle Assist" in answer.citations[0].quote


def test_without_the_reader_no_words_are_pointed_at(seeds_archive: Archive) -> None:
    answer = Assistant(seeds_archive, fast=True).answer(ASKED)
    assert not answer.refused
    assert answer.sureness == "likely"
    assert all("short_answer" not in told for told in answer.to_json()["citations"])


@pytest.mark.parametrize("language", languages("answer"))
def test_a_doubted_answer_says_so_first_and_points_at_no_words(
    finding: Finding, language: str
) -> None:
    between = (threshold(reads=True) + 0.3) / 2
    question = dataclasses.replace(finding.question, language=language)
    doubted = dataclasses.replace(finding, confidence=between, question=question)
    answer = quoting_answer(doubted)
    assert doubted.sureness is Sureness.PERHAPS
    assert not answer.refused
    assert answer.text.startswith(texts("answer", language)["perhaps"])
    assert answer.citations and all(c.short_answer is None for c in answer.citations)
    assert answer.to_json()["sureness"] == "perhaps"


def test_a_refusal_points_at_no_words(finding: Finding) -> None:
    for refusal in (
        quoting_answer(dataclasses.replace(finding, confidence=0.0)),
        refusing_answer(quoting_answer(dataclasses.replace(finding, confidence=0.99))),
    ):
        assert refusal.refused
        assert all(citation.short_answer is None for citation in refusal.citations)
        assert "sureness" not in refusal.to_json()


def test_the_surer_the_surer_said() -> None:
    said = [sureness(n / 1000, reads=True) for n in range(1001)]
    order = list(dict.fromkeys(said))
    assert order == [None, Sureness.PERHAPS, Sureness.LIKELY, Sureness.CERTAIN]
    assert {sureness(n / 1000, reads=False) for n in range(1001)} == {None, Sureness.LIKELY}
