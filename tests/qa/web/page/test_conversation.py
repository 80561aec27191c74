"""The conversation: quotes set apart, numbers as buttons, and nothing that anybody says is more
than text."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hostile_text import hostile_text
from hypothesis import given, settings
from hypothesis import strategies as st
from shown import BRIDGE, answer, article, cited, parsed, wording_with_markup, written

from index import ArticleDescription
from prompts import languages, texts
from qa import Answer, Assistant
from qa.answers import ShortAnswer, WrittenSentence
from qa.composing import Composed, compose_quotes, compose_refusal
from qa.web.page import conversation
from qa.web.page.article_view import article_html
from qa.web.page.conversation import answer_html, citation_button, question_html
from qa.web.page.sources import sources_html

LINE, LINES = hostile_text(), hostile_text(lines=True)


def buttons(html: str) -> list[tuple[str, str]]:
    """Where each button leads."""
    found = parsed(html).attributes("button")
    assert all(button["data-article"] == "a1" for button in found)
    return [(button["data-start"], button["data-end"]) for button in found]


def without_numbers(text: str) -> str:
    """Text in which a number may have become a button, which has no brackets."""
    return text.translate({ord("["): None, ord("]"): None, 0xA0: " "})


@settings(derandomize=True, deadline=None)
@given(LINES)
def test_a_question_stands_as_it_was_asked(question: str) -> None:
    read = parsed(question_html(replace(written(), question=question)))
    assert read.tags == ["p"]
    assert read.text == question


@settings(derandomize=True, deadline=None)
@given(
    before=LINES, quote=LINES, after=LINES, title=LINE, author=LINE, place=LINE, date=LINE,
    columns=st.lists(LINE, max_size=2),
)  # fmt: skip
def test_a_quoting_answer_reads_as_it_was_composed(
    before: str, quote: str, after: str, columns: list[str], **known: str
) -> None:
    of = article(before + quote + after, **known)
    start, end = len(before), len(before) + len(quote)
    citation = cited(of, start, end, table_header=tuple(columns))
    for composed in (
        compose_quotes([citation], {of.id: of}, "en"),
        compose_refusal(citation, "en"),
    ):
        assert_reads_as_composed(composed, answer(of, start, end))


def assert_reads_as_composed(composed: Composed, told: Answer) -> None:
    told = replace(told, text=composed.text, quoted_at=composed.quoted_at)
    read = parsed(answer_html(told))
    (quote,), ((start, end),) = read.texts("q"), composed.quoted_at
    assert quote.split() == told.citations[0].quote.split()
    before, after = composed.text[:start].replace("\n\n", ""), composed.text[end:]
    # The paragraphs, and the empty place for a gist.
    assert "".join(read.texts("p")) == before + quote + after.replace(" [1]", "\u00a01", 1)


@settings(derandomize=True, deadline=None)
@given(of=LINE, language=LINE, label=LINE, title=LINE)
def test_what_is_known_of_an_article_stays_within_its_attribute(
    of: str, language: str, label: str, title: str
) -> None:
    described = ArticleDescription(id=of, title=title, language=language)
    citation = replace(cited(BRIDGE, 0, 18), article=described)
    (button,) = parsed(citation_button(citation, label)).attributes("button")
    assert (button["data-article"], button["title"]) == (of, title)
    assert parsed(citation_button(citation, label)).text == label
    told = replace(answer(BRIDGE, 0, 18), citations=(citation,), language=of)
    read = parsed(answer_html(told))
    assert read.attributes("q")[0]["lang"] == language
    assert read.attributes("div")[0]["lang"] == of


@settings(derandomize=True, deadline=None)
@given(LINES)
def test_what_a_model_writes_reads_as_it_was_written(text: str) -> None:
    supported, doubtful = (WrittenSentence(text, (1,), is_so) for is_so in (True, False))
    growing = parsed(answer_html(written(text=text)))
    assert without_numbers(growing.text) == without_numbers(text)
    end = parsed(answer_html(written(supported, doubtful)))
    said = f"{supported.cited_text} {doubtful.cited_text}"
    assert without_numbers(end.texts("p")[0]) == without_numbers(said)
    assert without_numbers(end.texts("span", "unsupported")[0]) == without_numbers(
        doubtful.cited_text
    )


@settings(derandomize=True, deadline=None)
@given(standalone=LINE, note=LINE)
def test_what_is_said_beside_an_answer_reads_as_it_was_said(standalone: str, note: str) -> None:
    read = parsed(answer_html(written(standalone=standalone, note=note)))
    meant = texts("chat", "en")["understood"].format(question=standalone)
    assert read.texts("p", "aside") == [meant, note]


def test_the_chats_own_texts_are_no_html_either(monkeypatch: pytest.MonkeyPatch) -> None:
    wording = wording_with_markup(monkeypatch, conversation)
    told = parsed(answer_html(written(standalone="Why?")))
    assert told.texts("p", "aside") == [wording["understood"].format(question="Why?")]
    assert told.texts("p", "growing") == [wording["writing"]]
    doubtful = parsed(answer_html(written(WrittenSentence("Hm.", (), False))))
    assert doubtful.texts("p", "aside") == [f"{wording['underlined']} {wording['unsupported']}"]
    assert doubtful.texts("span", "unsupported") == ["Hm.", wording["underlined"]]


def test_a_number_within_a_quote_is_no_citation() -> None:
    of = article("Siehe [1] und [2] im Anhang.")
    read = parsed(answer_html(answer(of, 0, len(of.text))))
    assert read.tags.count("button") == 1
    assert read.texts("q") == ["Siehe [1] und [2] im Anhang."]


def test_a_title_is_taken_for_neither_quote_nor_number() -> None:
    of = article(
        "Die Brücke ist zu. Alle warten.", title="[1] Die Brücke ist zu. [" + "1" * 5_000 + "]"
    )
    html = answer_html(answer(of, 0, 18))
    read = parsed(html)
    assert read.texts("q") == ["Die Brücke ist zu."]
    assert read.tags.count("button") == 1
    assert html.index("<q ") > html.rindex("Alle warten.")


def test_a_number_opens_its_article_at_its_quote() -> None:
    of = article("Davor. Das Zitat. Danach.")
    assert buttons(answer_html(answer(of, 7, 17))) == [("7", "17")]


def test_numbers_of_a_written_answer_open_their_quotes() -> None:
    html = answer_html(
        written(
            WrittenSentence("The bridge is closed.", (1,), True),
            WrittenSentence("All wait for it.", (2, 1), True),
        )
    )
    assert buttons(html) == [("0", "18"), ("19", "31"), ("0", "18")]
    assert parsed(html).text == "The bridge is closed\u00a01. All wait for it\u00a021."
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
def test_the_mark_is_explained_in_the_readers_language(language: str) -> None:
    html = answer_html(written(WrittenSentence("Hm.", (), False), language=language))
    assert texts("chat", language)["underlined"] in parsed(html).text
    assert texts("chat", language)["unsupported"] in parsed(html).text


def test_a_number_that_names_no_quote_is_no_button() -> None:
    html = answer_html(written(WrittenSentence("In [3] and [99] of 2 [x].", (1,), True)))
    assert buttons(html) == [("0", "18")]
    assert "In [3] and [99] of 2 [x]" in parsed(html).text


def test_an_answer_that_is_being_written_shows_its_text_so_far_with_its_numbers() -> None:
    html = answer_html(written(text="The bridge is closed [1]. All wait [2]. And"))
    assert buttons(html) == [("0", "18"), ("19", "31")]
    assert parsed(html).text == "The bridge is closed\u00a01. All wait\u00a02. And"
    assert "unsupported" not in html


@pytest.mark.parametrize("language", languages("chat"))
def test_before_the_first_word_it_says_that_it_writes(language: str) -> None:
    read = parsed(answer_html(written(language=language)))
    assert read.texts("p", "growing") == [texts("chat", language)["writing"]]


def test_a_gist_stands_under_its_quote_with_its_label() -> None:
    quoted = answer(BRIDGE, 0, 18)
    with_gist = replace(quoted.citations[0], gist="The bridge is closed.")
    html = answer_html(replace(quoted, citations=(with_gist,)))
    assert html.index("</q>") < html.index('class="gist"')
    assert parsed(html).text.endswith("Rough machine translation: The bridge is closed.")
    assert parsed(html).texts("q") == ["Die Brücke ist zu."]


def test_the_closest_passage_of_a_refusal_has_its_gist_too(assistant: Assistant) -> None:
    refusal = assistant.answer("Quel est le prix du pain au Japon ?")
    assert refusal.mode == "refusal"
    html = answer_html(replace(refusal, language="it"))
    assert html.count('class="gist"') == 1
    assert html.index("</q>") < html.index('class="gist"')


def test_each_quote_has_its_own_gist(assistant: Assistant) -> None:
    asked = assistant.answer("what did Sherman demand?")
    citations = tuple(replace(c, gist=f"Gist {c.number}.") for c in asked.citations)
    assert len(citations) > 1
    html = answer_html(replace(asked, citations=citations))
    places = [html.index(f"Gist {c.number}.") for c in citations]
    ends = [match.end() for match in re.finditer("</q>", html)]
    for place, end, following in zip(places, ends, [*ends[1:], len(html)], strict=True):
        assert end < place < following


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
@given(LINE, LINE)
def test_what_stands_between_a_quote_and_its_number_is_no_html(between: str, behind: str) -> None:
    """As a translator may write it."""
    between, behind = (text.replace("[", "").replace("]", "") for text in (between, behind))
    quote = BRIDGE.text[:18]
    told = answer(BRIDGE, 0, 18, text=f"{quote}{between}[1]{behind}", quoted_at=((0, 18),))
    read = parsed(answer_html(told))
    assert without_numbers(read.texts("p")[0]) == without_numbers(f"{quote}{between}1{behind}")


@settings(derandomize=True, deadline=None)
@given(hostile_text(lines=True), hostile_text(lines=True), hostile_text(lines=True))
def test_the_words_that_answer_are_strong_within_their_quote(
    before: str, words: str, after: str
) -> None:
    """In the conversation, on the card, and in the article."""
    text = f"{before}.{words}.{after}."
    start, end = len(before) + 1, len(before) + 2 + len(words)
    of = article(text)
    short = ShortAnswer(text[start:end], start, end)
    told = answer(of, 0, len(text))
    told = replace(told, citations=(replace(told.citations[0], short_answer=short),))
    shown = " ".join(parsed(answer_html(told)).texts("strong")[0].split())
    assert shown == " ".join(short.text.split())
    card = parsed(sources_html(told, {of.id: of}))
    assert card.texts("strong") == [short.text]
    opened = parsed(article_html(of, (0, len(text)), [], "en", (start, end)))
    assert opened.texts("strong") == [short.text]


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (10, 99), (40, 45)])
def test_words_that_are_not_in_the_quote_are_not_strong(start: int, end: int) -> None:
    told = answer(BRIDGE, 0, 18)
    short = ShortAnswer("x", start, end)
    told = replace(told, citations=(replace(told.citations[0], short_answer=short),))
    for html in (
        answer_html(told),
        sources_html(told, {BRIDGE.id: BRIDGE}),
        article_html(BRIDGE, (0, 18), [], "en", (start, end)),
    ):
        assert "strong" not in parsed(html).tags
        assert BRIDGE.text[:18] in parsed(html).text


@pytest.mark.parametrize("sureness", ["certain", "likely"])
def test_how_sure_an_answer_is_is_said_in_the_readers_language(sureness: str) -> None:
    told = answer(BRIDGE, 0, 18, sureness=sureness, language="fr")
    assert parsed(answer_html(told)).texts("p", "aside") == [texts("answer", "fr")[sureness]]
