"""Addresses of quotes."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from index import ArticleDescription
from qa import Citation
from qa.web.links import citation_url

BASE = "http://127.0.0.1:7860/"
LONG = "The dyke of Fahlenwerder, raised in 1904, held all night, and the sheep - all - lived."


def citation(quote: str, start: int, url: str | None = None) -> Citation:
    article = ArticleDescription(id="a&b=1", title="The dyke", language="en", url=url)
    return Citation(1, quote, start, start + len(quote), 0.9, article=article)


@pytest.mark.parametrize("base", [BASE, BASE.rstrip("/")])
def test_a_quote_without_an_original_is_shown_in_the_chat(base: str) -> None:
    url = urlsplit(citation_url(base, citation("It held.", 7)))
    assert (url.netloc, url.path) == ("127.0.0.1:7860", "/")
    assert parse_qs(url.query) == {"article": ["a&b=1"], "start": ["7"], "end": ["15"]}


def test_an_original_opens_at_the_quote() -> None:
    url = citation_url(BASE, citation("It held, all-night & long.", 7, "https://example.org/a?b=c"))
    assert url == "https://example.org/a?b=c#:~:text=It%20held%2C%20all%2Dnight%20%26%20long."


def test_of_a_long_quote_its_first_and_last_words_are_named() -> None:
    url = citation_url(BASE, citation(LONG, 7, "https://example.org/#part"))
    address, _, text = url.partition(":~:text=")
    assert address == "https://example.org/#part"
    first, last = text.split(",")
    assert unquote(first) == "The dyke of Fahlenwerder,"
    assert unquote(last) == "sheep - all - lived."[-len(unquote(last)) :]
    assert LONG.endswith(unquote(last))


def test_each_quote_has_an_address_of_its_own() -> None:
    for url in (None, "https://example.org/"):
        quotes = (citation("It held.", 7, url), citation("It rained.", 20, url))
        assert len({citation_url(BASE, quote) for quote in quotes}) == 2


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript://example.org/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org/",
        "example.org",
        "http:example.org",
        "https://",
        "https://[",
        "https://example.org/\u202egnp",
        "https://example.org/ x",
        "https://example.org/\n",
        'https://example.org/"onclick="alert(1)',
        "https://example.org\\@evil.example/",
        "",
    ],
)
def test_what_no_browser_should_follow_is_no_address(url: str) -> None:
    assert citation_url(BASE, citation("It held.", 7, url)).startswith(BASE)
