"""The archive page as its server makes it: tests/browser drives the real one."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import httpx
import pytest
from hostile_text import hostile_text
from hypothesis import given, settings
from hypothesis import strategies as st
from parsed_html import ParsedHtml

from index import Article
from index.storage import Listed, Place
from prompts import texts
from qa.web.access import Role
from qa.web.archive_page import frame
from qa.web.archive_page.adding import adding_html
from qa.web.archive_page.browsing import Browsing
from qa.web.archive_page.form import form_html
from qa.web.archive_page.frame import page_html
from qa.web.archive_page.listing import listing_html
from qa.web.archive_page.removing import question_html

LINE = hostile_text()
Serve = Callable[..., httpx.Client]
HERE = frame.Place("", "en")
BRIDGE = Article(
    id="bridge", title="The bridge", language="en", date="2022-01-12", source="Post", text="Shut."
)
DYKE = Article(id="dyke/1 & 2", title="Der Deich", language="de", text="ho" * 1_200)


def page(
    client: httpx.Client, path: str = "/archive", status: int = 200, **asked: Any
) -> ParsedHtml:
    response = client.get(path, params=asked or None)
    assert response.status_code == status
    return ParsedHtml(response.text, whole_page=True)


def titles(read: ParsedHtml) -> list[str]:
    return read.texts("th", "title")[1:]  # but for the column's own


@pytest.fixture
def client(many: str) -> Any:
    with httpx.Client(base_url=many, timeout=60) as client:
        yield client


def test_articles_are_listed_with_what_is_known_of_them(serve: Serve) -> None:
    read = page(serve(BRIDGE, DYKE))
    assert titles(read) == ["The bridge", "Der Deich"], "the newest first"
    columns = ("date", "source", "language", "characters")
    cells = list(zip(*(read.texts("td", column) for column in columns), strict=True))
    assert cells == [("January 12, 2022", "Post", "English", "5"), ("", "", "German", "2,400")]
    hrefs = [link["href"] for link in read.attributes("a")]
    assert "/?article=bridge" in hrefs and "/?article=dyke%2F1+%26+2" in hrefs
    assert "Archive 2 articles" in read.texts("h1")


def test_articles_of_one_title_are_told_apart(serve: Serve) -> None:
    one, other = (
        Article(id=name, title="Wetter", language="de", author=name, text="Es regnet.")
        for name in ("Eva Lang", "Nils Ohm")
    )
    assert sorted(page(serve(one, other)).texts("small")[1:]) == ["Eva Lang", "Nils Ohm"]


def test_an_empty_archive_says_so(serve: Serve) -> None:
    read = page(serve())
    assert read.texts("p", "notice") == ["The archive is empty."]
    assert "table" not in read.tags and "figure" not in read.tags


def test_pages_lead_through_all_articles(client: httpx.Client) -> None:
    found, href, pages = [], "/archive?sort=title-ascending", 0
    while href:
        read = page(client, href)
        found += titles(read)
        following = [link["href"] for link in read.attributes("a") if link.get("rel") == "next"]
        href, pages = following[0] if following else "", pages + 1
    assert found == [f"Nachricht {n:03}" for n in range(120)]
    assert pages == 3
    assert "Page 3 of 3" in read.texts("span")
    assert [link["href"] for link in read.attributes("a") if link.get("rel") == "prev"] == [
        "/archive?sort=title-ascending&page=2"
    ]


@pytest.mark.parametrize("number", ["4", "999999", "9999999999999", "0", "-1", "x", "١"])
def test_a_page_that_there_is_not_becomes_one_that_there_is(
    client: httpx.Client, number: str
) -> None:
    assert titles(page(client, page=number))


def test_headers_sort_and_turn_round(client: httpx.Client) -> None:
    read = page(client, sort="characters-ascending")
    assert titles(read)[:2] == ["Nachricht 000", "Nachricht 001"]
    (header,) = [th for th in read.attributes("th") if "aria-sort" in th]
    assert header["aria-sort"] == "ascending" and header["class"] == "characters"
    hrefs = [link["href"] for link in read.attributes("a")]
    assert "/archive?sort=characters-descending" in hrefs
    assert "/archive?sort=title-ascending" in hrefs
    assert "/archive" in [href.rstrip("?") for href in hrefs], "the newest first, as it begins"
    turned = titles(page(client, sort="characters-descending"))
    assert turned[0] == "Nachricht 119"


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"title": "nachricht 01"}, 10),
        ({"language": "fr"}, 40),
        ({"source": "bote"}, 60),
        ({"since": "2009"}, 6),
        ({"until": "1990-05"}, 0),
        ({"language": "fr", "source": "post"}, 20),
        ({"title": "nichts davon"}, 0),
    ],
)
def test_filters_narrow_the_list_and_can_be_taken_off_singly(
    client: httpx.Client, asked: dict[str, str], count: int
) -> None:
    read = page(client, **asked)
    if count:
        noun = "article" if count == 1 else "articles"
        assert read.texts("p", "found") == [f"{count} {noun} found"]
        assert len(titles(read)) == min(50, count)
    else:
        assert read.texts("p", "notice") == [texts("archive", "en")["none"]]
    chips = [a["href"] for a in read.attributes("a") if a.get("aria-label", "").startswith("Take")]
    assert len(chips) == len(asked)
    for name, href in zip(asked, chips, strict=True):
        left = {key: value for key, value in asked.items() if key != name}
        assert href == "/archive" + Browsing(**left).query  # type: ignore[arg-type]


def test_a_date_that_is_none_is_told_in_one_line(client: httpx.Client) -> None:
    read = page(client, since="gestern <b>")
    (told,) = read.texts("p", "problem")
    assert told.startswith("“gestern <b>” is not a date")
    (field,) = [one for one in read.attributes("input") if one.get("aria-invalid")]
    assert (field["id"], field["value"]) == ("since", "gestern <b>")
    assert "table" not in [tag for tag in read.tags if tag == "table" and titles(read)]


def test_counts_lead_to_the_articles_that_they_count(client: httpx.Client) -> None:
    links = {a.get("aria-label", ""): a["href"] for a in page(client).attributes("a")}
    href = links["French: 40"]
    assert page(client, href).texts("p", "found") == ["40 articles found"]
    (year,) = [label for label in links if label.startswith("1995: ")]
    assert page(client, links[year]).texts("p", "found") == [f"{year.split()[1]} articles found"]
    assert "Without a date: 12" in page(client).texts("p", "note")


def test_counts_follow_the_archive(serve: Serve) -> None:
    client = serve(BRIDGE, DYKE, role=Role.WRITE)
    assert "Archive 2 articles" in page(client).texts("h1")
    client.delete("/v1/articles/bridge").raise_for_status()
    assert "Archive 1 article" in page(client).texts("h1")


@pytest.mark.parametrize(
    ("headers", "asked", "expected"),
    [
        ({"accept-language": "de-AT,de;q=0.9,en;q=0.8"}, {}, "de"),
        ({"accept-language": "fi, it;q=0.5"}, {}, "it"),
        ({"accept-language": "xx"}, {}, "en"),
        ({}, {"lang": "es"}, "es"),
        ({"accept-language": "de"}, {"lang": "fr"}, "fr"),
        ({"accept-language": "de"}, {"lang": "<script>"}, "de"),
        ({"accept-language": "de", "cookie": "lang=it"}, {}, "it"),
        ({"accept-language": "," * 9_000}, {}, "en"),
    ],
)
def test_the_page_speaks_the_readers_language(
    client: httpx.Client, headers: dict[str, str], asked: dict[str, str], expected: str
) -> None:
    response = client.get("/archive", params=asked, headers=headers)
    assert response.text.startswith(f'<!DOCTYPE html><html lang="{expected}">')
    assert texts("archive", expected)["count"] in response.text
    chosen = asked.get("lang") == expected
    assert ("lang" in response.cookies) is chosen, "only a choice is kept"


def test_another_language_keeps_the_list_as_it_is(client: httpx.Client) -> None:
    read = page(client, title="nachricht", page="2")
    assert "/archive?title=nachricht&page=2&lang=de" in [a["href"] for a in read.attributes("a")]


def test_whoever_may_only_read_sees_no_way_to_write_and_has_none(serve: Serve) -> None:
    client = serve(BRIDGE)
    read = page(client)
    assert "input" in read.tags and "add" not in [s.get("id") for s in read.attributes("section")]
    assert not [a for a in read.attributes("a") if "remove" in a["href"]]
    refused = page(client, "/archive/remove", 403, id="bridge")
    assert refused.texts("p", "problem") == [texts("archive", "en")["not_allowed"]]
    assert client.post("/archive/remove", data={"id": "bridge"}).status_code == 403
    assert titles(page(client)) == ["The bridge"]


def test_an_article_is_removed_when_that_was_confirmed(serve: Serve) -> None:
    client = serve(BRIDGE, DYKE, role=Role.WRITE)
    listed = page(client, sort="title-ascending")
    (href,) = [
        a["href"] for a in listed.attributes("a") if a.get("aria-label") == "Remove: Der Deich"
    ]
    asked = page(client, href)
    assert asked.texts("p", "what") == ["Der Deich"]
    assert len(titles(page(client))) == 2, "asking removes nothing"
    fields = {
        field["name"]: field["value"]
        for field in asked.attributes("input")
        if field["type"] == "hidden"
    }
    assert fields == {"id": DYKE.id, "sort": "title-ascending"}
    response = client.post("/archive/remove", data=fields)
    assert response.status_code == 303
    assert response.headers["location"] == "/archive?sort=title-ascending&removed="
    after = page(client, response.headers["location"])
    assert titles(after) == ["The bridge"]
    assert after.texts("p", "notice") == ["The article was removed."]
    assert page(client, href, 404).texts("p", "problem") == [texts("archive", "en")["gone"]]
    assert client.post("/archive/remove", data=fields).status_code == 404


@pytest.mark.parametrize("sent", [{}, {"id": ""}, {"id": "/etc/passwd"}, {"id": "x" * 9_000}])
def test_what_is_no_article_is_not_removed(serve: Serve, sent: dict[str, str]) -> None:
    client = serve(BRIDGE, role=Role.WRITE)
    assert client.post("/archive/remove", data=sent).status_code == 404
    assert client.post("/archive/remove", files={"id": b"bridge"}).status_code in (400, 404)
    assert titles(page(client)) == ["The bridge"]


@pytest.mark.parametrize(
    "name", ["..%2Froutes.py", "../routes.py", "", "nothing.js", "archive.css%00", "%2e%2e"]
)
def test_no_other_file_is_given(client: httpx.Client, name: str) -> None:
    assert client.get(f"/archive/static/{name}").status_code == 404


def test_files_come_with_their_kind(client: httpx.Client) -> None:
    for name, kind in (("archive.css", "text/css"), ("choices.js", "text/javascript")):
        response = client.get(f"/archive/static/{name}")
        assert response.headers["content-type"] == f"{kind}; charset=utf-8"
        assert response.headers["x-content-type-options"] == "nosniff"


def test_nothing_within_the_page_is_run(client: httpx.Client) -> None:
    response = client.get("/archive")
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self';" in policy and "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|<style", response.text)


@settings(derandomize=True, deadline=None)
@given(title=LINE, source=LINE, date=LINE, language=LINE, id=LINE)
def test_articles_read_as_they_were_given(**known: str) -> None:
    article = Article(**known, text="Text.")
    listed = [Listed(article.description, 5, Place("", 1))]
    read = ParsedHtml(listing_html(HERE, Browsing(title=known["title"]), listed, True))
    assert read.texts("bdi") == [known["title"]]
    assert known["source"] in read.texts("td")
    assert set(read.tags) == {"table", "thead", "tbody", "tr", "th", "td", "a", "bdi", "span"}
    assert {name for _, names in read.structure for name in names} <= {
        "role", "class", "aria-label", "aria-sort", "scope", "href", "lang", "dir", "aria-hidden",
    }  # fmt: skip
    assert all(link["href"].startswith("/") for link in read.attributes("a"))
    asked = ParsedHtml(question_html(HERE, Browsing(source=known["source"]), article))
    assert asked.texts("bdi") == [known["title"]]
    assert {"id": known["id"], "source": known["source"]} == {
        field["name"]: field["value"] for field in asked.attributes("input")
    }
    assert not {"script", "img", "iframe", "b"} & set(asked.tags)


@settings(derandomize=True, deadline=None)
@given(
    asked=st.fixed_dictionaries(
        {}, optional=dict.fromkeys(["title", "language", "source", "since", "until", "sort"], LINE)
    )
)
def test_what_is_looked_for_reads_as_it_was_typed(asked: dict[str, str]) -> None:
    browsing = Browsing.of(asked)
    read = ParsedHtml(form_html(HERE, browsing, {"de": 3}))
    for field in read.attributes("input"):
        assert field["value"] == getattr(browsing, field["name"])
    assert not {"script", "img", "iframe", "b", "x"} & set(read.tags)
    assert Browsing.of(browsing.fields) == browsing, "a link says the same as what it was made of"
    ParsedHtml(page_html(HERE, "Archive", "", browsing), whole_page=True)


@pytest.mark.parametrize("root", ["", '/"><script>x</script>', "/sub/folder"])
def test_where_it_is_mounted_is_no_markup(root: str) -> None:
    place = frame.Place(root, "en")
    read = ParsedHtml(page_html(place, "<b>", adding_html(place)), whole_page=True)
    assert read.texts("title") == ["<b> – Fundstelle"]
    assert read.tags.count("script") == 2
    assert all(link["href"].startswith((root, "#")) for link in read.attributes("a"))


def test_texts_are_no_html(monkeypatch: pytest.MonkeyPatch) -> None:
    marked = {name: f"<b>{text} & &lt;" for name, text in texts("archive", "en").items()}
    monkeypatch.setattr(frame, "texts", lambda task, language: marked)
    listed = [Listed(BRIDGE.description, 5, Place("", 1))]
    html = "".join(
        [
            page_html(HERE, "x", ""),
            form_html(HERE, Browsing(title="x", since="y"), {"de": 1}),
            listing_html(HERE, Browsing(), listed, True),
            question_html(HERE, Browsing(), BRIDGE),
            adding_html(HERE),
        ]
    )
    assert "<b>" not in html
    assert "<b>" in unescape(html)
