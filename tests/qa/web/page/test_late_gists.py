"""Gists: under their quotes, never without their label, and put there when they come late."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hostile_text import hostile_text
from hypothesis import given, settings
from shown import BRIDGE, answer, cited, parsed, wording_with_markup

from prompts import languages, texts
from qa.web.page import conversation
from qa.web.page.conversation import answer_html, gist_html, gist_inside, late_gist_html
from qa.web.page.sources import sources_html


@pytest.mark.parametrize("language", languages("chat"))
def test_no_gist_is_shown_without_its_label(language: str) -> None:
    label = texts("chat", language)["gist"]
    citation = cited(BRIDGE, 0, 18, gist="Hm.")
    assert parsed(gist_inside(citation, language)).text == f"{label} Hm."
    assert parsed(late_gist_html(citation, language)).text == f"{label} Hm."
    if language != "de":
        assert parsed(gist_html(citation, language)).text == f"{label} Hm."


@settings(derandomize=True, deadline=None)
@given(gist=hostile_text(lines=True), doubtful=hostile_text(lines=True), of=hostile_text())
def test_a_gist_reads_as_it_was_translated_and_finds_its_place(
    gist: str, doubtful: str, of: str
) -> None:
    described = replace(BRIDGE.description, id=of)
    waiting = replace(cited(BRIDGE, 0, 18), article=described)
    middle = len(gist) // 2
    there = replace(waiting, gist=gist, gist_answer=(middle, len(gist)), doubtful_gist=doubtful)
    place = parsed(gist_html(waiting, "en"))
    assert (place.tags, place.text) == (["div"], "")
    (empty,) = place.attributes("div")
    assert (empty["data-gist"], empty["hidden"]) == (f"{of}:0:18:en", "")
    shown, late = parsed(gist_html(there, "en")), parsed(late_gist_html(there, "en"))
    for read, attribute in ((shown, "data-gist"), (late, "data-for")):
        assert read.tags == ["div", "span", "strong", "details", "summary", "span"]
        assert read.text == (
            f"Rough machine translation: {gist}"
            f"Show it anywayIt failed a check and may be wrong: {doubtful}"
        )
        assert read.texts("strong") == [gist[middle:]]
        assert read.attributes("div")[0][attribute] == empty["data-gist"]


def test_its_words_are_text(monkeypatch: pytest.MonkeyPatch) -> None:
    wording = wording_with_markup(monkeypatch, conversation)
    failed = cited(BRIDGE, 0, 18, doubtful_gist="Hm.")
    read = parsed(gist_inside(failed, "en"))
    assert read.texts("span", "label") == [wording["gist"], wording["doubtful"]]
    assert read.texts("summary") == [wording["show_anyway"]]
    assert wording["gist_left_out"] in read.text


def test_a_gist_that_fails_its_checks_is_only_shown_to_who_opens_it() -> None:
    failed = cited(BRIDGE, 0, 18, doubtful_gist="The fridge is shut.")
    read = parsed(gist_html(failed, "en"))
    (inside,) = read.texts("details", "doubtful")
    assert inside == "Show it anywayIt failed a check and may be wrong: The fridge is shut."
    assert read.text.removesuffix(inside) == (
        "Rough machine translation: Left out: it may be wrong."
    )


def test_an_empty_place_waits_for_a_gist_where_the_quote_is_in_another_language() -> None:
    quoted = answer(BRIDGE, 0, 18)
    assert 'data-gist="a1:0:18:en" hidden' in answer_html(quoted)
    assert 'data-gist="a1:0:18:en" hidden' in sources_html(quoted, {BRIDGE.id: BRIDGE})
    same = replace(quoted, language="de")
    assert "gist" not in answer_html(same)
    assert "gist" not in sources_html(same, {BRIDGE.id: BRIDGE})
