"""Questions that follow up on an earlier one, and questions that do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import ArticleDescription, Candidate
from index.articles import Passage, Sentence
from index.text import Question
from prompts import languages
from qa import Answer, Assistant, Citation
from qa.finding import Notice, read_question
from qa.finding.follow_up import follow_up, is_incomplete, last_answered
from qa.finding.stages import prefer_article

ROOT = Path(__file__).parents[3]
CONVERSATIONS = json.loads((ROOT / "tests/data/conversations.json").read_text(encoding="utf-8"))
LAMBRECHT = (
    "Wie viele Soldaten will Christine Lambrecht zusätzlich nach Litauen schicken?",
    "Wann hat sie das angekündigt?",
)
AWACS = "What was the AWACS mission over America after 9/11 called?"
FOUND_BY_THE_CONVERSATION = [
    LAMBRECHT[1],
    "Was ist sie dann?",
    "And the one at sea?",
    "Pourquoi ?",
]


def turn(
    question: str, article: str = "a1", language: str = "en", refused: bool = False, **known: str
) -> Answer:
    of = ArticleDescription(id=article, title="Title", language="de")
    citation = Citation(1, "The text.", 0, 9, 0.9, article=of)
    mode = "refusal" if refused else "quote"
    return Answer(question, language, "", refused, 0.9, mode, (citation,), **known)  # type: ignore


def candidate(number: int, article: str, score: float) -> Candidate:
    sentence = Sentence(number, 1, article, 0, 9, "The text.")
    passage = Passage(1, article, 0, 9, "The text.")
    return Candidate(sentence, passage, "de", score=score)


def conversation(second: str) -> dict:
    return next(c for c in CONVERSATIONS["follow_ups"] if c["turns"][1] == second)


def is_found(answer: Answer, evidence: str) -> bool:
    return not answer.refused and evidence in answer.citations[0].quote


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("en", "Why?"),
        ("en", "When did he say that?"),
        ("en", "And what about Poland?"),
        ("en", "Who signed it?"),
        ("de", "Warum?"),
        ("de", "Wann hat sie das angekündigt?"),
        ("de", "Und in Polen?"),
        ("de", "Wer war dagegen?"),
        ("fr", "Pourquoi ?"),
        ("fr", "Quand l’a-t-il dit ?"),
        ("fr", "Et en Pologne ?"),
        ("fr", "Avec qui est-elle mariée ?"),
        ("es", "¿Por qué?"),
        ("es", "¿Cuándo lo anunció?"),
        ("es", "¿Y en Polonia?"),
        ("it", "Perché?"),
        ("it", "Quando ha annunciato questo?"),
        ("it", "E in Polonia?"),
    ],
)
def test_a_question_that_leaves_out_what_it_is_about_is_incomplete(
    language: str, asked: str
) -> None:
    assert language in languages("follow_up")
    assert is_incomplete(Question(asked, language))


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("en", "Who is Jens Stoltenberg?"),
        ("en", "When did France leave the military command of NATO?"),
        ("en", "And when did NATO take command of ISAF in Afghanistan?"),
        ("de", "Was ist die NATO?"),
        ("de", "Wann hat Christine Lambrecht den Abzug der Truppen angekündigt?"),
        ("de", "Und wo arbeitet der Hohe Kommissar für nationale Minderheiten?"),
        ("fr", "Où se trouve l’OTAN ?"),
        ("fr", "Quand la France a-t-elle quitté le commandement intégré ?"),
        ("es", "¿Quién es Jens Stoltenberg?"),
        ("es", "¿Dónde está la sede de la OTAN?"),
        ("it", "Chi è Jens Stoltenberg?"),
        ("it", "Dove si trova la sede della NATO?"),
        ("pt", "Quem é Jens Stoltenberg?"),
    ],
)
def test_a_question_that_says_what_it_is_about_is_complete(language: str, asked: str) -> None:
    assert not is_incomplete(Question(asked, language))
    assert follow_up(Question(asked, language), [turn("When was Putin born?")]) is None


def test_what_an_incomplete_question_is_about_comes_from_the_last_answered_turn() -> None:
    turns = [
        turn("When was Putin born?", "a1"),
        turn("When did Sherman visit Brussels?", "a2"),
        turn("Who invented the tin opener?", "a3", refused=True),
        Answer("?!?", "en", "That is no question.", True, 0.0, "notice"),
    ]
    assert last_answered(turns) == turns[1]
    meant = follow_up(Question("And what did she say?", "en"), turns)
    assert meant is not None
    assert meant.article_id == "a2"
    assert meant.standalone == "And what did she say? (Sherman, visit, Brussels)"


@pytest.mark.parametrize(
    "turns",
    [
        [],
        [turn("Who invented the tin opener?", refused=True)],
        [Answer("?!?", "en", "That is no question.", True, 0.0, "notice")],
    ],
)
def test_where_nothing_was_answered_there_is_nothing_to_follow_up_on(turns: list[Answer]) -> None:
    assert last_answered(turns) is None
    assert follow_up(Question("Why?", "en"), turns) is None


def test_what_a_follow_up_was_taken_to_ask_is_carried_on() -> None:
    meant = follow_up(
        Question("And where?", "en"),
        [turn("When was that?", standalone="When was that? (Putin, Geneva)")],
    )
    assert meant is not None
    assert "Putin" in meant.standalone and "Geneva" in meant.standalone


def test_words_that_the_question_has_already_are_not_carried_over() -> None:
    assert follow_up(Question("And in Geneva?", "en"), [turn("Who was in Geneva?")]) is None


def test_the_words_carried_over_stay_few_however_long_a_conversation_gets() -> None:
    asked, turns = Question("And then?", "en"), [turn("Who met Putin?")]
    for number in range(30):
        meant = follow_up(asked, turns)
        assert meant is not None
        turns.append(turn(f"And Place{number}?", standalone=f"{meant.standalone} Place{number}"))
    assert meant.standalone.count(",") < 12


@settings(deadline=None, derandomize=True)
@given(
    asked=st.text(max_size=60),
    before=st.text(max_size=60),
    language=st.sampled_from([*languages("follow_up"), "ru", "zh"]),
)
def test_any_question_can_be_asked_after_any_other(asked: str, before: str, language: str) -> None:
    question = read_question(asked, language)
    if isinstance(question, Notice):
        return
    meant = follow_up(question, [turn(before, language=language)])
    assert meant is None or meant.standalone.startswith(question.asked)


def test_the_article_that_answered_before_is_preferred_and_others_keep_their_order() -> None:
    candidates = [candidate(1, "a1", 3.0), candidate(2, "a2", 2.5), candidate(3, "a3", 0.5)]

    def in_same_article(article_id: str) -> list[Candidate]:
        return list(prefer_article(Question("Why?", "en", article_id=article_id), candidates))

    preferred = in_same_article("a2")
    assert [c.sentence.article_id for c in preferred] == ["a2", "a1", "a3"]
    assert in_same_article("nobody") == candidates
    far_behind = in_same_article("a3")
    assert [c.sentence.article_id for c in far_behind] == ["a1", "a2", "a3"]
    assert prefer_article(Question("Why?", "en"), candidates) == candidates


@pytest.mark.parametrize("second", FOUND_BY_THE_CONVERSATION)
def test_a_follow_up_finds_what_it_does_not_find_alone(assistant: Assistant, second: str) -> None:
    asked = conversation(second)
    first = assistant.answer(asked["turns"][0])
    alone = assistant.answer(second)
    answer = assistant.answer(second, turns=[first])
    assert is_found(first, asked["first_evidence"])
    assert not is_found(alone, asked["evidence"])
    assert is_found(answer, asked["evidence"])
    assert answer.question == second
    assert answer.standalone is not None
    assert answer.standalone.startswith(second)
    assert alone.standalone is None


def test_a_first_question_stands_as_it_is(assistant: Assistant) -> None:
    for asked in (*LAMBRECHT, "Why?"):
        assert assistant.answer(asked, turns=[]).standalone is None


def test_a_complete_question_is_answered_as_if_nothing_had_been_asked(
    assistant: Assistant,
) -> None:
    asked = "What did Wendy Sherman demand of Russia?"
    before = [assistant.answer(question) for question in LAMBRECHT]
    alone, answer = assistant.answer(asked), assistant.answer(asked, turns=before)
    assert {**answer.to_json(), "timings_ms": None} == {**alone.to_json(), "timings_ms": None}


@pytest.mark.parametrize(
    ("language", "second", "opening"),
    [
        ("en", "When did she announce that?", "According to"),
        ("fr", "Quand l’a-t-elle annoncé ?", "Selon"),
        ("de", LAMBRECHT[1], "Laut"),
    ],
)
def test_a_follow_up_is_answered_in_its_own_language(
    assistant: Assistant, language: str, second: str, opening: str
) -> None:
    answer = assistant.answer(second, turns=[assistant.answer(LAMBRECHT[0])])
    assert answer.language == language
    assert answer.text.startswith(opening)
    assert is_found(answer, "kündigte am 7. Februar an")


@pytest.mark.parametrize(
    "asked",
    [c for c in CONVERSATIONS["topic_changes"] if c["set"] == "measured"],
    ids=lambda asked: asked["turns"][1][:40],
)
def test_a_change_of_topic_loses_nothing(assistant: Assistant, asked: dict) -> None:
    first, second = asked["turns"]
    alone = assistant.answer(second)
    answer = assistant.answer(second, turns=[assistant.answer(first)])
    assert is_found(answer, asked["evidence"]) or not is_found(alone, asked["evidence"])


def test_the_topic_is_kept_from_turn_to_turn(assistant: Assistant) -> None:
    turns: list[Answer] = []
    for asked in (*LAMBRECHT, "Und wo?", "Wie viele waren bisher dort?"):
        turns.append(assistant.answer(asked, turns=turns))
    assert {turn.citations[0].article.id for turn in turns} == {turns[0].citations[0].article.id}
    assert not any(turn.refused for turn in turns)
    assert all("Lambrecht" in (turn.standalone or turn.question) for turn in turns)


def test_a_refused_question_in_between_does_not_end_the_topic(assistant: Assistant) -> None:
    first = assistant.answer(AWACS)
    refused = assistant.answer("Who invented the tin opener?")
    notice = assistant.answer("?!?")
    assert refused.refused
    answer = assistant.answer("And the one at sea?", turns=[first, refused, notice])
    assert is_found(answer, "„Active Endeavour“")


@pytest.mark.parametrize(
    "asked", ["Wer erfand den Dosenöffner?", "Wer gewann die Weltmeisterschaft?"]
)
def test_what_the_archive_does_not_say_is_refused_after_an_answer_too(
    assistant: Assistant, asked: str
) -> None:
    assert assistant.answer(asked).refused
    assert assistant.answer(asked, turns=[assistant.answer(LAMBRECHT[0])]).refused
