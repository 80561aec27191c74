"""Bars that count articles, and tables that say the same."""

from __future__ import annotations

import pytest
from hostile_text import hostile_text
from hypothesis import given, settings
from parsed_html import ParsedHtml

from qa.web.plots import Bar, Wording, columns_html, rows_html, spans_of_years

LINE = hostile_text()
WORDING = Wording("Articles by year", "Year", "Articles", "As a table", "en")
BARS = [Bar("2020", 1_000, "?since=2020"), Bar("2021", 0, "?x"), Bar("2022", 500, "?since=2022")]


def widths(html: str) -> list[float]:
    """Of the bars, in their order."""
    read = ParsedHtml(html)
    return [float(r["width"].rstrip("%")) for r in read.attributes("rect") if "rx" in r]


def test_a_bar_is_as_long_as_what_it_counts() -> None:
    first, _, last = widths(rows_html(BARS, WORDING))
    assert first == pytest.approx(2 * last)
    read = ParsedHtml(columns_html(BARS, WORDING))
    heights = [float(r["height"]) for r in read.attributes("rect") if r["fill"] != "transparent"]
    assert heights[0] == pytest.approx(2 * heights[2])
    assert heights[1] == 0


def test_a_bar_leads_to_what_it_counts() -> None:
    for html in (rows_html(BARS, WORDING), columns_html(BARS, WORDING)):
        links = {a["aria-label"]: a["href"] for a in ParsedHtml(html).attributes("a")}
        assert links["2020: 1,000"] == "?since=2020"
        assert links["2022: 500"] == "?since=2022"


def test_a_table_says_the_same() -> None:
    for html in (rows_html(BARS, WORDING), columns_html(BARS, WORDING)):
        read = ParsedHtml(html)
        assert read.texts("summary") == ["As a table"]
        assert read.texts("th") == ["Year", "Articles", "2020", "2022"]
        assert read.texts("td") == ["1,000", "500"]
        assert read.attributes("svg")[0]["aria-label"] == "Articles by year"


@settings(derandomize=True, deadline=None)
@given(name=LINE, href=LINE)
def test_names_are_text(name: str, href: str) -> None:
    for draw in (rows_html, columns_html):
        read = ParsedHtml(draw([Bar(name, 3, href), BARS[0]], WORDING))
        assert set(read.tags) <= {
            "figure", "figcaption", "svg", "a", "rect", "text", "title", "line", "details",
            "summary", "table", "thead", "tbody", "tr", "th", "td",
        }  # fmt: skip
        assert read.texts("th")[2] == name
        assert [link["href"] for link in read.attributes("a")] == [href, "?since=2020"]


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ({}, []),
        ({2022: 3}, [(2022, 2022, 3)]),
        ({2020: 1, 2022: 2}, [(2020, 2020, 1), (2021, 2021, 0), (2022, 2022, 2)]),
    ],
)
def test_years_without_an_article_stand_between(
    years: dict[int, int], expected: list[tuple[int, int, int]]
) -> None:
    assert spans_of_years(years) == expected


def test_many_years_are_counted_together() -> None:
    spans = spans_of_years({1848: 1, 1919: 2, 2022: 3})
    assert spans[0] == (1845, 1849, 1) and spans[-1] == (2020, 2024, 3)
    assert len(spans) <= 40
    assert sum(count for *_, count in spans) == 6
    everything = spans_of_years({0: 1, 9999: 1})
    assert len(everything) <= 40
