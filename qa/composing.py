"""Citations → the text a reader sees, in the question's language."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from babel.dates import format_date

from index import Article
from prompts import spoken, texts
from qa.answers import Answer, Citation

_BETWEEN_PARAGRAPHS = "\n\n"


@dataclass(frozen=True, slots=True)
class Composed:
    """A text, and where in it the quotes stand, in order: a title may hold the same words."""

    text: str
    quoted_at: tuple[tuple[int, int], ...] = ()

    def then(
        self, template: str, citation: Citation, wording: dict[str, str], who: str = ""
    ) -> Composed:
        """This, and a paragraph more. The quote goes in as it stands, whatever marks it holds."""
        before, after = (
            part.format(who=who, number=citation.number) for part in template.split("{quote}")
        )
        opening = self.text + (_BETWEEN_PARAGRAPHS if self.text else "") + before
        span = len(opening), len(opening) + len(citation.quote)
        text = opening + citation.quote + after + _columns(citation, wording)
        return Composed(text, (*self.quoted_at, span))


def compose_quotes(
    citations: Sequence[Citation], articles: dict[str, Article], language: str
) -> Composed:
    """A paragraph a citation: who says it, where and when as far as that is known, then the quote.

    A quote from the article just quoted is not introduced again.
    """
    language = spoken("answer", language)
    wording = texts("answer", language)
    composed, last = Composed(""), None
    for citation in citations:
        article = articles[citation.article.id]
        if article.id == last:
            composed = composed.then(wording["quote_again"], citation, wording)
        else:
            who = _introduction(article, wording, language)
            composed = composed.then(wording["quote"], citation, wording, who)
        last = article.id
    return composed


def compose_refusal(nearest: Citation | None, language: str) -> Composed:
    """That the archive does not say; with the nearest passage, where there is one."""
    wording = texts("answer", language)
    refusal = Composed(wording["refusal"])
    return refusal.then(wording["nearest"], nearest, wording) if nearest else refusal


def composed_answer(answer: Answer) -> str:
    """An answer as plain text: a written one with its quotes, and a mark on what they do not
    support."""
    if answer.mode != "written":
        return answer.text
    wording = texts("answer", answer.language)
    written = " ".join(
        sentence.cited_text
        if sentence.supported
        else f"{sentence.cited_text} {wording['doubtful']}"
        for sentence in answer.sentences
    )
    quotes = [
        f"[{c.number}] {c.article.title}: {c.quote}{_columns(c, wording)}" for c in answer.citations
    ]
    return _BETWEEN_PARAGRAPHS.join((written, *quotes))


def compose_notice(name: str, language: str, **fields: object) -> str:
    """Why a question cannot be answered as it stands."""
    return texts("answer", language)[name].format(**fields)


def _columns(citation: Citation, wording: dict[str, str]) -> str:
    """What the cells of a quoted row are: nothing behind any other quote."""
    if not citation.table_header:
        return ""
    return " " + wording["columns"].format(columns=" | ".join(citation.table_header))


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
