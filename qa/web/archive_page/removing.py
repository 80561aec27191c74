"""Whether an article is to be removed: asked on a page of its own, which needs no script."""

from __future__ import annotations

from html import escape

from babel.numbers import format_decimal

from index import Article
from index.text import language_name
from qa.composing import readable_date
from qa.web.archive_page.browsing import Browsing
from qa.web.archive_page.frame import Place, notice_html


def question_html(place: Place, browsing: Browsing, article: Article) -> str:
    """:param browsing: the list to go back to."""
    wording, language = place.wording, place.language
    known = [
        article.source,
        readable_date(article.date, language) if article.date else None,
        article.author,
        language_name(article.language, language),
        f"{wording['length']}: {format_decimal(len(article.text), locale=language)}",
    ]
    about = "".join(f"<span>{escape(part)}</span>" for part in known if part)
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in {"id": article.id, **browsing.fields}.items()
    )
    return (
        f'<main id="main" class="question" tabindex="-1">'
        f"<h1>{escape(wording['remove_question'])}</h1>"
        f'<p class="what"><bdi lang="{escape(article.language)}">{escape(article.title)}</bdi></p>'
        f'<p class="about" dir="auto">{about}</p><p>{escape(wording["remove_note"])}</p>'
        f'<form method="post" action="{escape(place.archive)}/remove">{hidden}<p class="buttons">'
        f'<button type="submit" class="main">{escape(wording["remove"])}</button>'
        f'<a class="button" href="{escape(place.archive + browsing.query)}">'
        f"{escape(wording['cancel'])}</a></p></form></main>"
    )


def refused_html(place: Place, browsing: Browsing, reason: str) -> str:
    """Why nothing was removed, and the way back.

    :param reason: the name of a text.
    """
    wording = place.wording
    return (
        f'<main id="main" class="question" tabindex="-1"><h1>{escape(wording["archive"])}</h1>'
        f"{notice_html(wording[reason], 'problem')}"
        f'<p class="buttons"><a class="button" href="{escape(place.archive + browsing.query)}">'
        f"{escape(wording['archive'])}</a></p></main>"
    )
