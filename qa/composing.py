"""Citations → the text a reader sees, in the question's language."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from babel.dates import format_date

from index import Article
from prompts import spoken, texts
from qa.answers import Answer, Citation
from qa.telling_apart import tell_apart

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
        behind = _columns(citation, wording) + _also(citation, wording)
        text = opening + citation.quote + after + behind
        return Composed(text, (*self.quoted_at, span))


def compose_quotes(
    citations: Sequence[Citation],
    articles: dict[str, Article],
    language: str,
    opening: str | None = None,
) -> Composed:
    """A paragraph a citation: who says it, where and when as far as that is known, then the quote.

    A quote from the article just quoted is not introduced again. A title that the quote itself
    begins with is not said before it; articles of one title are told apart.

    :param opening: what is said before them: the name of a text in prompts/answer.
    """
    language = spoken("answer", language)
    wording = texts("answer", language)
    apart = tell_apart(citation.article for citation in citations)
    composed, last = Composed(wording[opening] if opening else ""), None
    for citation in citations:
        article = articles[citation.article.id]
        if article.id == last:
            composed = composed.then(wording["quote_again"], citation, wording)
        else:
            is_title = _begins_with_title(citation)
            who = _introduction(article, wording, language, is_title, apart.get(article.id))
            composed = composed.then(wording["quote"], citation, wording, who)
        last = article.id
    return composed


def compose_refusal(nearest: Citation | None, language: str) -> Composed:
    """That the archive does not say; with the nearest passage, where there is one."""
    wording = texts("answer", language)
    refusal = Composed(wording["refusal"])
    return refusal.then(wording["nearest"], nearest, wording) if nearest else refusal


def composed_answer(answer: Answer) -> Composed:
    """An answer as plain text: a written one with its quotes, and a mark on what they do not
    support."""
    if answer.mode != "written":
        return Composed(answer.text, answer.quoted_at)
    wording = texts("answer", answer.language)
    composed = Composed(" ".join(marked_sentences(answer)))
    apart = tell_apart(citation.article for citation in answer.citations)
    for citation in answer.citations:
        heading = _heading(citation, apart.get(citation.article.id), answer.language)
        who = f"[{citation.number}] {heading}"
        composed = composed.then("{who}{quote}", citation, wording, who)
    return composed


def marked_sentences(answer: Answer) -> list[str]:
    """The sentences of a written answer, with a mark on what its quotes do not support."""
    doubtful = texts("answer", answer.language)["doubtful"]
    return [
        sentence.cited_text if sentence.supported else f"{sentence.cited_text} {doubtful}"
        for sentence in answer.sentences
    ]


def compose_notice(name: str, language: str, **fields: object) -> str:
    """Why a question cannot be answered as it stands."""
    return texts("answer", language)[name].format(**fields)


def _columns(citation: Citation, wording: dict[str, str]) -> str:
    """What the cells of a quoted row are: nothing behind any other quote."""
    if not citation.table_header:
        return ""
    return " " + wording["columns"].format(columns=" | ".join(citation.table_header))


def _also(citation: Citation, wording: dict[str, str]) -> str:
    """The other articles that say nearly the same; nothing where there is none."""
    if not citation.also:
        return ""
    apart = tell_apart([citation.article, *citation.also])
    named = (
        f"“{article.title}”" + (f" ({apart[article.id]})" if article.id in apart else "")
        for article in citation.also
    )
    return " " + wording["also"].format(articles=", ".join(named))


def _heading(citation: Citation, apart: str | None, language: str) -> str:
    """The title before a quote; none that the quote begins with."""
    mark = f" ({readable_date(apart, language)})" if apart else ""
    if _begins_with_title(citation):
        return f"{mark.strip()} " if mark else ""
    return f"{citation.article.title}{mark}: "


def _begins_with_title(citation: Citation) -> bool:
    """Whether the title was taken from the very sentence that is quoted, whole or shortened."""
    title = _plain(citation.article.title.removesuffix("…"))
    return bool(title) and _plain(citation.quote).startswith(title)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(" .,;:–-")


def _introduction(
    article: Article, wording: dict[str, str], language: str, is_title: bool, apart: str | None
) -> str:
    """:param is_title: whether the quote begins with the title.
    :param apart: what tells the article from others of its title.
    """
    if article.author:
        who = wording["by_author"].format(author=article.author)
    elif article.source:
        who = wording["by_source"].format(source=article.source)
    else:
        who = wording["by_article"]
    parts = [who] if is_title else [who, wording["titled"].format(title=article.title)]
    if article.place:
        parts.append(wording["from_place"].format(place=article.place))
    if article.date:
        parts.append(wording["on_date"].format(date=readable_date(article.date, language)))
    if apart and apart not in (article.date, article.place, article.author):
        said = apart == article.source and not article.author
        parts += [] if said else [f"({apart})"]
    return " ".join(parts)


def readable_date(date: str, language: str) -> str:
    """An ISO 8601 date in words of `language`; another one as it stands."""
    try:
        return format_date(datetime.date.fromisoformat(date[:10]), "long", locale=language)
    except ValueError:
        return date
