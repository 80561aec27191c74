"""Bars that count articles: drawings, each with a table that says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from babel.numbers import format_decimal

_BAR, _NAME, _NUMBER = 24, 30, 16  # a horizontal bar's height; percent of its name and number
_TALL = 120  # pixels of the highest column
_MOST_COLUMNS = 40
_SPANS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)  # years that are one column
_FILL = "var(--accent, #0c5566)"


@dataclass(frozen=True, slots=True)
class Bar:
    """:param href: where it leads to: the articles that it counts."""

    name: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Wording:
    """:param title: what the plot shows; `name` and `count` head the columns of its table, which
    `as_table` opens.
    """

    title: str
    name: str
    count: str
    as_table: str
    language: str


def rows_html(bars: Sequence[Bar], wording: Wording) -> str:
    """A bar for each below one another, with its name before it and its count behind it."""
    highest = max((bar.count for bar in bars), default=0)
    widest = 100 - _NAME - _NUMBER
    drawn = []
    for number, bar in enumerate(bars):
        y, width = number * _BAR, max(0.5, widest * bar.count / highest)
        count = escape(format_decimal(bar.count, locale=wording.language))
        drawn.append(
            f'<a href="{escape(bar.href)}" aria-label="{escape(bar.name)}: {count}">'
            f'<rect x="0" y="{y}" width="100%" height="{_BAR}" fill="transparent"/>'
            f'<text x="0" y="{y + 16}">{escape(bar.name)}</text>'
            f'<rect x="{_NAME}%" y="{y + 4}" width="{width:.2f}%" height="{_BAR - 8}" rx="2" '
            f'fill="{_FILL}"/>'
            f'<text x="{_NAME + width + 1.5:.2f}%" y="{y + 16}">{count}</text></a>'
        )
    return _figure(drawn, len(bars) * _BAR, bars, wording)


def columns_html(bars: Sequence[Bar], wording: Wording) -> str:
    """A column for each side by side; the first, the middle and the last are named."""
    highest = max((bar.count for bar in bars), default=0)
    each = 100 / max(1, len(bars))
    named = {0: "start", (len(bars) - 1) // 2: "middle", len(bars) - 1: "end"}
    if len(bars) < 3:
        named = dict.fromkeys(range(len(bars)), "middle")
    drawn = []
    for number, bar in enumerate(bars):
        x, height = number * each, _TALL * bar.count / highest if highest else 0.0
        count = escape(format_decimal(bar.count, locale=wording.language))
        height = max(2.0, height) if bar.count else 0.0
        said = f"{escape(bar.name)}: {count}"
        column = (
            f'<rect x="{x:.3f}%" y="0" width="{each:.3f}%" height="{_TALL}" fill="transparent"/>'
            f'<rect x="{x + each * 0.1:.3f}%" y="{_TALL - height:.1f}" width="{each * 0.8:.3f}%" '
            f'height="{height:.1f}" fill="{_FILL}"/>'
        )
        if bar.count:
            column = (
                f'<a href="{escape(bar.href)}" aria-label="{said}">'
                f"<title>{said}</title>{column}</a>"
            )
        if anchor := named.get(number):
            at = {"start": x, "middle": x + each / 2, "end": x + each}[anchor]
            column += (
                f'<text x="{at:.3f}%" y="{_TALL + 18}" text-anchor="{anchor}" aria-hidden="true">'
                f"{escape(bar.name)}</text>"
            )
        drawn.append(column)
    drawn.append(
        f'<line x1="0" x2="100%" y1="{_TALL}" y2="{_TALL}" stroke="currentColor" '
        'stroke-opacity=".45"/>'
    )
    return _figure(drawn, _TALL + 24, bars, wording)


def spans_of_years(years: Mapping[int, int]) -> list[tuple[int, int, int]]:
    """As columns: the first year, the last, and how many articles are from these. As many years
    are one column as it takes for the columns to fit; those without any stand between.
    """
    if not years:
        return []
    first, last = min(years), max(years)
    span = next((s for s in _SPANS if last // s - first // s < _MOST_COLUMNS), _SPANS[-1])
    counts = dict.fromkeys(range(first // span, last // span + 1), 0)
    for year, count in years.items():
        counts[year // span] += count
    return [(n * span, n * span + span - 1, count) for n, count in counts.items()]


def _figure(drawn: Sequence[str], height: int, bars: Sequence[Bar], wording: Wording) -> str:
    title = escape(wording.title)
    rows = "".join(
        f'<tr><th scope="row">{escape(bar.name)}</th>'
        f"<td>{escape(format_decimal(bar.count, locale=wording.language))}</td></tr>"
        for bar in bars
        if bar.count
    )
    return (
        f'<figure class="plot"><figcaption>{title}</figcaption>'
        f'<svg role="group" aria-label="{title}" width="100%" height="{height}" font-size="13" '
        f'fill="currentColor">{"".join(drawn)}</svg>'
        f"<details><summary>{escape(wording.as_table)}</summary><table><thead><tr>"
        f'<th scope="col">{escape(wording.name)}</th><th scope="col">{escape(wording.count)}</th>'
        f"</tr></thead><tbody>{rows}</tbody></table></details></figure>"
    )
