"""Numbers lead to their quotes, and nothing that an article is called leads anywhere else."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from hostile_text import hostile_text
from hypothesis import given, settings
from shown import BRIDGE, article, cited, parsed, wording_with_markup

from index import ArticleDescription
from qa.web.page import links
from qa.web.page.about import about_html
from qa.web.page.links import number_html, opening_html
from qa.web_address import is_web_address

LINE = hostile_text()


@settings(derandomize=True, deadline=None)
@given(of=LINE, title=LINE, label=LINE)
def test_what_an_article_is_called_stays_within_its_attribute(
    of: str, title: str, label: str
) -> None:
    described = ArticleDescription(id=of, title=title, language="de")
    citation = replace(cited(BRIDGE, 0, 18), article=described)
    for html, text in ((number_html(citation, "en"), "1"), (opening_html(citation, label), label)):
        read = parsed(html)
        (link,) = read.attributes("a")
        assert (read.tags, read.text) == (["a"], text)
        assert (link["data-article"], link["data-start"], link["data-end"]) == (of, "0", "18")
        assert parse_qs(link["href"][1:], keep_blank_values=True, strict_parsing=True) == {
            "article": [of],
            "start": ["0"],
            "end": ["18"],
        }
    (link,) = parsed(number_html(citation, "en")).attributes("a")
    assert link["aria-label"] == f"Source 1: {title}"


@settings(derandomize=True, deadline=None)
@given(LINE.map("https://example.org/".__add__))
def test_a_link_leads_where_its_article_says_and_nowhere_else(url: str) -> None:
    read = parsed(about_html(article("Text.", url=url), "en"))
    (link,) = read.attributes("a")
    assert link == {"href": url, "target": "_blank", "rel": "noopener noreferrer nofollow"}
    assert read.texts("a") == ["Original page"]


@settings(derandomize=True, deadline=None)
@given(LINE)
def test_an_address_of_any_other_kind_becomes_no_link(url: str) -> None:
    found = parsed(about_html(article("Text.", url=url), "en")).attributes("a")
    assert [link["href"] for link in found] == ([url] if is_web_address(url) else [])


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://", False),
        ("http://[broken", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, expected: bool) -> None:
    assert is_web_address(url) is expected


def test_the_pages_own_texts_are_no_html_either(monkeypatch: pytest.MonkeyPatch) -> None:
    wording = wording_with_markup(monkeypatch, links)
    told = parsed(about_html(replace(BRIDGE, url="https://example.org/"), "en"))
    assert told.texts("a") == [wording["original"]]
    (number,) = parsed(number_html(cited(BRIDGE, 0, 18), "en")).attributes("a")
    assert number["aria-label"] == wording["source_number"].format(number=1, title="Titel")
