"""What a model wrote → sentences with their numbers, however it writes them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.writing.draft import MAX_SENTENCES, is_no_answer, read_draft, visible


def read(text: str, language: str = "en") -> list[tuple[str, tuple[int, ...]]]:
    return [(sentence.text, sentence.numbers) for sentence in read_draft(text, language)]


@pytest.mark.parametrize(
    ("cited", "numbers"),
    [
        ("[1]", (1,)),
        ("[12]", (12,)),
        ("[1, 2]", (1, 2)),
        ("[1,2]", (1, 2)),
        ("[1; 2]", (1, 2)),
        ("[1][2]", (1, 2)),
        ("[1] [2]", (1, 2)),
        ("[2][1]", (2, 1)),
        ("[1][1]", (1,)),
        ("[1-3]", (1, 2, 3)),
        ("[1–3]", (1, 2, 3)),
        ("[1-2, 5]", (1, 2, 5)),
        ("【1】", (1,)),
        ("【1】【2】", (1, 2)),
        ("[ 1 ]", (1,)),
    ],
)
def test_numbers_are_read_in_every_form_before_and_behind_the_full_stop(
    cited: str, numbers: tuple[int, ...]
) -> None:
    expected = [("The council met.", numbers), ("Nobody spoke.", (4,))]
    assert read(f"The council met {cited}. Nobody spoke [4].") == expected
    assert read(f"The council met{cited}. Nobody spoke[4].") == expected
    assert read(f"The council met. {cited} Nobody spoke. [4]") == expected
    assert read(f"The council met.{cited} Nobody spoke.[4]") == expected
    assert read(f"The council met.{cited}\n\nNobody spoke.\n[4]") == expected


def test_numbers_behind_a_quotation_mark_belong_to_what_it_ends() -> None:
    german = "Er sagte: „Nein.“ [1] Sie ging. [2]"
    assert read(german, "de") == [("Er sagte: „Nein.“", (1,)), ("Sie ging.", (2,))]
    assert read("He said “no.” [1] She left [2].") == [("He said “no.”", (1,)), ("She left.", (2,))]


def test_numbers_within_a_sentence_are_its_own() -> None:
    assert read("The council [2] met, and the mayor [1] spoke.") == [
        ("The council met, and the mayor spoke.", (2, 1))
    ]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("[1] Four hours.", [("Four hours.", (1,))]),
        ("[1]: Four hours.", [("Four hours.", (1,))]),
        ("[1]. Four hours.", [("Four hours.", (1,))]),
        ("[1] – Four hours", [("Four hours", (1,))]),
        ("**[1]** Four hours.", [("Four hours.", (1,))]),
        ("[1], [2]: Four hours.", [("Four hours.", (1, 2))]),
        ("- [1] Four hours.\n- [2] Two days.", [("Four hours.", (1,)), ("Two days.", (2,))]),
        ("1. [2] Four hours.\n2. [1] Two days.", [("Four hours.", (2,)), ("Two days.", (1,))]),
        ("[1]\nFour hours.\n[2]\nTwo days.", [("Four hours.", (1,)), ("Two days.", (2,))]),
        ("It rained.\n[1] He left.\n[2] She stayed.",
         [("It rained.", ()), ("He left.", (1,)), ("She stayed.", (2,))]),
    ],
)  # fmt: skip
def test_a_number_that_opens_a_sentence_is_its_own(
    reply: str, expected: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert read(reply) == expected


@pytest.mark.parametrize(
    ("reply", "first", "second"),
    [
        ("The council met. [1] Nobody spoke. [2]", (1,), (2,)),
        ("[1] The council met. [2] Nobody spoke.", (1,), (2,)),
        ("[1], [3]: The council met. [2]: Nobody spoke.", (1, 3), (2,)),
        ("[1] The council met.[2] Nobody spoke.", (1,), (2,)),
        ("The council met. [1] Nobody spoke.", (1,), ()),
        ("The council [1] met. [2] Nobody spoke.", (1, 2), ()),
        ("[1] The council met. [2] Nobody spoke. [3]", (1, 2), (3,)),
    ],
)
def test_between_two_sentences_the_habit_says_whose_a_number_is(
    reply: str, first: tuple[int, ...], second: tuple[int, ...]
) -> None:
    assert read(reply) == [("The council met.", first), ("Nobody spoke.", second)]


def test_a_line_without_a_habit_goes_by_the_others() -> None:
    plain = "The council met. [3] Nobody spoke."
    assert [n for _, n in read(f"[1] It rained. [2] He left.\n{plain}")] == [(1,), (2,), (), (3,)]
    assert [n for _, n in read(f"It rained. [1] He left. [2]\n{plain}")] == [(1,), (2,), (3,), ()]


@pytest.mark.parametrize(
    ("reply", "said"), [("(1) Four hours.", "(1) Four hours."), ("1. Four hours.", "Four hours.")]
)
def test_an_item_of_a_list_is_no_citation(reply: str, said: str) -> None:
    assert read(reply) == [(said, ())]


def test_the_end_of_a_line_ends_a_sentence() -> None:
    assert read("- four hours [1]\n- two days [2]") == [("four hours", (1,)), ("two days", (2,))]


def test_a_sentence_need_not_end_nor_cite() -> None:
    assert read("The council met [1]") == [("The council met", (1,))]
    assert read("The council met. Nobody spoke") == [("The council met.", ()), ("Nobody spoke", ())]


@pytest.mark.parametrize("cited", ["[2022]", "[a]", "[]", "(1)", "[3-1]", "1"])
def test_what_is_no_citation_cites_nothing(cited: str) -> None:
    ((_, numbers),) = read(f"The council met {cited}.")
    assert numbers == ()


def test_a_range_without_end_cites_a_few_only() -> None:
    ((_, numbers),) = read("The council met [1-999].")
    assert len(numbers) == 10


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("**The council** met `today` [1].", "The council met today."),
        ("# The council met [1].", "The council met."),
        ("- The council met [1].", "The council met."),
        ("* The council met [1].", "The council met."),
        ("• The council met [1].", "The council met."),
        ("The __council__ met [1].", "The council met."),
        ("The [council](https://example.org/x) met [1].", "The council https://example.org/x met."),
        (
            "![The council](https://example.org/x) met [1].",
            "The council https://example.org/x met.",
        ),
        ("<think>\nHm [9].\n</think>\n\nThe council met [1].", "The council met."),
    ],
)
def test_markup_and_thoughts_are_not_shown(written: str, seen: str) -> None:
    assert read(written) == [(seen, (1,))]


def test_a_list_is_read_item_by_item() -> None:
    expected = [("The council met.", (1,)), ("Nobody spoke.", (2,))]
    assert read("1. The council met [1].\n2. Nobody spoke [2].") == expected
    assert read("1) The council met [1].\n2) Nobody spoke [2].") == expected
    assert read("- The council met [1].\n- Nobody spoke [2].") == expected


@pytest.mark.parametrize("date", ["16. März 1959", "1. April 2014"])
def test_a_date_is_no_item_of_a_list(date: str) -> None:
    assert visible(f"{date} in Oslo [1].") == f"{date} in Oslo [1]."


@pytest.mark.parametrize("date", ["16. März 1959", "1. April 2014"])
def test_a_date_at_the_beginning_keeps_its_day(date: str) -> None:
    assert read(f"{date} in Oslo [1].", "de") == [(f"{date} in Oslo.", (1,))]


def test_thoughts_without_an_end_are_not_shown() -> None:
    assert visible("<think>The reader wants") == ""
    assert read("<think>The reader wants this [1].") == []


@pytest.mark.parametrize(
    "text", ["", " \n", "...", "[1]", "[1] [2].", "**", "<think></think>", "—"]
)
def test_where_nothing_is_said_there_is_no_sentence(text: str) -> None:
    assert read(text) == []


def test_no_more_sentences_are_read_than_an_answer_has() -> None:
    assert len(read("The council met [1]. " * 50)) == MAX_SENTENCES


@pytest.mark.parametrize(
    "text",
    [
        "NO ANSWER",
        "NO ANSWER.",
        "no answer",
        "No answer.",
        " **NO ANSWER** ",
        "“NO ANSWER”",
        "[NO ANSWER]",
        "<think>Nothing fits.</think>\nNO ANSWER",
        "NO ANSWER\n\nThe passages are about something else.",
    ],
)
def test_a_model_that_finds_no_answer_is_understood(text: str) -> None:
    assert is_no_answer(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The council met [1].",
        "No answer was given by the minister [1].",
        "The minister said: NO ANSWER [1].",
        "<think>NO ANSWER</think>The council met [1].",
    ],
)
def test_a_sentence_about_answers_is_an_answer(text: str) -> None:
    assert not is_no_answer(text)


@settings(deadline=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from(
            [
                "The",
                "council",
                "met",
                ".",
                "?",
                "[1]",
                "[",
                "]",
                "【2】",
                "[1-",
                "3]",
                "(",
                ")",
                "\n",
            ]
            + ["**", "`", "# ", "1. ", "<think>", "</think>", "](", "“", "…", " ", "\0", "。"]
        ),
        max_size=30,
    ).map("".join)
)
def test_whatever_a_model_writes_is_read_as_sentences_without_numbers(text: str) -> None:
    for sentence, numbers in read(text):
        assert sentence == " ".join(sentence.split()) != ""
        assert "[1]" not in sentence
        assert len(set(numbers)) == len(numbers)
        assert all(0 <= number <= 999 for number in numbers)
