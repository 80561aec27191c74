"""The sources of an answer: each quote in its surroundings, with what is known of its article."""

from __future__ import annotations

from contextlib import suppress
from html import escape

from index import Archive, Article, FundstelleError
from prompts import spoken, texts
from qa.answers import Answer, Citation
from qa.telling_apart import tell_apart
from qa.web.page.about import about_html, title_html
from qa.web.page.gist import gist_html
from qa.web.page.links import opening_html
from qa.web.page.quote import quote_html, row_html
from qa.web.timeline import timeline_svg

_SURROUNDINGS = 180  # characters before and after a quote


def cited_articles(archive: Archive, answer: Answer) -> dict[str, Article]:
    """Those that `answer` cites, by id, as they are now; those that have gone are not there."""
    articles: dict[str, Article] = {}
    with suppress(FundstelleError):  # the index has been deleted, or damaged
        snapshot = archive.current()
        for citation in answer.citations:
            with suppress(KeyError):  # removed since: its card says so
                articles[citation.article.id] = snapshot.article(citation.article.id)
    return articles


def sources_html(answer: Answer, articles: dict[str, Article]) -> str:
    """The sources of `answer`, a card a citation; nothing where it cites none.

    :param articles: those that are cited, by id, as they are now; one may be gone, or hold the
        quote no more.
    """
    language = spoken("chat", answer.language)
    wording = texts("chat", language)
    apart = tell_apart(citation.article for citation in answer.citations)
    cards = "".join(
        _card(
            citation,
            articles.get(citation.article.id),
            apart.get(citation.article.id),
            language,
            wording,
            answer.language,
        )
        for citation in answer.citations
    )
    if not cards:
        return ""
    note = ""
    heading = wording["sources"]
    if answer.refused:
        heading, note = wording["nearest"], f'<p class="note">{escape(wording["nearest_note"])}</p>'
    timeline = timeline_svg(answer.citations, language)
    return f'<section lang="{language}"><h2>{escape(heading)}</h2>{note}{timeline}{cards}</section>'


def _card(
    citation: Citation,
    article: Article | None,
    apart: str | None,
    language: str,
    wording: dict[str, str],
    asked_in: str,
) -> str:
    described = citation.article
    if article is None or not citation.stands_in(article.text):
        before = after = ""
        foot = f'<p class="note">{escape(wording["gone"])}</p>'
    else:
        before, after = _surroundings(article.text, citation.start, citation.end)
        foot = opening_html(citation, wording["open_article"])
    return (
        f'<article class="card" data-number="{citation.number}">'
        f'<h3><span class="badge">{citation.number}</span>{title_html(described)}</h3>'
        f"{about_html(described, language, apart, citation.page)}"
        f'<blockquote lang="{escape(described.language)}" dir="auto">{escape(before)}'
        f"<mark>{quote_html(citation)}</mark>{escape(after)}</blockquote>"
        f"{row_html(citation)}"
        f"{_also_html(citation, language)}"
        f"{gist_html(citation, asked_in)}"
        f"{foot}</article>"
    )


def _also_html(citation: Citation, language: str) -> str:
    """The other articles that say nearly the same; nothing where there is none."""
    if not citation.also:
        return ""
    apart = tell_apart([citation.article, *citation.also])
    named = ", ".join(
        title_html(article) + (f" ({escape(apart[article.id])})" if article.id in apart else "")
        for article in citation.also
    )
    before, after = (escape(part) for part in texts("answer", language)["also"].split("{articles}"))
    return f'<p class="note">{before}{named}{after}</p>'


def _surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a quote in its paragraph, cut at blanks."""
    before = text[max(0, start - _SURROUNDINGS) : start].rpartition("\n")[2]
    after = text[end : end + _SURROUNDINGS].partition("\n")[0]
    if len(before) == _SURROUNDINGS:
        before = "… " + before.partition(" ")[2]
    if len(after) == _SURROUNDINGS:
        after = after.rpartition(" ")[0] + " …"
    return before, after
