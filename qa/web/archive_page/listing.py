"""The articles of a page of the list."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

from babel.numbers import format_decimal

from index.storage import Listed, Order
from index.text import language_name
from qa.composing import readable_date
from qa.telling_apart import tell_apart
from qa.web.archive_page.browsing import Browsing
from qa.web.archive_page.frame import Place
from qa.web.links import article_href

# As a table is read out, even where it is not laid out as one.
_COLUMNS: tuple[Order, ...] = ("title", "date", "source", "language", "characters")


def listing_html(
    place: Place, browsing: Browsing, articles: Sequence[Listed], may_write: bool
) -> str:
    """A table, a row an article.

    :param may_write: whether they can be removed.
    """
    apart = tell_apart(listed.article for listed in articles)
    rows = "".join(
        _row(place, browsing, listed, apart.get(listed.article.id), may_write)
        for listed in articles
    )
    headers = "".join(_header(place, browsing, order) for order in _COLUMNS)
    if may_write:
        headers += (
            f'<th role="columnheader" scope="col"><span class="hidden">'
            f"{escape(place.wording['remove'])}</span></th>"
        )
    return (
        f'<table role="table" class="articles" aria-label="{escape(place.wording["archive"])}">'
        f'<thead role="rowgroup"><tr role="row">{headers}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def removal_href(place: Place, browsing: Browsing, article_id: str) -> str:
    """Where it is asked whether an article is to be removed."""
    return f"{place.archive}/remove?{urlencode({'id': article_id} | browsing.fields)}"


def _header(place: Place, browsing: Browsing, order: Order) -> str:
    name = escape(place.wording["length" if order == "characters" else order])
    href = escape(place.archive + browsing.sorted_by(order).query)
    sorted_so, arrow = "", ""
    if order == browsing.order:
        way = "descending" if browsing.descending else "ascending"
        sorted_so = f' aria-sort="{way}"'
        arrow = f' <span aria-hidden="true">{"↓" if browsing.descending else "↑"}</span>'
    return (
        f'<th role="columnheader" scope="col" class="{order}"{sorted_so}>'
        f'<a href="{href}">{name}{arrow}</a></th>'
    )


def _row(
    place: Place, browsing: Browsing, listed: Listed, apart: str | None, may_write: bool
) -> str:
    article, language = listed.article, place.language
    size = format_decimal(listed.characters, locale=language)
    values = {
        "date": readable_date(article.date, language) if article.date else "",
        "source": article.source or "",
        "language": language_name(article.language, language),
        "characters": size,
    }
    mark = ""
    if apart and apart not in (article.date, article.source):
        mark = f' <small dir="auto">{escape(apart)}</small>'
    title = (
        f'<th role="rowheader" scope="row" class="title">'
        f'<a href="{escape(f"{place.root}/{article_href(article.id)}")}">'
        f'<bdi lang="{escape(article.language)}">{escape(article.title)}</bdi></a>{mark}</th>'
    )
    cells = "".join(
        f'<td role="cell" class="{name}" dir="auto">{escape(value)}</td>'
        for name, value in values.items()
    )
    if may_write:
        href = escape(removal_href(place, browsing, article.id))
        label = escape(place.wording["remove_named"].format(title=article.title))
        cells += (
            f'<td role="cell" class="act"><a href="{href}" aria-label="{label}">'
            f"{escape(place.wording['remove'])}</a></td>"
        )
    return f'<tr role="row">{title}{cells}</tr>'
