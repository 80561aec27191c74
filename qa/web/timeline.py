"""The sources of an answer on an axis of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from prompts import spoken, texts
from qa.answers import Citation
from qa.composing import readable_date
from qa.dates import parts_of
from qa.web.axis import Axis, Period, Tick
from qa.web.links import article_href

_LEFT, _WIDTH = 9.0, 82.0  # of the drawing, in percent: so it is as wide as its place
_APART = 9.0  # percent: as wide as a badge is in a drawing of 300 pixels
_ROW, _RADIUS, _FOOT = 30, 12, 40  # pixels
# The page's colours.
_ACCENT = "var(--accent, #0c5566)"
_ON_ACCENT = "var(--on-accent, #fff)"


@dataclass(frozen=True, slots=True)
class _Mark:
    citation: Citation
    period: Period
    at: float  # percent
    row: int  # from the axis upwards


def timeline_svg(citations: Sequence[Citation], language: str) -> str:
    """Each dated source of an answer as a link by its number, above the time that it is from; a
    month or a year is a line. Empty where there are fewer than two dates.

    Its links are like the other links to a citation: data-article, data-start and data-end.

    :param language: of the labels.
    """
    language = spoken("archive", language)
    dated = [(c, parts) for c in citations if (parts := parts_of(c.article.date))]
    if len({parts for _, parts in dated}) < 2:
        return ""
    periods = [(citation, Period.of(parts)) for citation, parts in dated]
    axis = Axis(
        min(period.first for _, period in periods), max(period.last for _, period in periods)
    )
    marks = _placed(periods, axis)
    line = _ROW * (1 + max(mark.row for mark in marks)) + 4
    label = escape(texts("archive", language)["timeline"])
    return (
        f'<svg class="timeline" role="list" aria-label="{label}" lang="{language}" width="100%" '
        f'height="{line + _FOOT}" font-size="12" fill="currentColor" overflow="visible">'
        f'<g aria-hidden="true" stroke="currentColor" stroke-opacity=".45">'
        f'<line x1="{_LEFT - 4:.2f}%" x2="{_LEFT + _WIDTH + 4:.2f}%" y1="{line}" y2="{line}"/>'
        f"{''.join(_stem(mark, axis, line) for mark in marks)}</g>"
        f'<g aria-hidden="true">{"".join(_tick(tick, line) for tick in axis.ticks(language))}</g>'
        f"{''.join(_badge(mark, line, language) for mark in marks)}</svg>"
    )


def _placed(periods: Sequence[tuple[Citation, Period]], axis: Axis) -> list[_Mark]:
    """From left to right; where badges would overlap, above one another."""
    ends: list[float] = []
    marks = []
    for citation, period in sorted(periods, key=lambda of: (axis.at(of[1]), of[0].number)):
        at = _percent(axis.at(period))
        row = next((row for row, end in enumerate(ends) if end <= at), len(ends))
        ends[row : row + 1] = [at + _APART]
        marks.append(_Mark(citation, period, at, row))
    return marks


def _percent(share: float) -> float:
    return _LEFT + _WIDTH * share


def _height(mark: _Mark, line: int) -> int:
    """Of the middle of its badge, in pixels from above."""
    return line - _ROW * mark.row - _RADIUS - 8


def _stem(mark: _Mark, axis: Axis, line: int) -> str:
    first, last = (_percent(end) for end in axis.ends(mark.period))
    html = f'<line x1="{mark.at:.2f}%" x2="{mark.at:.2f}%" y1="{_height(mark, line)}" y2="{line}"/>'
    if last > first:
        html += (
            f'<line x1="{first:.2f}%" x2="{last:.2f}%" y1="{line}" y2="{line}" '
            'stroke-width="4" stroke-linecap="round"/>'
        )
    return html


def _tick(tick: Tick, line: int) -> str:
    x = f"{_percent(tick.at):.2f}%"
    html = (
        f'<line x1="{x}" x2="{x}" y1="{line}" y2="{line + 5}" stroke="currentColor"/>'
        f'<text x="{x}" y="{line + 19}" text-anchor="middle">{escape(tick.label)}</text>'
    )
    if tick.year:
        html += f'<text x="{x}" y="{line + 34}" text-anchor="middle">{escape(tick.year)}</text>'
    return html


def _badge(mark: _Mark, line: int, language: str) -> str:
    citation, article = mark.citation, mark.citation.article
    y = _height(mark, line)
    said = escape(
        f"{citation.number}: {article.title}, {readable_date(article.date or '', language)}"
    )
    href = escape(article_href(article.id, citation.start, citation.end))
    return (
        f'<g role="listitem"><a class="on-timeline" href="{href}" '
        f'data-article="{escape(article.id)}" data-start="{citation.start}" '
        f'data-end="{citation.end}" aria-label="{said}"><title>{said}</title>'
        f'<circle cx="{mark.at:.2f}%" cy="{y}" r="{_RADIUS}" fill="{_ACCENT}"/>'
        f'<text x="{mark.at:.2f}%" y="{y + 4}" text-anchor="middle" font-weight="600" '
        f'fill="{_ON_ACCENT}">{citation.number}</text></a></g>'
    )
