"""What stands around everything on the page."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from prompts import languages, texts
from qa.web.archive_page.browsing import Browsing
from qa.web.archive_page.speaking import own_name


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page is and how it speaks.

    :param root: the path that the application is mounted at, without a slash at its end.
    """

    root: str
    language: str

    @property
    def wording(self) -> dict[str, str]:
        return texts("archive", self.language)

    @property
    def archive(self) -> str:
        """The address of the page."""
        return f"{self.root}/archive"

    def static(self, name: str) -> str:
        """The address of a file that it loads."""
        return f"{self.archive}/static/{name}"


def page_html(place: Place, title: str, body: str, browsing: Browsing | None = None) -> str:
    """A whole page.

    :param title: of the browser's tab, as plain text.
    :param body: HTML.
    :param browsing: what stays as it is when another language is chosen.
    """
    wording = place.wording
    archive, ask, skip = (escape(wording[name]) for name in ("archive", "ask", "skip"))
    return (
        f'<!DOCTYPE html><html lang="{place.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} – Fundstelle</title>"
        f'<link rel="stylesheet" href="{escape(place.root)}/page/tokens.css">'
        f'<link rel="stylesheet" href="{escape(place.static("archive.css"))}">'
        f'<script src="{escape(place.static("choices.js"))}"></script></head><body>'
        f'<a class="skip" href="#main">{skip}</a>'
        f'<header id="top"><p class="name"><a href="{escape(place.root)}/">Fundstelle</a></p>'
        f'<nav aria-label="Fundstelle"><a href="{escape(place.root)}/">{ask}</a>'
        f'<a href="{escape(place.archive)}" aria-current="page">{archive}</a></nav></header>'
        f"{body}{_languages(place, browsing or Browsing())}</body></html>"
    )


def notice_html(text: str, css_class: str = "notice") -> str:
    """A line that is read out when the page has loaded."""
    return f'<p class="{css_class}" role="status">{escape(text)}</p>'


def _languages(place: Place, browsing: Browsing) -> str:
    links = []
    for language in languages("archive"):
        href = f"{place.archive}{browsing.query.rstrip('?')}"
        href += f"{'&' if '?' in href else '?'}lang={language}"
        current = ' aria-current="true"' if language == place.language else ""
        links.append(
            f'<li><a href="{escape(href)}" lang="{language}" hreflang="{language}" '
            f'data-language="{language}"{current}>{escape(own_name(language))}</a></li>'
        )
    label = escape(place.wording["interface"])
    return f'<footer><nav aria-label="{label}"><ul>{"".join(links)}</ul></nav></footer>'
