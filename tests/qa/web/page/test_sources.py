"""The cards beside a conversation: each quote in its surroundings, and what is known of its
article."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hostile_text import hostile_text
from hypothesis import given, settings
from hypothesis import strategies as st
from shown import BRIDGE, answer, article, parsed, wording_with_markup

from index.text import language_name
from qa import Assistant
from qa.composing import readable_date
from qa.web.page import sources
from qa.web.page.about import about_html
from qa.web.page.sources import cited_articles, sources_html

LINE, LINES = hostile_text(), hostile_text(lines=True)
# Of a table: a pipe ends it.
CELL = LINE.map(lambda text: text.replace("|", "").replace("\\", "").strip() or "…")


@settings(derandomize=True, deadline=None)
@given(before=LINES, quote=LINES, after=LINES, title=LINE, language=LINE, gist=LINES)
def test_a_card_reads_as_its_article_was_written(
    before: str, quote: str, after: str, title: str, language: str, gist: str
) -> None:
    of = article(before + quote + after, title=title, language=language)
    told = answer(of, len(before), len(before) + len(quote))
    told = replace(told, citations=(replace(told.citations[0], gist=gist),))
    read = parsed(sources_html(told, {of.id: of}))
    assert read.texts("bdi") == [title]
    assert read.texts("mark") == [quote]
    line_before, line_after = before.rpartition("\n")[2], after.partition("\n")[0]
    assert read.texts("blockquote") == [line_before + quote + line_after]
    assert read.texts("div", "gist") == [f"Rough machine translation: {gist}"]
    assert [tag["lang"] for tag in read.attributes("bdi")] == [language]
    assert [tag["lang"] for tag in read.attributes("blockquote")] == [language]


@settings(derandomize=True, deadline=None)
@given(names=st.tuples(CELL, CELL), row=st.tuples(CELL, CELL), language=LINE)
def test_a_quoted_row_reads_as_it_was_written_under_the_names_of_its_columns(
    names: tuple[str, ...], row: tuple[str, ...], language: str
) -> None:
    of = article(f"| {row[0]} | {row[1]} |", language=language)
    told = answer(of, 0, len(of.text))
    assert "table" not in parsed(sources_html(told, {of.id: of})).tags
    citation = replace(told.citations[0], table_header=names)
    read = parsed(sources_html(replace(told, citations=(citation,)), {of.id: of}))
    assert read.texts("th") == list(names)
    assert read.texts("td") == list(row)
    assert [tag["lang"] for tag in read.attributes("table")] == [language]


@settings(derandomize=True, deadline=None)
@given(author=LINE, source=LINE, place=LINE, date=LINE, language=LINE)
def test_what_is_known_of_an_article_reads_as_it_was_given(**known: str) -> None:
    read = parsed(about_html(article("Text.", **known), "en"))
    date = readable_date(known["date"], "en")
    language = language_name(known["language"], "en")
    expected = [known["source"], date, known["author"], known["place"], language]
    assert read.texts("span") == expected
    assert read.tags == ["p", *["span"] * 5]


def test_the_chats_own_texts_are_no_html_either(monkeypatch: pytest.MonkeyPatch) -> None:
    wording = wording_with_markup(monkeypatch, sources)
    told = answer(BRIDGE, 0, 18)
    read = parsed(sources_html(told, {BRIDGE.id: BRIDGE}))
    assert read.texts("h2") == [wording["sources"]]
    assert read.texts("a", "open") == [wording["open_article"]]
    gone = parsed(sources_html(told, {}))
    assert gone.texts("p", "note") == [wording["gone"]]
    also = replace(BRIDGE.description, id="a2", title="Anders")
    wording["also"] = "<b>also & {articles}</b> &lt;"
    twice = replace(told, citations=(replace(told.citations[0], also=(also,)),))
    read = parsed(sources_html(twice, {BRIDGE.id: BRIDGE}))
    assert read.texts("p", "note") == [wording["also"].format(articles="Anders")]
    refused = parsed(sources_html(replace(told, refused=True), {BRIDGE.id: BRIDGE}))
    assert refused.texts("h2") == [wording["nearest"]]
    assert refused.texts("p", "note") == [wording["nearest_note"]]


def test_an_answer_without_sources_has_none_to_show() -> None:
    assert sources_html(replace(answer(BRIDGE, 0, 18), citations=()), {}) == ""


def test_articles_of_one_title_can_be_told_apart_on_their_cards() -> None:
    of = [article("Der Deich hielt.", id=name, source=name) for name in ("Bote", "Kurier")]
    told = answer(of[0], 0, 16)
    second = replace(told.citations[0], number=2, article=of[1].description)
    read = parsed(sources_html(replace(told, citations=(*told.citations, second)), {}))
    assert read.texts("p", "about") == ["BoteGerman", "KurierGerman"]


def test_a_card_whose_article_has_gone_says_so_and_opens_nothing(assistant: Assistant) -> None:
    told = assistant.answer("what did Sherman demand?")
    known = cited_articles(assistant.archive, told)
    assert set(known) == {citation.article.id for citation in told.citations}
    first = told.citations[0]
    of = replace(first, article=replace(first.article, id="nobody"))
    gone = replace(told, citations=(of,))
    assert cited_articles(assistant.archive, gone) == {}
    changed = {of.article.id: replace(known[first.article.id], text="Ganz anders. " * 500)}
    for articles in ({}, changed):
        read = parsed(sources_html(gone, articles))
        assert read.texts("p", "note") == ["This article is not in the archive."]
        assert read.texts("mark") == [first.quote]
        assert read.texts("a", "open") == []


@settings(derandomize=True, deadline=None)
@given(title=LINE, places=st.tuples(LINE, LINE).filter(lambda two: two[0] != two[1]))
def test_articles_that_say_the_same_are_named_as_they_are(
    title: str, places: tuple[str, str]
) -> None:
    of = replace(BRIDGE, title=title, place=places[0])
    told = answer(of, 0, 18)
    also = replace(of.description, id="a2", place=places[1])
    twice = replace(told, citations=(replace(told.citations[0], also=(also,)),))
    read = parsed(sources_html(twice, {of.id: of}))
    assert read.texts("p", "note") == [f" (also in {title} ({places[1]}))".strip()]


def test_a_quote_in_a_long_paragraph_stands_between_whole_words() -> None:
    long = "Das Gras wuchs. " * 50
    of = article(f"{long}Hier steht es. {long}")
    read = parsed(sources_html(answer(of, len(long), len(long) + 14), {of.id: of}))
    (quote,) = read.texts("blockquote")
    assert read.texts("mark") == ["Hier steht es."]
    assert quote.startswith("… ") and quote.endswith(" …")
    assert set(quote.strip(" …").split()) == set(of.text.split())
    assert len(quote) < 400
