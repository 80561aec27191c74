"""The sources of an answer on an axis of time."""

from __future__ import annotations

import datetime
from xml.etree import ElementTree

import pytest
from hostile_text import hostile_text
from hypothesis import given, settings
from hypothesis import strategies as st
from parsed_html import ParsedHtml
from shown import article, cited

from qa import Citation
from qa.web.axis import MOST_TICKS, Axis, Period
from qa.web.timeline import timeline_svg

LINE = hostile_text()
DATES = st.dates(datetime.date(1, 1, 1), datetime.date(9999, 12, 31))
ALLOWED = {
    "svg": {
        "class", "role", "aria-label", "lang", "width", "height", "font-size", "fill", "overflow",
    },
    "g": {"aria-hidden", "stroke", "stroke-opacity", "role"},
    "line": {"x1", "x2", "y1", "y2", "stroke", "stroke-width", "stroke-linecap"},
    "a": {"class", "href", "data-article", "data-start", "data-end", "aria-label"},
    "circle": {"cx", "cy", "r", "fill"},
    "text": {"x", "y", "text-anchor", "font-weight", "fill"},
    "title": set[str](),
}  # fmt: skip


def of(*dates: str | None, title: str = "Titel", id: str = "a") -> list[Citation]:
    """A citation of an article of each date."""
    return [
        cited(article("Text.", date=date, title=title, id=f"{id}{n}"), 0, 4, number=n)
        for n, date in enumerate(dates, 1)
    ]


def drawn(svg: str) -> ParsedHtml:
    read = ParsedHtml(svg)
    read.assert_holds_only(ALLOWED)
    return read


def links(svg: str) -> dict[str, float]:
    """Where from left to right each number stands, in percent."""
    read = drawn(svg)
    at = [float(circle["cx"].rstrip("%")) for circle in read.attributes("circle")]
    return dict(zip(read.texts("a"), at, strict=True))


@pytest.mark.parametrize(
    "dates",
    [(), ("2022-01-01",), ("2022-01-01", "2022-01-01"), ("2022-01-01", None), ("2022", "im Mai")],
)
def test_fewer_than_two_dates_are_no_timeline(dates: tuple[str | None, ...]) -> None:
    assert timeline_svg(of(*dates), "en") == ""


def test_each_dated_source_is_a_link_at_its_time() -> None:
    svg = timeline_svg(of("2022-01-11", "2022-01-01", None, "2022-01-21"), "en")
    read = drawn(svg)
    numbers = [label.partition(":")[0] for label in (a["aria-label"] for a in read.attributes("a"))]
    assert numbers == ["2", "1", "4"], "from the earliest to the latest"
    left, middle, right = (float(c["cx"].rstrip("%")) for c in read.attributes("circle"))
    assert middle - left == pytest.approx(right - middle)
    assert read.attributes("a")[0] == {
        "class": "on-timeline",
        "href": "?article=a2&start=0&end=4",
        "data-article": "a2",
        "data-start": "0",
        "data-end": "4",
        "aria-label": "2: Titel, January 1, 2022",
    }
    assert read.texts("title")[0] == "2: Titel, January 1, 2022"
    assert read.attributes("svg")[0]["aria-label"] == "Sources by date"


def test_it_speaks_the_readers_language() -> None:
    read = drawn(timeline_svg(of("2022-01-01", "2022-03-05"), "fr"))
    assert read.attributes("svg")[0]["lang"] == "fr"
    assert "1 janvier 2022" in read.texts("title")[0]
    assert "févr." in " ".join(read.texts("text"))
    assert drawn(timeline_svg(of("2022", "2023"), "fi")).attributes("svg")[0]["lang"] == "en"


def test_badges_never_overlap() -> None:
    svg = timeline_svg(of(*["2022-01-01"] * 3, "2022-01-02", "2022-12-31", "2022-12-30"), "en")
    circles = drawn(svg).attributes("circle")
    places = [(float(c["cx"].rstrip("%")) * 3, float(c["cy"])) for c in circles]  # of 300 pixels
    for number, (x, y) in enumerate(places):
        for other_x, other_y in places[number + 1 :]:
            assert abs(x - other_x) >= 24 or abs(y - other_y) >= 24
        assert y >= 12


def test_a_year_is_as_long_as_it_is() -> None:
    svg = timeline_svg(of("2022", "2022-12-31"), "en")
    lines = [line for line in drawn(svg).attributes("line") if line.get("stroke-width")]
    assert [(line["x1"], line["x2"]) for line in lines] == [("9.00%", "91.00%")]


@settings(derandomize=True, deadline=None)
@given(title=LINE, id=LINE)
def test_titles_are_text(title: str, id: str) -> None:
    svg = timeline_svg(of("2022-01-01", "2023", title=title, id=id), "en")
    read = drawn(svg)
    assert read.texts("title")[0] == f"1: {title}, January 1, 2022"
    assert [link["data-article"] for link in read.attributes("a")] == [f"{id}1", f"{id}2"]
    assert all(link["href"].startswith("?article=") for link in read.attributes("a"))
    ElementTree.fromstring(svg.replace("&#x27;", "'"))  # well-formed as a drawing of its own too


@settings(derandomize=True, deadline=None)
@given(one=DATES, other=DATES, language=st.sampled_from(["de", "en", "es", "fr", "it"]))
def test_ticks_are_few_in_order_and_on_the_axis(
    one: datetime.date, other: datetime.date, language: str
) -> None:
    if one == other:
        return
    ticks = Axis(min(one, other), max(one, other)).ticks(language)
    assert len(ticks) <= MOST_TICKS
    places = [tick.at for tick in ticks]
    assert places == sorted(set(places))
    assert all(0 <= at <= 1 and tick.label for at, tick in zip(places, ticks, strict=True))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ((2022, 1, 30), (2022, 2, 2), ["Jan 30 2022", "Jan 31", "Feb 1", "Feb 2"]),
        ((2021, 12, 30), (2022, 1, 2), ["Dec 30 2021", "Dec 31", "Jan 1 2022", "Jan 2"]),
        ((2022, 1, 12), (2022, 2, 20), ["Jan 12 2022", "Jan 26", "Feb 9"]),
        ((2021, 11, 5), (2022, 3, 5), ["Dec 2021", "Jan 2022", "Feb", "Mar"]),
        ((2021, 2, 5), (2022, 8, 5), ["Jul 2021", "Jan 2022", "Jul"]),
        ((2018, 2, 5), (2022, 2, 5), ["2019", "2020", "2021", "2022"]),
        ((1911, 1, 1), (2022, 1, 1), ["1950", "2000"]),
        ((800, 12, 25), (2022, 1, 1), ["1000", "1500", "2000"]),
    ],
)
def test_ticks_stand_where_a_reader_expects_them(
    first: tuple[int, int, int], last: tuple[int, int, int], expected: list[str]
) -> None:
    ticks = Axis(datetime.date(*first), datetime.date(*last)).ticks("en")
    assert [f"{tick.label} {tick.year}".strip() for tick in ticks] == expected


@pytest.mark.parametrize(
    ("parts", "last"),
    [
        ((2024, 2), (2024, 2, 29)),
        ((2024,), (2024, 12, 31)),
        ((2024, 2, 3), (2024, 2, 3)),
        ((9999,), (9999, 12, 31)),
        ((9999, 12), (9999, 12, 31)),
    ],
)
def test_a_period_ends_with_its_last_day(
    parts: tuple[int, ...], last: tuple[int, int, int]
) -> None:
    period = Period.of(parts)
    assert period.last == datetime.date(*last)
    assert period.first == datetime.date(*(parts + (1, 1))[:3])
