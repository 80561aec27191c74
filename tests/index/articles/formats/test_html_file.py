"""Pages of HTML: the main text, what they say of themselves, and their encoding."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Article, InputError
from index.articles import Source, extract_articles
from index.articles.markup import is_markup, read_markup

STORY = (
    "The dyke held all night, although the water had risen by two metres and the wind did not "
    "drop until the morning."
)
PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<title>The dyke that held - The Daily Example</title>
<meta name="author" content="Jane Doe; John Roe">
<meta property="og:title" content="The dyke that held">
<meta property="og:site_name" content="The Daily Example">
<meta property="article:published_time" content="2022-01-12T09:51:00Z">
<link rel="canonical" href="https://example.org/dyke"></head>
<body><nav><ul><li><a href="/">Start page</a></li><li><a href="/sport">Sports</a></li></ul></nav>
<article><h1>The dyke that held</h1><p>{STORY}</p>
<h2>After the flood</h2><p>Nobody in the village slept. The <b>keeper</b>, who is 70, walked
it <a href="/twice">twice</a>.</p>
<ul><li>Three sheep were lost</li><li>No house was</li></ul>
<table><tr><th>Year</th><th>Height</th></tr><tr><td>1987</td><td>3.2 m</td></tr></table>
</article><div class="advertisement"><p>Buy our new umbrellas today, they are cheap.</p></div>
<div id="comments"><p>A reader: I was there, and it was awful all night long.</p></div>
<footer>Imprint</footer><script>var a = "never shown";</script></body></html>"""


def _read(data: bytes, encoding: str | None = None) -> Article:
    (article,) = extract_articles(Source(Path("a.html"), encoding, data=data))
    return article


def test_the_main_text_is_read_and_nothing_around_it() -> None:
    assert _read(PAGE.encode()).text.split("\n\n") == [
        "The dyke that held",
        STORY,
        "After the flood",
        "Nobody in the village slept. The keeper, who is 70, walked it twice.",
        "- Three sheep were lost",
        "- No house was",
        "| Year | Height |\n|---|---|\n| 1987 | 3.2 m |",
    ]


def test_a_page_says_what_it_is() -> None:
    article = _read(PAGE.encode())
    assert article.title == "The dyke that held"
    assert article.author == "Jane Doe, John Roe"
    assert article.date == "2022-01-12"
    assert article.source == "The Daily Example"
    assert article.url == "https://example.org/dyke"


def test_a_page_that_is_hardly_one_is_read_all_the_same() -> None:
    assert _read(b"<p>The dyke held.</p><p>It rained.</p>").text == "The dyke held.\n\nIt rained."


POLISH = "Zażółć gęślą jaźń, powiedział rybak, i poszedł spać."
CHINESE = "大堤整夜都没有决口。"
QUOTED = "“Nein”, sagte er."


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (f'<meta charset="windows-1250"><p>{POLISH}</p>'.encode("cp1250"), POLISH),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">'
            f"<p>{POLISH}</p>".encode("iso8859-2"),
            POLISH,
        ),
        (f"<p>{POLISH}</p>".encode("utf-8-sig"), POLISH),
        (f"<p>{POLISH}</p>".encode("utf-16"), POLISH),
        (
            '<meta charset="gb2312"><p>大堤整夜都没有决口。</p>'.encode("gbk"),
            "大堤整夜都没有决口。",
        ),
        # what browsers take it for
        (
            '<meta charset="iso-8859-1"><p>“Nein”, sagte er.</p>'.encode("cp1252"),
            "“Nein”, sagte er.",
        ),
        # what it is not
        (f'<meta charset="us-ascii"><meta charset="x"><p>{POLISH}</p>'.encode(), POLISH),
        (f'<?xml version="1.0" encoding="windows-1250"?><p>{POLISH}</p>'.encode("cp1250"), POLISH),
    ],
)
def test_the_declared_encoding_counts_where_it_holds(data: bytes, text: str) -> None:
    assert _read(data).text == text


def test_what_somebody_said_counts_more() -> None:
    data = f'<meta charset="iso-8859-1"><p>{POLISH}</p>'.encode("cp1250")
    assert _read(data, "cp1250").text == POLISH


def test_an_encoding_that_is_unclear_is_refused() -> None:
    with pytest.raises(InputError, match="--encoding"):
        _read(b"<p>\xa4\xa6</p>")


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"<script>a</script>", b"<!-- a -->"])
def test_a_page_without_text_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="cannot read a.html: it holds no text"):
        _read(data)


def test_a_page_nested_without_end_is_one_clear_line() -> None:
    for tag in ("div", "table><tr><td", "ul><li", "b"):
        data = f"<{tag}>".encode() * 20_000 + b"The dyke held."
        try:
            assert _read(data).text
        except InputError as error:
            assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("one<br>two<p>three", "one\ntwo\n\nthree"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n\n  - b\n\n- c"),
        ("x<pre>a\n\tb</pre>", "x\n\n    a\n        b"),
        ("<head><title>no</title></head><style>no</style>yes<script>no</script>", "yes"),
        ("a &amp; b&nbsp;&lt;c&gt;", "a & b <c>"),
        # a table that only lays a mail out
        ("<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>Three.", "One.\n\nTwo.\n\nThree."),
        ("<table><tr><td>1<td>2<tr><td>3<td>4</table>", "| 1 | 2 |\n\n| 3 | 4 |"),
        ("<table><tr><th>A<th>B|C<tr><td>1</table>", "| A | B\\|C |\n|---|---|\n| 1 |  |"),
        ("one <![if mso]>two<![endif]> three <![x> four <![", "one two three four <!["),
        ("<head><p>never closed<body>shown", "shown"),
        ("shown <button>never closed <script>no</script> either", "shown\n\nnever closed either"),
        ("shown <script>never closed", "shown"),
    ],
)
def test_what_a_piece_of_html_shows(markup: str, text: str) -> None:
    assert read_markup(markup).text() == text


@pytest.mark.parametrize("tags", ["<ul><li>a", "<table><tr><td>a", "<b>a", "<p>a", "<pre>a"])
def test_what_is_nested_without_end_grows_with_it_alone(tags: str) -> None:
    markup = tags * 20_000
    assert len(read_markup(markup).text()) < 5 * len(markup)


@pytest.mark.parametrize(
    ("text", "is_it"),
    [
        ("<p>a</p>", True),
        (" <div class='a'>b</div> ", True),
        ("<3 > 2", False),
        ("a <b>c</b>", False),
    ],
)
def test_what_is_a_piece_of_html(text: str, is_it: bool) -> None:
    assert is_markup(text) is is_it
