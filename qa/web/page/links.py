"""Where things lead: numbers open an article at a quote, titles where it was first published."""

from __future__ import annotations

from html import escape

from index import ArticleDescription
from prompts import texts
from qa.answers import Citation
from qa.web.links import article_href
from qa.web_address import is_web_address


def number_html(citation: Citation, language: str) -> str:
    """The number of `citation`, a link to its quote; what it says of itself is in `language`."""
    label = texts("chat", language)["source_number"].format(
        number=citation.number, title=citation.article.title
    )
    return _link(citation, str(citation.number), "number", label)


def opening_html(citation: Citation, text: str) -> str:
    """A link to its quote that says `text`."""
    return _link(citation, text, "open", "")


def original_html(article: ArticleDescription, language: str) -> str:
    """A link to where the article was first published; nothing where none is known."""
    if not is_web_address(article.url):
        return ""
    return (
        f'<a href="{escape(article.url or "")}" target="_blank" '
        f'rel="noopener noreferrer nofollow">{escape(texts("chat", language)["original"])}</a>'
    )


def _link(citation: Citation, text: str, css_class: str, label: str) -> str:
    of = citation.article.id
    href = escape(article_href(of, citation.start, citation.end))
    labelled = f' aria-label="{escape(label)}"' if label else ""
    return (
        f'<a class="{css_class}" href="{href}" data-article="{escape(of)}" '
        f'data-start="{citation.start}" data-end="{citation.end}"{labelled}>{escape(text)}</a>'
    )
