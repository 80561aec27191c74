"""An article, open at a quote: its text stands as it was stored."""

from __future__ import annotations

import pytest
from hostile_text import hostile_text
from hypothesis import given, settings
from shown import article, parsed, wording_with_markup

from prompts import languages, texts
from qa.web.page import article_view, sources
from qa.web.page.article_view import article_html, missing_html

LINE, LINES = hostile_text(), hostile_text(lines=True)


@settings(derandomize=True, deadline=None)
@given(before=LINES, quote=LINES, between=LINES, other=LINES, title=LINE, language=LINE)
def test_an_open_article_stands_letter_by_letter_with_its_quotes_marked(
    before: str, quote: str, between: str, other: str, title: str, language: str
) -> None:
    of = article(before + quote + between + other + before, title=title, language=language)
    start = len(before)
    of_other = start + len(quote) + len(between)
    spans = (start, start + len(quote)), (of_other, of_other + len(other))
    read = parsed(article_html(of, spans[0], [spans[1]], "en"))
    assert read.texts("div", "text") == [of.text]
    assert read.texts("mark") == [quote, other]
    assert read.texts("h2") == [title]
    assert [tag["lang"] for tag in read.attributes("h2")] == [language]
    assert [tag["lang"] for tag in read.attributes("div", "text")] == [language]


@settings(derandomize=True, deadline=None)
@given(author=LINE, source=LINE, place=LINE)
def test_what_is_known_of_an_article_stands_above_it(**known: str) -> None:
    read = parsed(article_html(article("Text.", **known), (0, 4), [], "en"))
    assert read.texts("span") == [*known.values(), "German"]


def test_the_chats_own_texts_are_no_html_either(monkeypatch: pytest.MonkeyPatch) -> None:
    wording = wording_with_markup(monkeypatch, article_view, sources)
    long = article("Das Gras wuchs. " * 10_000)
    shortened = parsed(article_html(long, (0, 15), [], "en"))
    assert shortened.texts("p", "note") == [wording["shortened"]]
    assert shortened.texts("button", "back") == [f"← {wording['back']}"]
    missing = parsed(missing_html("en"))
    assert missing.texts("p", "note") == [wording["gone"]]
    assert missing.texts("button", "back") == [f"← {wording['back']}"]


@pytest.mark.parametrize("language", languages("chat"))
def test_an_article_that_is_not_there_is_told_in_the_readers_language(language: str) -> None:
    read = parsed(missing_html(language))
    assert read.texts("p", "note") == [texts("chat", language)["gone"]]
    assert read.attributes("section")[0]["lang"] == language


def test_a_very_long_article_is_shown_around_its_quote() -> None:
    text = "Das Gras wuchs. " * 50_000
    of = article(text + "Hier steht es. " + text)
    html = article_html(of, (len(text), len(text) + 14), [], "en")
    assert len(html) < 100_000
    assert parsed(html).texts("mark") == ["Hier steht es."]
    assert "Only the part around the quote is shown" in html


def test_an_answers_other_quotes_in_an_article_are_marked_too() -> None:
    of = article("Eins. Zwei. Drei. Vier.")
    read = parsed(article_html(of, (6, 11), [(0, 5), (6, 11), (12, 17)], "en"))
    assert read.texts("mark") == ["Eins.", "Zwei.", "Drei."]
    classes = [attributes["class"] for attributes in read.attributes("mark")]
    assert classes == ["other", "current", "other"]
