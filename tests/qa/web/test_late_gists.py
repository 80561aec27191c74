"""Gists: under their quotes, never without their label, and put there when they come late."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hostile_text import hostile_text
from hypothesis import given, settings
from shown import BRIDGE, answer, cited, parsed, wording_with_markup

from prompts import languages, texts
from qa.web import conversation
from qa.web.conversation import answer_html, gist_html, gist_inside, late_gist_html
from qa.web.sources import sources_html


@pytest.mark.parametrize("language", languages("chat"))
def test_no_gist_is_shown_without_its_label(language: str) -> None:
    label = texts("chat", language)["gist"]
    assert parsed(gist_inside("Hm.", language)).text == f"{label} Hm."
    citation = cited(BRIDGE, 0, 18, gist="Hm.")
    assert parsed(late_gist_html(citation, "Hm.", language)).text == f"{label} Hm."
    if language != "de":
        assert parsed(gist_html(citation, language)).text == f"{label} Hm."


@settings(derandomize=True, deadline=None)
@given(gist=hostile_text(lines=True), of=hostile_text())
def test_a_gist_reads_as_it_was_translated_and_finds_its_place(gist: str, of: str) -> None:
    described = replace(BRIDGE.description, id=of)
    waiting = replace(cited(BRIDGE, 0, 18), article=described)
    there = replace(waiting, gist=gist)
    place = parsed(gist_html(waiting, "en"))
    assert (place.tags, place.text) == (["p"], "")
    (empty,) = place.attributes("p")
    assert (empty["data-gist"], empty["hidden"]) == (f"{of}:0:18:en", "")
    shown, late = parsed(gist_html(there, "en")), parsed(late_gist_html(waiting, gist, "en"))
    for read, attribute in ((shown, "data-gist"), (late, "data-for")):
        assert read.tags == ["p", "span"]
        assert read.text == f"Rough machine translation: {gist}"
        assert read.attributes("p")[0][attribute] == empty["data-gist"]


def test_its_label_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    wording = wording_with_markup(monkeypatch, conversation)
    assert parsed(gist_inside("Hm.", "en")).texts("span", "label") == [wording["gist"]]


def test_an_empty_place_waits_for_a_gist_where_the_quote_is_in_another_language() -> None:
    quoted = answer(BRIDGE, 0, 18)
    assert 'data-gist="a1:0:18:en" hidden' in answer_html(quoted)
    assert 'data-gist="a1:0:18:en" hidden' in sources_html(quoted, {BRIDGE.id: BRIDGE})
    same = replace(quoted, language="de")
    assert "gist" not in answer_html(same)
    assert "gist" not in sources_html(same, {BRIDGE.id: BRIDGE})
