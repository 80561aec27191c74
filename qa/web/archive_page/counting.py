"""How many articles there are, by language and by year."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from babel.numbers import format_decimal

from index import Snapshot
from index.text import language_name
from qa.web.archive_page.browsing import Browsing
from qa.web.archive_page.frame import Place
from qa.web.plots import Bar, Wording, columns_html, rows_html, spans_of_years

_MOST_LANGUAGES = 10


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one state of the archive."""

    languages: Mapping[str, int]
    years: Mapping[int, int]

    @property
    def articles(self) -> int:
        return sum(self.languages.values())


class Counting:
    """Counts a state once, however often it is asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: tuple[tuple[str, int], Counts] | None = None

    def of(self, snapshot: Snapshot) -> Counts:
        state = snapshot.state.identity, snapshot.state.number
        with self._lock:
            if self._last is None or self._last[0] != state:
                self._last = state, Counts(snapshot.languages, snapshot.years)
            return self._last[1]


def counts_html(place: Place, counts: Counts) -> str:
    """As plots, whose bars lead to the articles that they count."""
    wording = place.wording
    languages = [
        Bar(
            language_name(code, place.language),
            count,
            place.archive + Browsing(language=code).query,
        )
        for code, count in [*counts.languages.items()][:_MOST_LANGUAGES]
    ]
    html = rows_html(languages, _wording(place, "by_language", "language"))
    spans = spans_of_years(counts.years)
    if len(spans) > 1:
        years = [
            Bar(
                str(first) if first == last else f"{first}–{last}",
                count,
                place.archive + Browsing(since=f"{first:04}", until=f"{last:04}").query,
            )
            for first, last, count in spans
        ]
        html += columns_html(years, _wording(place, "by_year", "year"))
    if undated := counts.articles - sum(counts.years.values()):
        number = format_decimal(undated, locale=place.language)
        html += f'<p class="note">{escape(wording["undated"].format(count=number))}</p>'
    return f'<section class="counts">{html}</section>'


def _wording(place: Place, title: str, name: str) -> Wording:
    said = place.wording
    return Wording(said[title], said[name], said["count"], said["as_table"], place.language)
