"""Answers as plain text and Markdown; Markdown is read by a parser that keeps CommonMark's rules
and GitHub's tables and strikethrough."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hostile_text import hostile_text
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from parsed_html import ParsedHtml
from shown import BRIDGE, answer, article, cited, written

from qa import Answer, Assistant
from qa.answers import WrittenSentence
from qa.exporting import conversation_markdown, markdown, plain
from qa.exporting.lines import one_line

LINE, LINES = hostile_text(), hostile_text(lines=True)
LINK = "https://host/?article=a1&start=0"


def rendered(text: str) -> ParsedHtml:
    """As it is shown; HTML in it would be HTML."""
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)
    return ParsedHtml(html)


def test_an_answer_is_taken_along_with_its_sources(assistant: Assistant) -> None:
    told = assistant.answer("Wie lange dauerte das Treffen des NATO-Russland-Rates?", "de")
    first = told.citations[0]
    text = plain(told)
    assert text.startswith(f"{told.question}\n\n")
    assert told.text in text
    (line,) = [line for line in text.splitlines() if line.startswith("[1] ")]
    assert line.startswith(
        f"[1] {first.article.title} · Fundstelle-Redaktion · Fundstelle, Demonstrationsarchiv ·"
        " 12. Januar 2022 · Deutsch"
    )
    read = rendered(markdown(told, lambda citation: f"/?start={citation.start}"))
    assert read.texts("h2") == [told.question]
    assert read.texts("h3") == ["Quellen"]
    assert read.texts("strong")[0] == first.article.title
    assert first.quote in read.text
    links = [(link["href"], text) for link, text in zip(
        read.attributes("a"), read.texts("a"), strict=True
    )]  # fmt: skip
    assert links[0] == (f"/?start={first.start}", "[1]")
    assert (f"/?start={first.start}", "Im Artikel zeigen") in links


def test_a_written_answer_has_its_quotes_under_its_sources() -> None:
    sentences = (WrittenSentence("Zu ist sie.", (1,), True), WrittenSentence("Alle.", (2,), False))
    text = plain(written(*sentences))
    assert "Zu ist sie [1]. Alle [2]. (not confirmed by the quotes)" in text
    assert "\n    “Die Brücke ist zu.”\n" in text
    read = rendered(markdown(written(*sentences), lambda citation: LINK))
    assert read.texts("blockquote") == ["\nDie Brücke ist zu.\n", "\nAlle warten.\n"]
    assert read.texts("a") == ["[1]", "[2]", *["Show in the article"] * 2]


def test_what_was_noted_of_an_answer_is_taken_along() -> None:
    told = answer(BRIDGE, 0, 18, standalone="Is it shut?", note="No model.", sureness="certain")
    for text in (plain(told), rendered(markdown(told)).text):
        for said in ("Understood as: Is it shut?", "No model.", "The archive answers this."):
            assert said in text


def test_a_gist_stands_under_its_label() -> None:
    told = answer(BRIDGE, 0, 18)
    told = replace(told, citations=(replace(told.citations[0], gist="The bridge is shut."),))
    label = "Rough machine translation: The bridge is shut."
    assert f"\n    {label}\n" in plain(told)
    assert label in rendered(markdown(told)).texts("li")[0]


def test_a_refusal_calls_what_it_cites_the_closest_passage() -> None:
    refusal = answer(BRIDGE, 0, 18, refused=True, mode="refusal")
    assert "\nClosest passage\n[1] Titel" in plain(refusal)
    assert rendered(markdown(refusal)).texts("h3") == ["Closest passage"]


def test_a_notice_has_no_sources() -> None:
    notice = Answer("?", "en", "Please ask.", True, 0.0, "notice")
    assert plain(notice) == "?\n\nPlease ask.\n"
    assert markdown(notice) == "## ?\n\nPlease ask.\n"


def test_a_conversation_is_every_question_with_its_answer() -> None:
    told = [answer(BRIDGE, 0, 18, question="Erste?"), answer(BRIDGE, 19, 31, question="Zweite?")]
    read = rendered(conversation_markdown(told, "de"))
    assert read.texts("h1") == ["Gespräch"]
    assert read.texts("h2") == ["Erste?", "Zweite?"]


@settings(derandomize=True, deadline=None)
@given(before=LINES, quote=LINES, title=LINE, question=LINES, author=LINE, gist=LINE)
def test_markdown_reads_as_it_was_written(
    before: str, quote: str, title: str, question: str, author: str, gist: str
) -> None:
    of = article(before + quote, title=title, author=author)
    told = answer(of, len(before), len(before) + len(quote), question=question)
    told = replace(told, citations=(replace(told.citations[0], gist=gist),))
    _has_only_what_is_ours(markdown(told, lambda citation: LINK), told, links=2)


@settings(derandomize=True, deadline=None)
@given(said=LINE, quote=LINES)
def test_written_markdown_reads_as_it_was_written(said: str, quote: str) -> None:
    of = article(quote)
    sentence = WrittenSentence(said.replace("[1]", "").replace("[2]", ""), (), True)
    told = written(sentence, citations=(cited(of, 0, len(of.text)),))
    _has_only_what_is_ours(markdown(told, lambda citation: LINK), told, links=1)


def _has_only_what_is_ours(text: str, told: Answer, links: int) -> None:
    read = rendered(text)
    allowed: dict[str, set[str]] = {
        **{tag: set() for tag in ("h2", "h3", "p", "em", "strong", "li", "blockquote")},
        "ol": {"start"},
        "a": {"href"},
    }
    read.assert_holds_only(allowed)
    of = told.citations[0].article
    # What stands for no letter at all is left away, as is what orders others.
    assert read.texts("h2") == [one_line(told.question)] or not one_line(told.question)
    assert read.texts("strong") == [one_line(of.title)] or not one_line(of.title)
    assert len(read.attributes("a")) == links
    assert {link["href"] for link in read.attributes("a")} == {LINK}
    shown = " ".join(read.text.split())
    assert one_line(told.citations[0].quote) in shown
    assert len(read.texts("li")) == 1


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/?article=a&start=1", ["/?article=a&start=1"]),
        ("https://host/a(b)<c> d\\e", ["https://host/a%28b%29%3Cc%3E%20d%5Ce"]),
        ("javascript:alert(1)", []),
        ("//elsewhere/", []),
        (None, []),
    ],
)
def test_links_lead_to_web_addresses_and_paths_alone(target: str, expected: list[str]) -> None:
    read = rendered(markdown(answer(BRIDGE, 0, 18), lambda citation: target))
    assert list(dict.fromkeys(link["href"] for link in read.attributes("a"))) == expected


@pytest.mark.parametrize(
    "start", ["# x", "- x", "+ x", "* x", "1. x", "12) x", "> x", "---", "===", "| a |", "    x"]
)
def test_a_quote_begins_no_list_heading_or_rule(start: str) -> None:
    of = article(start, title=start)
    told = written(WrittenSentence(start, (), True), citations=(cited(of, 0, len(start)),))
    read = rendered(markdown(told))
    assert set(read.tags) == {"h2", "h3", "p", "ol", "li", "strong", "blockquote"}
    assert read.texts("blockquote") == [f"\n{start.strip()}\n"]


@settings(derandomize=True, deadline=None)
@given(title=st.one_of(LINE, st.text()), quote=LINES)
def test_plain_text_has_a_line_for_each_source(title: str, quote: str) -> None:
    of = article(quote, title=title)
    told: dict[str, Any] = {"text": "Said.", "quoted_at": ()}
    last = plain(answer(of, 0, len(quote), **told)).splitlines()[-1]
    assert last == f"[1] {' · '.join(filter(None, [one_line(title), 'German']))}"
    assert "\u202e" not in last
