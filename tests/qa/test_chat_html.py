"""What the chat shows, as HTML: nothing that an article, a question or a browser says gets through
as anything but text. tests/browser drives the real page."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Article, Index
from qa import Answer, Assistant, Citation
from qa.answer import CitedArticle
from qa.chat.conversation import answer_html, question_html
from qa.chat.page import _opened
from qa.chat.reader import article_html
from qa.chat.sources import is_web_address, sources_html


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
    citation = Citation(1, article.text[start:end], start, end, 0.9, CitedArticle.of(article))
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
    index: Index = assistant.index
    known = assistant.answer("what did Sherman demand?").citations[0].article.id
    if isinstance(wanted, dict) and wanted.get("article") == "KNOWN":
        wanted = {**wanted, "article": known}
    assert "This article is not in the archive." in _opened(index, wanted, [])
