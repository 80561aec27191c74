"""Citations → the text a reader sees, in the question's language."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from babel.dates import format_date

from index import Article
from prompts import spoken, texts
from qa.answer import Citation

# The quotation marks of a template stand around the quote: its own become the inner ones only on
# the page, never here, since a quote is cited letter by letter.


def compose_quotes(
    citations: Sequence[Citation], articles: dict[str, Article], language: str
) -> str:
    """A paragraph a citation: who says it, where and when as far as that is known, then the quote.

    A quote from the article just quoted is not introduced again.
    """
    language = spoken("answer", language)
    wording = texts("answer", language)
    paragraphs, last = [], None
    for citation in citations:
        article = articles[citation.article.id]
        if article.id == last:
            mark = wording["quote"].partition("{quote}")
            opening = mark[0].removeprefix("{who}").lstrip(" :\u00a0")
            template = opening + "{quote}" + mark[2]
        else:
            template = wording["quote"]
        paragraphs.append(
            template.format(
                who=_introduction(article, wording, language),
                quote=citation.quote,
                number=citation.number,
            )
        )
        last = article.id
    return "\n\n".join(paragraphs)


def compose_refusal(nearest: Citation | None, language: str) -> str:
    """That the archive does not say; with the nearest passage, where there is one."""
    wording = texts("answer", language)
    if nearest is None:
        return wording["refusal"]
    closest = wording["nearest"].format(quote=nearest.quote, number=nearest.number)
    return f"{wording['refusal']}\n\n{closest}"


def compose_notice(name: str, language: str, **fields: object) -> str:
    """Why a question cannot be answered as it stands."""
    return texts("answer", language)[name].format(**fields)


def _introduction(article: Article, wording: dict[str, str], language: str) -> str:
    if article.author:
        who = wording["by_author"].format(author=article.author)
    elif article.source:
        who = wording["by_source"].format(source=article.source)
    else:
        who = wording["by_article"]
    parts = [who, wording["titled"].format(title=article.title)]
    if article.place:
        parts.append(wording["from_place"].format(place=article.place))
    if article.date:
        parts.append(wording["on_date"].format(date=readable_date(article.date, language)))
    return " ".join(parts)


def readable_date(date: str, language: str) -> str:
    """An ISO 8601 date in words of `language`; another one as it stands."""
    try:
        return format_date(datetime.date.fromisoformat(date[:10]), "long", locale=language)
    except ValueError:
        return date
