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
from qa.composing import readable_date
from qa.web import sources
from qa.web.sources import about_html, no_sources_html, sources_html
from qa.web_address import is_web_address

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
    expected = [known["author"], known["source"], known["place"], date, language]
    assert read.texts("span") == expected
    assert read.tags == ["p", *["span"] * 5]


@settings(derandomize=True, deadline=None)
@given(LINE.map("https://example.org/".__add__))
def test_a_link_leads_where_its_article_says_and_nowhere_else(url: str) -> None:
    read = parsed(about_html(article("Text.", url=url), "en"))
    (link,) = read.attributes("a")
    assert link == {
        "href": url,
        "target": "_blank",
        "rel": "noopener noreferrer nofollow",
    }
    assert read.texts("a") == ["Original page"]


@settings(derandomize=True, deadline=None)
@given(LINE)
def test_an_address_of_any_other_kind_becomes_no_link(url: str) -> None:
    links = parsed(about_html(article("Text.", url=url), "en")).attributes("a")
    assert [link["href"] for link in links] == ([url] if is_web_address(url) else [])


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://", False),
        ("http://[broken", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, expected: bool) -> None:
    assert is_web_address(url) is expected


def test_the_chats_own_texts_are_no_html_either(monkeypatch: pytest.MonkeyPatch) -> None:
    wording = wording_with_markup(monkeypatch, sources)
    told = answer(replace(BRIDGE, url="https://example.org/"), 0, 18)
    read = parsed(sources_html(told, {BRIDGE.id: BRIDGE}))
    assert read.texts("h2") == [wording["sources"]]
    assert read.texts("button", "open") == [wording["open_article"]]
    assert read.texts("a") == [wording["original"]]
    gone = parsed(sources_html(told, {}))
    assert gone.texts("p", "note") == [wording["gone"]]
    refused = parsed(sources_html(replace(told, refused=True), {BRIDGE.id: BRIDGE}))
    assert refused.texts("h2") == [wording["nearest"]]
    assert refused.texts("p", "note") == [wording["nearest_note"]]
    nothing = parsed(no_sources_html("en"))
    assert nothing.texts("h2") == [wording["sources"]]
    assert nothing.texts("p", "note") == [wording["no_sources"]]


def test_a_quote_in_a_long_paragraph_stands_between_whole_words() -> None:
    long = "Das Gras wuchs. " * 50
    of = article(f"{long}Hier steht es. {long}")
    read = parsed(sources_html(answer(of, len(long), len(long) + 14), {of.id: of}))
    (quote,) = read.texts("blockquote")
    assert read.texts("mark") == ["Hier steht es."]
    assert quote.startswith("… ") and quote.endswith(" …")
    assert set(quote.strip(" …").split()) == set(of.text.split())
    assert len(quote) < 400
