"""What the chat shows, as HTML: nothing that an article, a question or a browser says gets through
as anything but text. tests/browser drives the real page."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Archive, Article
from prompts import languages, texts
from qa import Answer, Assistant, Citation
from qa.answers import WrittenSentence
from qa.web.article_view import article_html
from qa.web.conversation import answer_html, gist_html, gist_inside, question_html
from qa.web.page import _opened
from qa.web.sources import is_web_address, sources_html


class Reader(HTMLParser):
    """What a browser makes of a page: its tags, its text, and the text of each mark."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.text = ""
        self.marks: list[str] = []
        self.quotes: list[str] = []
        self._in_mark = self._in_quote = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "mark":
            self._in_mark = True
            self.marks.append("")

        if tag == "q":
            self._in_quote = True
            self.quotes.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "q":
            self._in_quote = False
        if tag == "mark":
            self._in_mark = False

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._in_mark:
            self.marks[-1] += data
        if self._in_quote:
            self.quotes[-1] += data


def article(text: str, **known: str) -> Article:
    return Article(**{"id": "a1", "title": "Titel", "language": "de", **known, "text": text})


def answer(article: Article, start: int, end: int, **changed: object) -> Answer:
    citation = Citation(1, article.text[start:end], start, end, 0.9, article.description)
    opening = f"{article.title} [1] “{article.text}”: “"
    span = len(opening), len(opening) + len(citation.quote)
    text = f"{opening}{citation.quote}” [1]"
    values = {"language": "en", "text": text, "mode": "quote", "quoted_at": (span,)}
    return Answer(
        **{"question": "?", "refused": False, "confidence": 0.9, **values, **changed},  # type: ignore
        citations=(citation,),
    )


TEXTS = st.text(
    st.one_of(st.sampled_from("<>&\"'[]1{}$`()"), st.characters(exclude_categories=["Cs", "Cc"])),
    min_size=1,
    max_size=80,
)
ALLOWED = {
    "div", "p", "q", "button", "section", "h2", "h3", "article", "span", "bdi", "blockquote", "mark"
}  # fmt: skip


@given(before=TEXTS, quote=TEXTS, after=TEXTS, title=TEXTS)
def test_text_from_articles_never_becomes_markup(
    before: str, quote: str, after: str, title: str
) -> None:
    full = before + quote + after
    of = article(full, title=title, author=title, url=title, date=title, place=title)
    given_answer = answer(of, len(before), len(before) + len(quote))
    span = (len(before), len(before) + len(quote))
    for html in (
        answer_html(given_answer),
        question_html(replace(given_answer, question=title)),
        sources_html(given_answer, {of.id: of}),
        article_html(of, span, [], "en"),
    ):
        read = Reader(html)
        assert {tag for tag, _ in read.tags} <= ALLOWED
        assert not any(name.startswith("on") for _, attributes in read.tags for name in attributes)


@given(before=TEXTS, quote=TEXTS, after=TEXTS)
def test_an_open_article_stands_letter_by_letter_with_its_quote_marked(
    before: str, quote: str, after: str
) -> None:
    of = article(before + quote + after)
    read = Reader(article_html(of, (len(before), len(before) + len(quote)), [], "en"))
    assert of.text in read.text
    assert read.marks == [quote]


def test_a_number_within_a_quote_is_no_citation() -> None:
    of = article("Siehe [1] und [2] im Anhang.")
    read = Reader(answer_html(answer(of, 0, len(of.text))))
    assert [tag for tag, _ in read.tags].count("button") == 1
    assert read.quotes == ["Siehe [1] und [2] im Anhang."]


def test_a_title_is_taken_for_neither_quote_nor_number() -> None:
    of = article(
        "Die Brücke ist zu. Alle warten.", title="[1] Die Brücke ist zu. [" + "1" * 5_000 + "]"
    )
    html = answer_html(answer(of, 0, 18))
    read = Reader(html)
    assert read.quotes == ["Die Brücke ist zu."]
    assert [tag for tag, _ in read.tags].count("button") == 1
    assert html.index("<q ") > html.rindex("Alle warten.")


def test_a_number_opens_its_article_at_its_quote() -> None:
    of = article("Davor. Das Zitat. Danach.")
    buttons = [
        attributes
        for tag, attributes in Reader(answer_html(answer(of, 7, 17))).tags
        if tag == "button"
    ]
    assert (buttons[0]["data-article"], buttons[0]["data-start"], buttons[0]["data-end"]) == (
        "a1",
        "7",
        "17",
    )


def test_a_very_long_article_is_shown_around_its_quote() -> None:
    text = "Das Gras wuchs. " * 50_000
    of = article(text + "Hier steht es. " + text)
    html = article_html(of, (len(text), len(text) + 14), [], "en")
    assert len(html) < 100_000
    assert Reader(html).marks == ["Hier steht es."]
    assert "Only the part around the quote is shown" in html


def test_an_answers_other_quotes_in_an_article_are_marked_too() -> None:
    of = article("Eins. Zwei. Drei. Vier.")
    read = Reader(article_html(of, (6, 11), [(0, 5), (6, 11), (12, 17)], "en"))
    assert read.marks == ["Eins.", "Zwei.", "Drei."]
    classes = [attributes["class"] for tag, attributes in read.tags if tag == "mark"]
    assert classes == ["other", "current", "other"]


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


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        [],
        "x",
        {},
        {"article": "nobody", "start": 0, "end": 3},
        {"article": "KNOWN", "start": -5, "end": 3},
        {"article": "KNOWN", "start": 5, "end": 5},
        {"article": "KNOWN", "start": 0, "end": 10**12},
        {"article": "KNOWN", "start": "x", "end": {}},
        {"article": "KNOWN", "start": float("inf"), "end": 3},
        {"article": {"$ne": 1}, "start": 0, "end": 3},
        {"article": "' OR 1=1 --", "start": 0, "end": 3},
    ],
)
def test_what_a_browser_makes_up_opens_nothing(assistant: Assistant, wanted: object) -> None:
    index: Archive = assistant.archive
    known = assistant.answer("what did Sherman demand?").citations[0].article.id
    if isinstance(wanted, dict) and wanted.get("article") == "KNOWN":
        wanted = {**wanted, "article": known}
    assert "This article is not in the archive." in _opened(index, wanted, [])


HOSTILE = "<img src=x onerror=alert(1)> \"'& <script>alert(2)</script> </div>"
BRIDGE = article("Die Brücke ist zu. Alle warten. Im Mai geht es weiter.")


def written(*sentences: WrittenSentence, text: str = "", **changed: object) -> Answer:
    """A written answer in English, from the first two sentences of BRIDGE."""
    citations = tuple(
        Citation(number, BRIDGE.text[start:end], start, end, 0.9, article=BRIDGE.description)
        for number, (start, end) in enumerate(((0, 18), (19, 31)), start=1)
    )
    values: dict = {"language": "en", "mode": "written", "text": text, "citations": citations}
    return Answer(
        **{"question": "?", "refused": False, "confidence": 0.9, **values, **changed},
        sentences=sentences,
    )


def classed(html: str, css_class: str) -> list[str]:
    """What stands in the elements of a class that holds text alone."""
    return [Reader(part).text for part in re.findall(f'class="{css_class}"[^>]*>([^<]*)', html)]


def buttons(html: str) -> list[tuple[str, str]]:
    """Where each button leads."""
    read = Reader(html)
    assert all(
        attributes["data-article"] == "a1" for tag, attributes in read.tags if tag == "button"
    )
    return [(a["data-start"], a["data-end"]) for tag, a in read.tags if tag == "button"]


def test_numbers_of_a_written_answer_open_their_quotes() -> None:
    html = answer_html(
        written(
            WrittenSentence("The bridge is closed.", (1,), True),
            WrittenSentence("All wait for it.", (2, 1), True),
        )
    )
    assert buttons(html) == [("0", "18"), ("19", "31"), ("0", "18")]
    assert Reader(html).text == "The bridge is closed\u00a01. All wait for it\u00a021."
    assert "unsupported" not in html


def test_what_its_quotes_do_not_support_is_marked_and_the_mark_explained() -> None:
    html = answer_html(
        written(
            WrittenSentence("The bridge is closed.", (1,), True),
            WrittenSentence("Penguins swim.", (), False),
            WrittenSentence("It is blue.", (2,), False),
        )
    )
    assert classed(html, "unsupported") == ["Penguins swim.", "It is blue\u00a0", "Underlined:"]
    assert html.count("quotes do not confirm this") == 1
    assert html.index("The bridge") < html.index("unsupported")


@pytest.mark.parametrize("language", languages("chat"))
def test_the_mark_is_explained_in_the_readers_language(language: str) -> None:
    html = answer_html(written(WrittenSentence("Hm.", (), False), language=language))
    assert texts("chat", language)["underlined"] in Reader(html).text
    assert texts("chat", language)["unsupported"] in Reader(html).text


def test_a_number_that_names_no_quote_is_no_button() -> None:
    html = answer_html(written(WrittenSentence("In [3] and [99] of 2 [x].", (1,), True)))
    assert buttons(html) == [("0", "18")]
    assert "In [3] and [99] of 2 [x]" in Reader(html).text


@given(TEXTS)
def test_what_a_model_writes_never_becomes_markup(text: str) -> None:
    sentences = [WrittenSentence(text, (1,), supported) for supported in (True, False)]
    for answer in (
        written(*sentences),
        written(text=text),
        written(text=f"{text} [1]", note=text, standalone=text),
    ):
        read = Reader(answer_html(answer))
        assert {tag for tag, _ in read.tags} <= ALLOWED
        assert not any(name.startswith("on") for _, attributes in read.tags for name in attributes)


def test_hostile_text_is_shown_as_text() -> None:
    for answer in (
        written(WrittenSentence(HOSTILE, (), True)),
        written(WrittenSentence(HOSTILE, (), False)),
        written(text=HOSTILE),
        written(note=HOSTILE),
        written(standalone=HOSTILE),
    ):
        read = Reader(answer_html(answer))
        assert HOSTILE in read.text
        assert {tag for tag, _ in read.tags} <= ALLOWED


def test_an_answer_that_is_being_written_shows_its_text_so_far_with_its_numbers() -> None:
    html = answer_html(written(text="The bridge is closed [1]. All wait [2]. And"))
    assert buttons(html) == [("0", "18"), ("19", "31")]
    assert Reader(html).text == "The bridge is closed\u00a01. All wait\u00a02. And"
    assert "unsupported" not in html


@pytest.mark.parametrize("language", languages("chat"))
def test_before_the_first_word_it_says_that_it_writes(language: str) -> None:
    html = answer_html(written(language=language))
    assert classed(html, "growing") == [texts("chat", language)["writing"]]


def test_a_gist_stands_under_its_quote_with_its_label() -> None:
    quoted = answer(BRIDGE, 0, 18)
    with_gist = replace(quoted.citations[0], gist="The bridge is closed.")
    html = answer_html(replace(quoted, citations=(with_gist,)))
    assert html.index("</q>") < html.index('class="gist"')
    assert Reader(html).text.endswith("Rough machine translation: The bridge is closed.")
    assert Reader(html).quotes == ["Die Brücke ist zu."]


@pytest.mark.parametrize("language", languages("chat"))
def test_no_gist_is_shown_without_its_label(language: str) -> None:
    label = texts("chat", language)["gist"]
    assert Reader(gist_inside("Hm.", language)).text == f"{label} Hm."
    if language != "de":
        citation = replace(answer(BRIDGE, 0, 18).citations[0], gist="Hm.")
        assert Reader(gist_html(citation, language)).text == f"{label} Hm."


@given(TEXTS)
def test_a_gist_never_becomes_markup(text: str) -> None:
    of = replace(BRIDGE, id=text)
    quoted = answer(of, 0, 18)
    for gist in (text, None):
        citation = replace(quoted.citations[0], gist=gist)
        read = Reader(gist_html(citation, "en"))
        assert [tag for tag, _ in read.tags] == (["p", "span"] if gist else ["p"])
        assert read.tags[0][1]["data-gist"] == f"{text}:0:18:en"
        assert read.text == (f"Rough machine translation: {text}" if gist else "")


def test_an_empty_place_waits_for_a_gist_where_the_quote_is_in_another_language() -> None:
    quoted = answer(BRIDGE, 0, 18)
    assert 'data-gist="a1:0:18:en" hidden' in answer_html(quoted)
    assert 'data-gist="a1:0:18:en" hidden' in sources_html(quoted, {BRIDGE.id: BRIDGE})
    same = replace(quoted, language="de")
    assert "gist" not in answer_html(same)
    assert "gist" not in sources_html(same, {BRIDGE.id: BRIDGE})


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
    assert classed(html, "aside") == [understood, "No <i>."]
    assert html.index('class="aside"') < html.index("<q ")
    assert "aside" not in answer_html(answer(BRIDGE, 0, 18))


def test_a_quoted_row_is_shown_under_the_names_of_its_columns_as_text() -> None:
    row = article(f"| 1987 | {HOSTILE} |")
    start, end = 0, len(row.text)
    citation = Citation(
        1, row.text, start, end, 0.9, article=row.description, table_header=("Year", HOSTILE)
    )
    shown = Answer("?", "en", "", False, 0.9, "quote", citations=(citation,))
    html = sources_html(shown, {row.id: row})
    read = Reader(html)
    assert read.text.count(HOSTILE) == 3  # the quote, its column, its cell
    assert [tag for tag, _ in read.tags if tag in ("th", "td", "script", "img")] == [
        "th", "td", "th", "td",
    ]  # fmt: skip
    assert "table" not in [
        tag
        for tag, _ in Reader(
            sources_html(
                replace(shown, citations=(replace(citation, table_header=()),)), {row.id: row}
            )
        ).tags
    ]
