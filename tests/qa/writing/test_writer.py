"""What becomes of what a language model writes: marked, left out, asked for again, or replaced."""

from __future__ import annotations

import pytest
from scripted import Scripted

from index import Archive
from qa import Answer, Assistant, Turn
from qa.llm import LLMSettings

QUESTION = "what did Sherman demand?"
RIGHT = "Wendy Sherman called on Moscow to defuse the situation at the border with Ukraine [1]."
RUSSIA = "The Russian side did not commit to easing the situation, said Sherman [2]."
FALSE = "She also demanded 40 billion dollars from the Kremlin [1]."
GERMAN = "Wendy Sherman forderte Moskau auf, die Lage an der Grenze zur Ukraine zu entschärfen [1]."


@pytest.fixture
def settings() -> LLMSettings:
    return LLMSettings(llm="http://127.0.0.1:9/v1")


def write(
    index: Archive, settings: LLMSettings, *says: str, strict: bool = False
) -> tuple[Answer, Scripted]:
    assistant = Assistant(index, settings, strict)
    model = Scripted(says=list(says), heard=[])
    assert assistant.writer is not None
    assistant.writer.use(model)
    return assistant.answer(QUESTION), model


def test_what_the_quotes_say_is_told_in_the_readers_language(
    seeds_archive: Archive, settings: LLMSettings
) -> None:
    answer, model = write(seeds_archive, settings, RIGHT)
    assert answer.mode == "written"
    assert answer.text == RIGHT
    assert [sentence.supported for sentence in answer.sentences] == [True]
    assert "forderte Moskau auf" in answer.citations[0].quote
    assert len(model.heard) == 1


def test_what_they_do_not_say_is_marked(seeds_archive: Archive, settings: LLMSettings) -> None:
    answer, _ = write(seeds_archive, settings, f"{RIGHT} {FALSE}")
    assert [sentence.supported for sentence in answer.sentences] == [True, False]
    assert answer.to_json()["sentences"][1]["supported"] is False
    assert "40 billion" in answer.text


def test_or_left_out_where_strictness_is_asked_for(
    seeds_archive: Archive, settings: LLMSettings
) -> None:
    answer, _ = write(seeds_archive, settings, f"{RIGHT} {FALSE}", strict=True)
    assert answer.text == RIGHT


def test_numbers_run_in_the_order_in_which_they_appear(
    seeds_archive: Archive, settings: LLMSettings
) -> None:
    plain, _ = write(seeds_archive, settings, f"{RIGHT} {RUSSIA}")
    turned, _ = write(seeds_archive, settings, f"{RUSSIA} {RIGHT}")
    assert [c.number for c in turned.citations] == [1, 2]
    assert [c.quote for c in turned.citations] == [c.quote for c in plain.citations][::-1]
    assert turned.text.startswith(RUSSIA.replace("[2]", "[1]"))


def test_a_sentence_without_a_number_gets_that_of_the_quote_that_says_it(
    seeds_archive: Archive, settings: LLMSettings
) -> None:
    answer, _ = write(seeds_archive, settings, RUSSIA.replace(" [2]", ""))
    (sentence,) = answer.sentences
    assert sentence.supported
    assert "nicht festgelegt" in answer.citations[sentence.citations[0] - 1].quote


def test_where_nothing_holds_the_quotes_answer_and_say_why(
    seeds_archive: Archive, settings: LLMSettings
) -> None:
    answer, _ = write(seeds_archive, settings, FALSE)
    assert answer.mode == "quote"
    assert "forderte Moskau auf" in answer.text
    assert answer.note is not None
    assert "does not follow from the quotes" in answer.note


def test_another_language_is_asked_for_once_more(
    seeds_archive: Archive, settings: LLMSettings
) -> None:
    answer, model = write(seeds_archive, settings, GERMAN, RIGHT)
    assert (answer.mode, answer.text) == ("written", RIGHT)
    assert len(model.heard) == 2
    assert "English" in str(model.heard[1][-1].content)


def test_and_then_the_quotes_answer(seeds_archive: Archive, settings: LLMSettings) -> None:
    answer, model = write(seeds_archive, settings, GERMAN)
    assert answer.mode == "quote"
    assert len(model.heard) == 2
    assert "another language" in str(answer.note)


def test_a_model_that_finds_no_answer_refuses(
    seeds_archive: Archive, settings: LLMSettings
) -> None:
    answer, _ = write(seeds_archive, settings, "NO ANSWER")
    assert (answer.mode, answer.refused) == ("refusal", True)
    assert len(answer.citations) == 1
    assert answer.text.startswith("The archive does not say.")


def test_the_evidence_is_there_before_the_first_word(
    seeds_archive: Archive, settings: LLMSettings
) -> None:
    assistant = Assistant(seeds_archive, settings)
    assert assistant.writer is not None
    assistant.writer.use(Scripted(says=[RIGHT], heard=[]))
    first, *_, last = assistant.stream(QUESTION)
    assert (first.mode, first.text) == ("written", "")
    assert "forderte Moskau auf" in first.citations[0].quote
    assert last.text == RIGHT


def test_a_refusal_asks_no_model(seeds_archive: Archive, settings: LLMSettings) -> None:
    assistant = Assistant(seeds_archive, settings)
    model = Scripted(says=[RIGHT], heard=[])
    assert assistant.writer is not None
    assistant.writer.use(model)
    assert assistant.answer("Who invented the tin opener?").refused
    assert model.heard == []


def test_a_rewritten_follow_up_is_what_is_searched_and_shown(
    seeds_archive: Archive, settings: LLMSettings
) -> None:
    assistant = Assistant(seeds_archive, settings)
    assert assistant.writer is not None
    first = assistant.quote("Which country leads the battle group in Estonia?")
    meant = "And which country leads the battle group in Latvia?"
    assistant.writer.use(Scripted(says=[meant, "NO ANSWER"], heard=[]))
    answer = assistant.answer("And in Latvia?", turns=[Turn.of(first)])
    assert answer.standalone == meant
