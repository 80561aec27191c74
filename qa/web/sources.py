"""The sources of an answer: each quote in its surroundings, with what is known of its article."""

from __future__ import annotations

from html import escape

from index import Article, ArticleDescription
from index.text import cells, language_name
from prompts import spoken, texts
from qa.answers import Answer, Citation
from qa.composing import readable_date
from qa.telling_apart import tell_apart
from qa.web.conversation import citation_button, gist_html
from qa.web.quote import quote_html
from qa.web_address import is_web_address

_SURROUNDINGS = 180  # characters before and after a quote


def sources_html(answer: Answer, articles: dict[str, Article]) -> str:
    """The sources of `answer`, a card a citation.

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
        return no_sources_html(language)
    if answer.refused:
        heading, note = wording["nearest"], f"<p class='note'>{escape(wording['nearest_note'])}</p>"
    else:
        heading, note = wording["sources"], ""
    return f'<section lang="{language}"><h2>{escape(heading)}</h2>{note}{cards}</section>'


def no_sources_html(language: str) -> str:
    """What stands there before the first answer."""
    wording = texts("chat", language)
    return (
        f'<section lang="{spoken("chat", language)}"><h2>{escape(wording["sources"])}</h2>'
        f"<p class='note'>{escape(wording['no_sources'])}</p></section>"
    )


def about_html(
    article: ArticleDescription, language: str, apart: str | None = None, page: int | None = None
) -> str:
    """A line on who wrote an article, where and when, in which language, and where it stands in its
    file, in words of `language`.

    :param apart: what tells it from others of its title, which may be among these already.
    :param page: of its file.
    """
    wording = texts("chat", language)
    known = [
        article.author,
        article.source,
        article.place,
        readable_date(article.date, language) if article.date else None,
        language_name(article.language, language),
        article.entry,
        wording["row"].format(number=article.row) if article.row is not None else None,
        wording["page"].format(number=page) if page is not None else None,
        None if apart in _shown(article) else apart,
    ]
    parts = [f"<span>{escape(part)}</span>" for part in known if part]
    if is_web_address(article.url):
        label = escape(wording["original"])
        parts.append(
            f'<a href="{escape(article.url or "")}" target="_blank" '
            f'rel="noopener noreferrer nofollow">{label}</a>'
        )
    return f'<p class="about">{"".join(parts)}</p>'


def _shown(article: ArticleDescription) -> tuple[str | None, ...]:
    return article.author, article.source, article.place, article.date, article.entry


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
        foot = citation_button(citation, wording["open_article"], "open")
    return (
        f'<article class="card"><h3><span class="badge">{citation.number}</span>'
        f'<bdi lang="{escape(described.language)}">{escape(described.title)}</bdi></h3>'
        f"{about_html(described, language, apart, citation.page)}"
        f'<blockquote lang="{escape(described.language)}" dir="auto">{escape(before)}'
        f"<mark>{quote_html(citation)}</mark>{escape(after)}</blockquote>"
        f"{_row_html(citation)}"
        f"{_also_html(citation, language)}"
        f"{gist_html(citation, asked_in)}"
        f"{foot}</article>"
    )


def _row_html(citation: Citation) -> str:
    """A quoted row under the names of its columns; nothing for any other quote."""
    if not citation.table_header:
        return ""
    pairs = "".join(
        f"<tr><th scope='row'>{escape(name)}</th><td>{escape(cell)}</td></tr>"
        for name, cell in zip(citation.table_header, cells(citation.quote), strict=False)
        if name and cell
    )
    language = escape(citation.article.language)
    return f'<table class="row" lang="{language}" dir="auto">{pairs}</table>'


def _also_html(citation: Citation, language: str) -> str:
    """The other articles that say nearly the same; nothing where there is none."""
    if not citation.also:
        return ""
    apart = tell_apart([citation.article, *citation.also])
    named = ", ".join(
        f'<bdi lang="{escape(article.language)}">{escape(article.title)}</bdi>'
        + (f" ({escape(apart[article.id])})" if article.id in apart else "")
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
