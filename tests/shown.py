"""Answers to show, and what may stand in the HTML that shows them."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
from parsed_html import ParsedHtml

from index import Article
from prompts import texts
from qa import Answer, Citation
from qa.answers import WrittenSentence

# All that the page's answers, sources and articles are made of, whatever anybody says.
_ATTRIBUTES = {
    "div": {"class", "lang", "dir", "data-gist", "hidden", "data-turn", "data-answer", "data-kept"},
    "section": {"class", "lang"},
    "article": {"class", "data-number"},
    "figure": {"class", "data-number"},
    "figcaption": set[str](),
    "cite": set[str](),
    "h2": set[str](),
    "h3": set[str](),
    "p": {"class", "lang", "dir"},
    "details": {"class"},
    "summary": set[str](),
    "span": {"class"},
    "bdi": {"lang"},
    "q": {"lang", "dir"},
    "blockquote": {"lang", "dir"},
    "mark": {"class", "tabindex"},
    "strong": set[str](),
    "table": {"class", "lang", "dir"},
    "tbody": set[str](),  # HTML puts it there itself
    "tr": set[str](),
    "th": {"scope"},
    "td": set[str](),
    "a": {
        "class", "href", "target", "rel", "data-article", "data-start", "data-end", "aria-label",
    },
}  # fmt: skip
_CLASSES = {
    "answer", "quote", "written", "refusal", "notice", "aside", "growing", "unsupported", "gist",
    "label", "number", "badge", "card", "about", "note", "open", "reader", "text", "current",
    "other", "row", "doubtful", "short", "best", "less", "others", "none", "how", "certain",
    "likely", "told", "cited",
}  # fmt: skip


def parsed(html: str) -> ParsedHtml:
    """:raises AssertionError: where it holds anything that the page is not made of."""
    read = ParsedHtml(html)
    read.assert_holds_only(_ATTRIBUTES)
    for tag in set(read.tags):
        for attributes in read.attributes(tag):
            assert set(attributes.get("class", "").split()) <= _CLASSES
            assert attributes.get("dir", "auto") == "auto"
            assert attributes.get("href", "https:").startswith(("https:", "http:", "?article="))
    return read


def article(text: str, **known: Any) -> Article:
    return Article(**{"id": "a1", "title": "Titel", "language": "de", **known, "text": text})


def cited(article: Article, start: int, end: int, number: int = 1, **changed: Any) -> Citation:
    citation = Citation(number, article.text[start:end], start, end, 0.9, article.description)
    return replace(citation, **changed)


def answer(article: Article, start: int, end: int, **changed: Any) -> Answer:
    """One that quotes, in English, with the whole text of its article as introduction."""
    citation = cited(article, start, end)
    opening = f"{article.title} [1] “{article.text}”: “"
    span = len(opening), len(opening) + len(citation.quote)
    text = f"{opening}{citation.quote}” [1]"
    values: dict[str, Any] = {"mode": "quote", "text": text, "quoted_at": (span,), **changed}
    return _answer((citation,), **values)


BRIDGE = article("Die Brücke ist zu. Alle warten. Im Mai geht es weiter.")


def written(*sentences: WrittenSentence, text: str = "", **changed: Any) -> Answer:
    """A written answer in English, from the first two sentences of BRIDGE unless told."""
    citations = cited(BRIDGE, 0, 18), cited(BRIDGE, 19, 31, number=2)
    of = changed.pop("citations", citations)
    return _answer(of, mode="written", text=text, sentences=sentences, **changed)


def _answer(citations: tuple[Citation, ...], **changed: Any) -> Answer:
    values = {"question": "?", "language": "en", "refused": False, "confidence": 0.9, **changed}
    return Answer(**{"citations": citations, **values})


def wording_with_markup(patch: pytest.MonkeyPatch, *modules: ModuleType) -> dict[str, str]:
    """The chat's texts as a translator may write them, in place of those that the modules show:
    texts are no HTML, and & or < in them is none either."""
    marked = {name: f"<b>{text} & &lt; {name}</b>" for name, text in texts("chat", "en").items()}
    for module in modules:
        patch.setattr(module, "texts", lambda task, language: marked)
    return marked
