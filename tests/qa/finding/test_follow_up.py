"""Questions that follow up on an earlier one, and questions that do not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Candidate
from index.articles import Passage, Sentence
from index.text import Question
from prompts import languages
from qa import Answer, Assistant, Turn
from qa.finding import Notice, may_answer, read_question, readings
from qa.finding.follow_up import is_incomplete
from qa.finding.stages import prefer_article
from qa.turn import Cited

ROOT = Path(__file__).parents[3]
CONVERSATIONS = json.loads((ROOT / "tests/data/conversations.json").read_text(encoding="utf-8"))
REFUSED = json.loads((ROOT / "tests/data/refused_follow_ups.json").read_text(encoding="utf-8"))
LAMBRECHT = (
    "Wie viele Soldaten will Christine Lambrecht zusätzlich nach Litauen schicken?",
    "Wann hat sie das angekündigt?",
)
FOUND_BY_THE_CONVERSATION = [
    LAMBRECHT[1],
    "Who signed it for Ukraine?",
    "Pourquoi ?",
]


def turn(
    question: str, article: str = "a1", language: str = "en", refused: bool = False, **known: str
) -> Turn:
    return Turn(question, language, refused, citations=(Cited(article, 0, 9),), **known)


def turns_of(assistant: Assistant, *asked: str) -> list[Turn]:
    return [Turn.of(assistant.answer(question)) for question in asked]


def carried(asked: str, turns: list[Turn], language: str = "en") -> Question:
    """The reading with what is carried over."""
    *_, meant = readings(Question(asked, language), turns)
    assert meant.article_id is not None
    return meant


def alone(asked: str, language: str = "en") -> tuple[Question, ...]:
    return (Question(asked, language),)


def candidate(number: int, article: str, score: float) -> Candidate:
    sentence = Sentence(number, 1, article, 0, 9, "The text.")
    passage = Passage(1, article, 0, 9, "The text.")
    return Candidate(sentence, passage, "de", score=score)


def conversation(second: str) -> dict:
    return next(c for c in CONVERSATIONS["follow_ups"] if c["turns"][1] == second)


def measured(conversations: list[dict]) -> list[dict]:
    return [asked for asked in conversations if asked["set"] == "measured"]


def ask(assistant: Assistant, asked: dict) -> Answer:
    """The answer to the last question of a conversation."""
    *before, last = asked["turns"]
    turns: list[Turn] = []
    for question in before:
        turns.append(Turn.of(assistant.answer(question, turns=turns)))
    return assistant.answer(last, turns=turns)


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
    before = [turn("When was Putin born?")]
    assert readings(Question(asked, language), before) == alone(asked, language)


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("en", "And how many guests did the museum count?"),
        ("de", "Und wie viele Gäste zählte das Museum?"),
        ("fr", "Et qui a gagné le tournoi d’échecs ?"),
        ("es", "¿Y cuántos goles marcó el delantero?"),
        ("it", "E chi ha vinto il torneo di scacchi?"),
    ],
)
def test_a_question_that_names_its_topic_is_complete_though_it_is_joined_to_another(
    language: str, asked: str
) -> None:
    before = [turn(asked, language=language, refused=True), turn("Where is the lighthouse?")]
    assert readings(Question(asked, language), before) == alone(asked, language)


def test_what_an_incomplete_question_is_about_comes_from_the_last_answered_turn() -> None:
    turns = [
        turn("When was Putin born?", "a1"),
        turn("When did Sherman visit Brussels?", "a2"),
        turn("Who invented the tin opener?", "a3", refused=True),
        Turn("?!?", "en", refused=True, notice=True),
    ]
    asked = "And what did she say on Twitter?"
    plain, meant = readings(Question(asked, "en"), turns)
    assert plain == Question(asked, "en")
    assert meant == Question(asked, "en", f"{asked} (Sherman, visit, Brussels)", "a2")


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("en", "And when?"),
        ("en", "Why?"),
        ("en", "And in Latvia?"),
        ("en", "What about Latvia?"),
        ("de", "Und wozu?"),
        ("de", "Und in Lettland?"),
        ("de", "Wie sieht es mit Lettland aus?"),
        ("fr", "Et où ?"),
        ("fr", "Et en Lettonie ?"),
        ("fr", "Qu’en est-il de la Lettonie ?"),
        ("es", "¿Y por qué?"),
        ("es", "¿Y en Letonia?"),
        ("es", "¿Qué hay de Letonia?"),
        ("it", "E quando?"),
        ("it", "E in Lettonia?"),
        ("it", "Che ne è della Lettonia?"),
    ],
)
def test_what_asks_a_question_again_that_was_refused_borrows_no_older_answer(
    language: str, asked: str
) -> None:
    answered = turn("Which country leads the battle group in Estonia?")
    refused = turn("How many bears live in Estonia?", refused=True)
    notice = Turn("?!?", "en", refused=True, notice=True)
    assert readings(Question(asked, language), [answered, refused, notice]) == ()
    meant = carried(asked, [refused, answered], language)
    assert meant.article_id == "a1" and "Estonia" in meant.standalone


def test_a_vain_try_in_between_does_not_end_what_is_asked_of_one_thing_after_another() -> None:
    answered = turn("Which country leads the battle group in Estonia?")
    turns = [answered, turn("And in Finland?", refused=True), turn("And why?", refused=True)]
    assert carried("And in Latvia?", turns).article_id == "a1"


def test_a_question_without_words_of_its_own_is_read_only_as_the_conversation_has_it() -> None:
    (meant,) = readings(Question("And when?", "en"), [turn("Who met Putin in Geneva?")])
    assert (meant.standalone, meant.article_id) == ("And when? (met, Putin, Geneva)", "a1")


@pytest.mark.parametrize(
    "turns",
    [
        [],
        [Turn("?!?", "en", refused=True, notice=True)],
    ],
)
def test_where_nothing_was_asked_there_is_nothing_to_follow_up_on(turns: list[Turn]) -> None:
    assert readings(Question("Why?", "en"), turns) == alone("Why?")


def test_where_nothing_was_answered_a_whole_question_is_read_as_it_stands() -> None:
    asked = "When did he visit Geneva?"
    turns = [turn("Who invented the tin opener?", refused=True)]
    assert readings(Question(asked, "en"), turns) == alone(asked)


def test_what_a_follow_up_was_taken_to_ask_is_carried_on() -> None:
    meant = carried(
        "And where?", [turn("When was that?", standalone="When was that? (Putin, Rome)")]
    )
    assert "Putin" in meant.standalone and "Rome" in meant.standalone


def test_words_that_the_question_has_already_are_not_carried_over() -> None:
    asked = "And in Geneva?"
    assert readings(Question(asked, "en"), [turn("Who was in Geneva?")]) == alone(asked)


def test_the_words_carried_over_stay_few_however_long_a_conversation_gets() -> None:
    turns = [turn("Who met Putin?")]
    for number in range(30):
        meant = carried("And then?", turns)
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
    for refused in (False, True):
        turns = [turn(before, language=language, refused=refused)]
        assert all(r.standalone.startswith(question.asked) for r in readings(question, turns))


def test_the_article_that_answered_before_is_preferred_and_others_keep_their_order() -> None:
    candidates = [candidate(1, "a1", 3.0), candidate(2, "a2", 2.5), candidate(3, "a3", 0.5)]

    def in_same_article(article_id: str) -> list[Candidate]:
        return list(prefer_article(Question("Why?", "en", article_id=article_id), candidates))

    preferred = in_same_article("a2")
    assert [c.sentence.article_id for c in preferred] == ["a2", "a1", "a3"]
    assert in_same_article("nobody") == candidates
    far_behind = in_same_article("a3")
    assert [c.sentence.article_id for c in far_behind] == ["a1", "a2", "a3"]


@pytest.mark.parametrize("second", FOUND_BY_THE_CONVERSATION)
def test_a_follow_up_finds_what_it_does_not_find_alone(assistant: Assistant, second: str) -> None:
    asked = conversation(second)
    first = assistant.answer(asked["turns"][0])
    alone = assistant.answer(second)
    answer = assistant.answer(second, turns=[Turn.of(first)])
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
    before = turns_of(assistant, *LAMBRECHT)
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
    answer = assistant.answer(second, turns=turns_of(assistant, LAMBRECHT[0]))
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
    answer = assistant.answer(second, turns=turns_of(assistant, first))
    assert is_found(answer, asked["evidence"]) or not is_found(alone, asked["evidence"])


def test_the_topic_is_kept_from_turn_to_turn(assistant: Assistant) -> None:
    turns: list[Turn] = []
    for asked in (*LAMBRECHT, "Und wo?", "Wie viele waren bisher dort?"):
        turns.append(Turn.of(assistant.answer(asked, turns=turns)))
    assert {turn.citations[0].article_id for turn in turns} == {turns[0].citations[0].article_id}
    assert not any(turn.refused for turn in turns)
    assert all("Lambrecht" in (turn.standalone or turn.question) for turn in turns)


def test_a_refused_question_in_between_does_not_end_the_topic(assistant: Assistant) -> None:
    turns = turns_of(assistant, LAMBRECHT[0], "Who invented the tin opener?", "?!?")
    assert [turn.refused for turn in turns] == [False, True, True]
    answer = assistant.answer(LAMBRECHT[1], turns=turns)
    assert is_found(answer, "kündigte am 7. Februar an")


@pytest.mark.parametrize(
    "asked", ["Wer erfand den Dosenöffner?", "Wer gewann die Weltmeisterschaft?"]
)
def test_what_the_archive_does_not_say_is_refused_after_an_answer_too(
    assistant: Assistant, asked: str
) -> None:
    assert assistant.answer(asked).refused
    assert assistant.answer(asked, turns=turns_of(assistant, LAMBRECHT[0])).refused


def test_a_refusal_is_not_undone_by_the_conversation(assistant: Assistant) -> None:
    conversations = measured(REFUSED["unanswerable"])
    undone = [
        asked["turns"]
        for asked in conversations
        if assistant.answer(asked["turns"][-1]).refused and not ask(assistant, asked).refused
    ]
    assert len(undone) <= len(conversations) // 20, undone


def test_a_refusal_before_it_takes_nothing_from_a_question_that_points_back(
    assistant: Assistant,
) -> None:
    found, without = [], []
    for asked in measured(REFUSED["points_back"]):
        found.append(is_found(ask(assistant, asked), asked["evidence"]))
        without.append(is_found(assistant.answer(asked["turns"][-1]), asked["evidence"]))
    assert all(one >= other for one, other in zip(found, without, strict=True))
    assert sum(found) > sum(without)


def test_a_refusal_that_asks_again_is_shown_as_one(assistant: Assistant) -> None:
    first, second = "Where was the NATO-Russia Founding Act signed?", "Who invented the tin opener?"
    turns = turns_of(assistant, first, second)
    answer = assistant.answer("And when?", turns=turns)
    assert answer.refused and answer.mode == "refusal"
    assert answer.confidence == 0.0
    assert answer.standalone is None


def test_only_what_is_carried_over_has_to_hold_the_words_of_the_question() -> None:
    asked, found = Question("And the lighthouse?", "en"), [candidate(1, "a1", 3.0)]

    def distant(text: str, span: tuple[int, int], passage: str) -> float:
        return 0.1

    assert may_answer(asked, found, distant)
    assert may_answer(replace(asked, article_id="a1"), [], distant)
    assert not may_answer(replace(asked, article_id="a1"), found, distant)
