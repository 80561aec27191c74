"""Answers as text to put elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answers import Answer, Citation
from qa.composing import composed_answer, readable_date
from qa.web.page.links import article_href


def as_text(answer: Answer) -> str:
    """The question, the answer, and what it cites."""
    sources = "\n".join(f"[{c.number}] {_source(c, answer.language)}" for c in answer.citations)
    parts = [answer.question, composed_answer(answer).text, sources]
    return "\n\n".join(filter(None, parts)) + "\n"


def as_markdown(answers: Sequence[Answer], base: str) -> str:
    """A heading a question; the sources lead to the page at their quotes.

    :param base: the page's address.
    """
    parts = []
    for answer in answers:
        parts += [f"## {_plain(answer.question)}", _plain(composed_answer(answer).text)]
        for c in answer.citations:
            href = base + article_href(c.article.id, c.start, c.end)
            parts.append(f"{c.number}. [{_plain(_source(c, answer.language))}](<{href}>)")
    return "\n\n".join(parts) + "\n"


def _source(citation: Citation, language: str) -> str:
    article = citation.article
    date = readable_date(article.date, language) if article.date else None
    return ", ".join(filter(None, (article.title, article.author, article.source, date)))


def _plain(text: str) -> str:
    """Text that stands for itself in Markdown."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|!~$&" else c for c in text)
