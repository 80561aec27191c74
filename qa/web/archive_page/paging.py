"""From page to page of the list."""

from __future__ import annotations

from html import escape

from qa.web.archive_page.browsing import PER_PAGE, Browsing
from qa.web.archive_page.frame import Place


def pages_of(total: int) -> int:
    """How many pages so many articles have."""
    return max(1, -(-total // PER_PAGE))


def paging_html(place: Place, browsing: Browsing, total: int) -> str:
    """Nothing where all fit on one page."""
    pages = pages_of(total)
    if pages == 1:
        return ""
    wording = place.wording
    told = wording["page_of"].format(page=browsing.page, pages=pages)
    return (
        f'<nav class="pages" aria-label="{escape(wording["pages"])}">'
        f"{_step(place, browsing, -1, 'previous', pages)}<span>{escape(told)}</span>"
        f"{_step(place, browsing, 1, 'next', pages)}</nav>"
    )


def _step(place: Place, browsing: Browsing, by: int, name: str, pages: int) -> str:
    page, text = browsing.page + by, escape(place.wording[name])
    arrow = '<span aria-hidden="true">{}</span>'
    text = f"{arrow.format('←')} {text}" if by < 0 else f"{text} {arrow.format('→')}"
    if not 1 <= page <= pages:
        return f'<span class="none" aria-hidden="true">{text}</span>'
    href = escape(place.archive + browsing.with_(page=page).query)
    return f'<a href="{href}" rel="{"prev" if by < 0 else "next"}">{text}</a>'
