"""Sentences: where they begin and end, on a gold set and on whatever else comes."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text.sentences import split_sentences

DATA = Path(__file__).parents[2] / "data"
GOLD = json.loads((DATA / "sentences.json").read_text("utf-8"))
ENDINGS = json.loads((DATA / "sentence_endings.json").read_text("utf-8"))
# What share of a language's texts is split exactly as a reader would.
FLOORS = {"de": 0.96}  # of 75; the other languages have two to eight texts each, all split right


LONGEST = 800  # characters; a quote of more does not fit the eye


def _sentences(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, language)]


@pytest.mark.parametrize("language", sorted({case["language"] for case in GOLD}))
def test_texts_are_split_as_a_reader_would(language: str) -> None:
    cases = [case for case in GOLD if case["language"] == language]
    missed = [
        (case["text"], found)
        for case in cases
        if (found := _sentences(case["text"], language)) != case["sentences"]
    ]
    assert 1 - len(missed) / len(cases) >= FLOORS.get(language, 1.0), missed


@pytest.mark.parametrize("case", ENDINGS, ids=lambda case: case["text"][:24])
def test_a_sentence_ends_as_people_end_it_and_not_at_every_mark(case: dict) -> None:
    assert _sentences(case["text"], case["language"]) == case["sentences"]


def _check(text: str, spans: list[tuple[int, int]]) -> None:
    """In order, within the text, apart from each other, and nothing but layout between them."""
    position = 0
    for start, end in spans:
        assert position <= start < end <= len(text)
        assert end - start <= LONGEST
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        position = end
    kept = Counter(c for start, end in spans for c in text[start:end])
    lost = Counter(text) - kept
    # A mark that opens a line is layout: "# ", "- ", "> ", "1. ".
    assert all(c.isspace() or c in "#-*+>.)" or c.isdigit() for c in lost), lost


PIECES = st.sampled_from(
    [
        "Der Zug fuhr ab.", "Am 3. Mai", "z. B.", "Dr. Lang", "1,5 Mio. Euro", "„Nein!“", "(Siehe",
        "dort.)", "…", "?!", " ", "\n", "\n\n", "\t", "\r\n", "- ", "# ", "1. ", "“", "»", "'", '"',
        "Это так.", "这是一句话。", "यह है।", "هذا.", "\u00a0", "\u200b", "\u2028", "\u0085", "🙂",
        "e\u0301", "x" * 50, "🎉", "👩🏽‍🚒", "🇮🇪", ":-)", "[1]", "¹", "*", "#Fest", "https://a.b/c",
        "⁉\ufe0f", "\ud800", "\0", "\x1c",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)),
    st.sampled_from(["de", "en", "fr", "zh", "hi", "th", "xx"]),
)
def test_no_letter_of_any_text_is_lost_and_sentences_are_in_order(text: str, language: str) -> None:
    _check(text, split_sentences(text, language))


@pytest.mark.parametrize(
    "text",
    [
        "." * 100_000,
        '"' * 50_000,
        "„Er sagte, " * 8_000,
        "x" * 100_000,
        "( [ { " * 10_000,
        "1. " * 30_000,
        "a\n" * 30_000,
        "\n\n" * 50_000,
        " " * 100_000,
        "z. B. " * 15_000,
        "Sagt er: „Nein. " * 6_000,
        "。" * 50_000,
        "-" * 100_000,
        "# " * 40_000,
        "🎉 " * 50_000,
        "Er kam 🎉 dann " * 7_000,
        "🎉" + " " * 100_000,
        ".[1]" * 25_000,
        "(Er kam. " * 11_000,
        "https://" * 12_000,
        "#a\n" * 30_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_hostile_texts_come_to_an_end(text: str) -> None:
    _check(text, split_sentences(text, "de"))


def test_a_blank_line_ends_a_sentence_and_a_single_line_break_does_not() -> None:
    assert _sentences("Das Ende der\nZeile zählt nicht\n\ndas des Absatzes schon", "de") == [
        "Das Ende der\nZeile zählt nicht",
        "das des Absatzes schon",
    ]


def test_marks_of_layout_are_no_part_of_a_sentence() -> None:
    text = "# Der Gipfel\n\n- Er begann spät.\n\n> Niemand blieb lange.\n\n2) Dann war Schluss."
    assert _sentences(text, "de") == [
        "Der Gipfel",
        "Er begann spät.",
        "Niemand blieb lange.",
        "Dann war Schluss.",
    ]


def test_a_sentence_too_long_for_a_quote_is_cut_at_blanks() -> None:
    words = [f"Wort{i}" for i in range(400)]
    sentences = _sentences(" ".join(words) + ".", "de")
    assert max(map(len, sentences)) <= LONGEST
    assert " ".join(sentences).removesuffix(".").split() == words


def test_a_date_is_not_torn_and_one_that_begins_a_sentence_is_seen_to() -> None:
    assert _sentences("Sie blieb bis zum 3. Mai dort. Am 4. Juni fuhr sie ab.", "de") == [
        "Sie blieb bis zum 3. Mai dort.",
        "Am 4. Juni fuhr sie ab.",
    ]


def test_a_text_of_many_windows_is_split_as_each_part_is() -> None:
    part = "Am 3. Mai kam Dr. Lang aus Wien. „Alles gut!“, rief sie laut. Dann fuhr sie ab. "
    assert _sentences(part * 300, "de") == _sentences(part, "de") * 300


def test_nothing_is_split_into_nothing() -> None:
    assert split_sentences("", "de") == split_sentences(" \n\n\t ", "de") == []
