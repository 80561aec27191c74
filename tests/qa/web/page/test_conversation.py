"""Answers: what the reader came for stands first, and what anybody says is no more than text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hostile_text import hostile_text
from hypothesis import given, settings
from hypothesis import strategies as st
from parsed_html import ParsedHtml
from shown import BRIDGE, answer, article, cited, parsed, wording_with_markup, written

from prompts import languages, texts
from qa import Answer, Assistant
from qa.answers import ShortAnswer, WrittenSentence
from qa.web.page import conversation
from qa.web.page.article_view import article_html
from qa.web.page.conversation import answer_html
from qa.web.page.sources import sources_html

LINE, LINES = hostile_text(), hostile_text(lines=True)


def numbers(html: str) -> list[tuple[str, str]]:
    """Where each number leads."""
    found = parsed(html).attributes("a", "number")
    assert all(link["data-article"] == "a1" for link in found)
    return [(link["data-start"], link["data-end"]) for link in found]


def without_numbers(text: str) -> str:
    """Text in which a number may have become a link, which has no brackets."""
    return text.translate({ord("["): None, ord("]"): None, 0xA0: " "})


def with_short(told: Answer, start: int, end: int, text: str) -> Answer:
    first, *others = told.citations
    short = ShortAnswer(text, start, end)
    return replace(told, citations=(replace(first, short_answer=short), *others))


@settings(derandomize=True, deadline=None)
@given(before=LINES, quote=LINES, after=LINES, title=LINE, author=LINE, place=LINE, date=LINE)
def test_a_quote_reads_as_it_was_written(
    before: str, quote: str, after: str, title: str, **known: str
) -> None:
    of = article(before + quote + after, title=title, **known)
    told = answer(of, len(before), len(before) + len(quote))
    for one in (told, replace(told, mode="refusal", refused=True)):
        read = parsed(answer_html(one))
        (shown,) = read.texts("q")
        assert shown.split() == quote.split()
        assert read.texts("cite") == [title]
        assert known["author"] in read.texts("span")


@settings(derandomize=True, deadline=None)
@given(names=st.tuples(LINE, LINE))
def test_the_names_of_a_quoted_rows_columns_are_text(names: tuple[str, str]) -> None:
    of = article("| eins | zwei |")
    told = answer(of, 0, len(of.text))
    told = replace(told, citations=(replace(told.citations[0], table_header=names),))
    assert parsed(answer_html(told)).texts("th") == list(names)


@settings(derandomize=True, deadline=None)
@given(language=LINE, asked_in=LINE)
def test_the_name_of_a_language_stays_within_its_attribute(language: str, asked_in: str) -> None:
    of = replace(BRIDGE, language=language)
    told = with_short(answer(of, 0, 18), 4, 10, "Brücke")
    read = parsed(answer_html(replace(told, language=asked_in)))
    assert [tag["lang"] for tag in read.attributes("q")] == [language]
    assert [tag["lang"] for tag in read.attributes("bdi")] == [language, language]
    assert read.attributes("div", "answer")[0]["lang"] == asked_in


@settings(derandomize=True, deadline=None)
@given(LINES)
def test_what_a_model_writes_reads_as_it_was_written(text: str) -> None:
    supported, doubtful = (WrittenSentence(text, (1,), is_so) for is_so in (True, False))
    growing = parsed(answer_html(written(text=text)))
    assert without_numbers(growing.text) == without_numbers(text)
    end = parsed(answer_html(written(supported, doubtful)))
    said = f"{supported.cited_text} {doubtful.cited_text}"
    assert without_numbers(end.texts("p", "text")[0]) == without_numbers(said)
    assert without_numbers(end.texts("span", "unsupported")[0]) == without_numbers(
        doubtful.cited_text
    )


@settings(derandomize=True, deadline=None)
@given(standalone=LINE, note=LINE)
def test_what_is_said_beside_an_answer_reads_as_it_was_said(standalone: str, note: str) -> None:
    read = parsed(answer_html(written(standalone=standalone, note=note)))
    meant = texts("chat", "en")["understood"].format(question=standalone)
    assert read.texts("p", "aside") == [meant, note]


@settings(derandomize=True, deadline=None)
@given(LINES)
def test_what_a_notice_says_and_what_is_said_before_quotes_is_text(said: str) -> None:
    notice = replace(answer(BRIDGE, 0, 18, mode="notice", text=said), citations=(), quoted_at=())
    assert parsed(answer_html(notice)).text == said
    text = f"{said}\n\nDie Brücke ist zu."
    span = len(text) - 18, len(text)
    lead = parsed(answer_html(answer(BRIDGE, 0, 18, text=text, quoted_at=(span,))))
    assert lead.texts("p")[0] == said


def test_the_pages_own_texts_are_no_html_either(monkeypatch: pytest.MonkeyPatch) -> None:
    wording = wording_with_markup(monkeypatch, conversation)
    wording |= {name: f"<i>{name} &amp;</i>" for name in ("certain", "refusal")}
    told = parsed(answer_html(written(standalone="Why?")))
    assert told.texts("p", "aside") == [wording["understood"].format(question="Why?")]
    assert told.texts("p", "growing") == [wording["writing"]]
    doubtful = parsed(answer_html(written(WrittenSentence("Hm.", (), False))))
    assert doubtful.texts("p", "aside") == [f"{wording['underlined']} {wording['unsupported']}"]
    assert doubtful.texts("span", "unsupported") == ["Hm.", wording["underlined"]]
    assert doubtful.texts("p", "how") == [wording["written"]]
    quoted = answer(BRIDGE, 0, 18, sureness="certain")
    quoted = replace(quoted, citations=(*quoted.citations, cited(BRIDGE, 19, 31, number=2)))
    read = parsed(answer_html(quoted))
    assert read.texts("p", "how") == [f"{wording['certain']} {wording['quoted']}"]
    assert read.texts("h3") == [wording["also_close"]]
    refused = parsed(answer_html(replace(quoted, mode="refusal", refused=True)))
    assert refused.texts("p", "none") == [wording["refusal"]]
    assert refused.texts("h3") == [wording["nearest"]]
    assert refused.texts("p", "aside") == [wording["nearest_note"]]


def test_the_words_that_answer_stand_first_then_their_quote_then_what_comes_close(
    assistant: Assistant,
) -> None:
    told = assistant.answer("Wann wurde New START unterzeichnet?")
    html = answer_html(told)
    read = parsed(html)
    assert read.texts("p", "short") == ["8. April 2010\u00a01"]
    best, *others = told.citations
    assert others
    (shown,) = ParsedHtml(html).texts("figure", "best")
    assert best.quote in shown
    less = read.texts("figure", "less")
    assert all(citation.quote in figure for citation, figure in zip(others, less, strict=True))
    order = [html.index(mark) for mark in ("short", '"best"', '"others"', '"less"', '"how"')]
    assert order == sorted(order)


def test_without_words_that_answer_the_quote_stands_first() -> None:
    read = parsed(answer_html(answer(BRIDGE, 0, 18)))
    assert read.texts("p", "short") == []
    assert read.texts("figure", "best") != []


def test_what_may_not_answer_is_said_to_and_looks_it(assistant: Assistant) -> None:
    told = answer(
        BRIDGE, 0, 18, sureness="perhaps", text="Vielleicht:\n\n“Die Brücke ist zu.” [1]",
        quoted_at=((14, 32),),
    )  # fmt: skip
    read = parsed(answer_html(told))
    assert read.texts("p")[0] == "Vielleicht:"
    assert read.texts("figure", "best") == []
    assert len(read.texts("figure", "less")) == 1


def test_a_refusal_looks_like_one_and_shows_what_comes_closest(assistant: Assistant) -> None:
    told = assistant.answer("How many moons does Saturn have?")
    read = parsed(answer_html(told))
    assert read.attributes("div", "answer")[0]["class"] == "answer refusal"
    assert read.texts("p", "none") == ["The archive does not say."]
    assert read.texts("h3") == ["Closest passage"]
    assert [q.split() for q in read.texts("q")] == [c.quote.split() for c in told.citations]
    assert read.texts("figure", "best") == read.texts("p", "short") == read.texts("p", "how") == []


def test_a_summary_says_that_an_article_begins_like_this(assistant: Assistant) -> None:
    told = assistant.answer("Summarise the article on the INF treaty")
    assert parsed(answer_html(told)).texts("p")[0] == texts("answer", "en")["beginning"]


def test_articles_of_one_title_can_be_told_apart_under_their_quotes() -> None:
    of = [article("Der Deich hielt.", id=name, place=name) for name in ("Ems", "Elbe")]
    told = answer(of[0], 0, 16)
    second = replace(told.citations[0], number=2, article=of[1].description)
    read = parsed(answer_html(replace(told, citations=(*told.citations, second))))
    assert read.texts("p", "about") == ["EmsGerman", "ElbeGerman"]


def test_a_number_within_a_quote_is_no_citation() -> None:
    of = article("Siehe [1] und [2] im Anhang.")
    read = parsed(answer_html(answer(of, 0, len(of.text))))
    assert read.tags.count("a") == 1
    assert read.texts("q") == ["Siehe [1] und [2] im Anhang."]


def test_a_number_opens_its_article_at_its_quote() -> None:
    of = article("Davor. Das Zitat. Danach.")
    assert numbers(answer_html(answer(of, 7, 17))) == [("7", "17")]


def test_numbers_of_a_written_answer_open_their_quotes() -> None:
    html = answer_html(
        written(
            WrittenSentence("The bridge is closed.", (1,), True),
            WrittenSentence("All wait for it.", (2, 1), True),
        )
    )
    assert numbers(html) == [("0", "18"), ("19", "31"), ("0", "18")]
    (said,) = parsed(html).texts("p", "text")
    assert said == "The bridge is closed\u00a01. All wait for it\u00a021."
    assert "unsupported" not in html


def test_what_its_quotes_do_not_support_is_marked_and_the_mark_explained() -> None:
    html = answer_html(
        written(
            WrittenSentence("The bridge is closed.", (1,), True),
            WrittenSentence("Penguins swim.", (), False),
            WrittenSentence("It is blue.", (2,), False),
        )
    )
    assert parsed(html).texts("span", "unsupported") == [
        "Penguins swim.",
        "It is blue\u00a02.",
        "Underlined:",
    ]
    assert html.count("quotes do not confirm this") == 1
    assert html.index("The bridge") < html.index("unsupported")


@pytest.mark.parametrize("language", languages("chat"))
def test_how_an_answer_was_made_is_said_in_the_readers_language(language: str) -> None:
    wording = texts("chat", language)
    quoted = parsed(answer_html(answer(BRIDGE, 0, 18, language=language)))
    assert quoted.texts("p", "how") == [wording["quoted"]]
    html = answer_html(written(WrittenSentence("Hm.", (), False), language=language))
    assert wording["underlined"] in parsed(html).text
    assert wording["unsupported"] in parsed(html).text
    assert parsed(html).texts("p", "how") == [wording["written"]]


def test_a_number_that_names_no_quote_is_no_link() -> None:
    html = answer_html(written(WrittenSentence("In [3] and [99] of 2 [x].", (1,), True)))
    assert numbers(html) == [("0", "18")]
    assert "In [3] and [99] of 2 [x]" in parsed(html).text


def test_an_answer_that_is_being_written_shows_its_text_so_far_with_its_numbers() -> None:
    html = answer_html(written(text="The bridge is closed [1]. All wait [2]. And"))
    assert numbers(html) == [("0", "18"), ("19", "31")]
    assert parsed(html).text == "The bridge is closed\u00a01. All wait\u00a02. And"
    assert "unsupported" not in html


@pytest.mark.parametrize("language", languages("chat"))
def test_before_the_first_word_it_says_that_it_writes(language: str) -> None:
    read = parsed(answer_html(written(language=language)))
    assert read.texts("p", "growing") == [texts("chat", language)["writing"]]


def test_each_quote_has_its_own_gist_under_it_with_its_label(assistant: Assistant) -> None:
    asked = assistant.answer("Which country leads the battle group in Lithuania?")
    citations = tuple(replace(c, gist=f"Gist {c.number}.") for c in asked.citations)
    assert len(citations) > 1
    html = answer_html(replace(asked, citations=citations))
    figures = ParsedHtml(html).texts("figure")
    for citation, figure in zip(citations, figures, strict=True):
        assert f"Rough machine translation: Gist {citation.number}." in figure


def test_the_closest_passage_of_a_refusal_has_its_gist_too(assistant: Assistant) -> None:
    refusal = assistant.answer("Quel est le prix du pain au Japon ?")
    assert refusal.mode == "refusal"
    html = answer_html(replace(refusal, language="it"))
    assert html.count('class="gist"') == 1
    assert html.index("</q>") < html.index('class="gist"')


@pytest.mark.parametrize("language", languages("chat"))
def test_what_a_follow_up_was_taken_to_ask_and_why_nobody_writes_is_said_first(
    language: str,
) -> None:
    told = replace(
        answer(BRIDGE, 0, 18), language=language, standalone="Why? (<b>bridge</b>)", note="No <i>."
    )
    html = answer_html(told)
    understood = texts("chat", language)["understood"].format(question="Why? (<b>bridge</b>)")
    assert parsed(html).texts("p", "aside") == [understood, "No <i>."]
    assert html.index('class="aside"') < html.index("<q ")
    assert "aside" not in answer_html(answer(BRIDGE, 0, 18))


@settings(derandomize=True, deadline=None)
@given(hostile_text(lines=True), hostile_text(lines=True), hostile_text(lines=True))
def test_the_words_that_answer_are_strong_within_their_quote(
    before: str, words: str, after: str
) -> None:
    """Above the quote, in it, on the card, and in the article."""
    text = f"{before}.{words}.{after}."
    start, end = len(before) + 1, len(before) + 2 + len(words)
    of = article(text)
    told = with_short(answer(of, 0, len(text)), start, end, text[start:end])
    read, said = parsed(answer_html(told)), text[start:end].split()
    assert read.texts("strong")[0].split() == said
    assert read.texts("p", "short")[0].removesuffix("\u00a01").split() == said
    card = parsed(sources_html(told, {of.id: of}))
    assert card.texts("strong") == [text[start:end]]
    opened = parsed(article_html(of, (0, len(text)), [], "en", (start, end)))
    assert opened.texts("strong") == [text[start:end]]


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (10, 99), (40, 45)])
def test_words_that_are_not_in_the_quote_are_not_strong(start: int, end: int) -> None:
    told = with_short(answer(BRIDGE, 0, 18), start, end, "x")
    for html in (
        answer_html(told),
        sources_html(told, {BRIDGE.id: BRIDGE}),
        article_html(BRIDGE, (0, 18), [], "en", (start, end)),
    ):
        assert "strong" not in parsed(html).tags
        assert "short" not in html
        assert BRIDGE.text[:18] in parsed(html).text


@pytest.mark.parametrize("sureness", ["certain", "likely"])
def test_how_sure_an_answer_is_is_said_in_the_readers_language(sureness: str) -> None:
    told = answer(BRIDGE, 0, 18, sureness=sureness, language="fr")
    assert parsed(answer_html(told)).texts("span", sureness) == [texts("answer", "fr")[sureness]]
