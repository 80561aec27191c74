"""JSON and JSON Lines: an object is an article; a bad one costs no other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index import Article, InputError
from index.articles import Source, extract_articles

DYKE = "The dyke held all night. Nobody slept."
BRIDGE = "The bridge opened on Tuesday. Many came."


def _read(
    name: str, content: str, columns: dict[str, str] | None = None
) -> tuple[list[Article], list[str]]:
    problems: list[str] = []
    source = Source(Path(name), columns=columns, data=content.encode())
    return list(extract_articles(source, problems.append)), problems


def test_a_line_is_an_article() -> None:
    rows = [{"id": 7, "Headline": "Dyke", "BODY": DYKE}, {"title": "Bridge", "text": BRIDGE}]
    articles, problems = _read("a.jsonl", "\n\n".join(map(json.dumps, rows)))
    assert [(a.title, a.text, a.row) for a in articles] == [
        ("Dyke", DYKE, 1),
        ("Bridge", BRIDGE, 2),
    ]
    assert not problems


def test_a_bad_line_costs_no_other() -> None:
    good = [json.dumps({"text": text}) for text in (DYKE, "Last.")]
    lines = [good[0], '{"text": "cut', "[1]", '{"text": " "}', good[1]]
    articles, problems = _read("a.jsonl", "\n".join(lines))
    assert [(article.text, article.row) for article in articles] == [(DYKE, 1), ("Last.", 5)]
    assert problems[0].startswith("a.jsonl: line 2 is left out: it is not valid JSON: ")
    assert problems[1:] == ["a.jsonl: no object in record 3", "a.jsonl: no text in record 4"]


@pytest.mark.parametrize(
    "content",
    [
        [{"text": DYKE}, {"text": BRIDGE}],
        {"version": 1, "tags": ["a"], "articles": [{"text": DYKE}, {"text": BRIDGE}]},
    ],
)
def test_the_objects_of_a_list_are_articles(content: object) -> None:
    articles, _ = _read("a.json", json.dumps(content))
    assert [(article.text, article.row) for article in articles] == [(DYKE, 1), (BRIDGE, 2)]


def test_one_object_is_one_article() -> None:
    content = {"text": DYKE, "related": [{"text": "no"}]}
    (article,), _ = _read("a.json", json.dumps(content))
    assert article.text == DYKE


def test_lines_in_a_json_file_are_read_all_the_same() -> None:
    articles, _ = _read("a.json", '{"text": "One."}\n{"text": "Two."}\n')
    assert [article.text for article in articles] == ["One.", "Two."]


def test_values_of_other_kinds_are_read_as_what_they_say() -> None:
    row = {
        "text": DYKE,
        "authors": [{"name": "Jane Doe"}, "John Roe", None],
        "publisher": {"name": "The Daily"},
        "date": 2022,
        "url": True,
    }
    (article,), _ = _read("a.json", json.dumps(row))
    assert (article.author, article.source) == ("Jane Doe, John Roe", "The Daily")
    assert (article.date, article.url) == ("2022", None)


def test_a_body_of_html_is_read_as_it_is_shown() -> None:
    (article,), _ = _read("a.json", json.dumps({"body": f"<p>{DYKE}</p>\n<p>{BRIDGE}</p>"}))
    assert article.text == f"{DYKE}\n\n{BRIDGE}"


def test_a_feed_in_json_is_read() -> None:
    item = {
        "id": "1",
        "url": "https://example.org/1",
        "title": "Dyke",
        "content_html": f"<p>{DYKE}</p>",
        "date_published": "2022-01-12T09:51:00Z",
        "authors": [{"name": "Jane Doe"}],
    }
    (article,), _ = _read("a.json", json.dumps({"version": "1.1", "items": [item]}))
    assert (article.text, article.title, article.author) == (DYKE, "Dyke", "Jane Doe")
    assert (article.url, article.date) == ("https://example.org/1", "2022-01-12T09:51:00Z")


def test_columns_are_what_somebody_said() -> None:
    said = {"text": "rumpf", "title": "Kopf"}
    rows = [{"Kopf": "A", "Rumpf": DYKE, "text": "no"}, {"Rumpf": BRIDGE, "title": "no"}]
    articles, _ = _read("a.json", json.dumps(rows), said)
    assert [article.text for article in articles] == [DYKE, BRIDGE]
    assert articles[0].title == "A"
    assert articles[1].title != "no"


def test_an_object_keeps_its_identity_where_it_moves() -> None:
    (alone,), _ = _read("a.jsonl", json.dumps({"text": DYKE}))
    articles, _ = _read("a.jsonl", "\n".join(json.dumps({"text": t}) for t in (BRIDGE, DYKE)))
    assert articles[1].id == alone.id


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "it holds no text"),
        ("{", "it is not valid JSON: Expecting property name"),
        ('{"name": "package", "version": "1.0"}', "it holds no article: an object with"),
        ("[1, 2]", "it holds no article"),
        ("[" * 100_000, "it is not valid JSON: it is nested too deeply"),
        ("1" * 5_000, "it is not valid JSON: Exceeds the limit"),
    ],
)
def test_what_holds_no_article_is_one_clear_line(content: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        _read("a.json", content)
    assert str(caught.value).startswith(f"cannot read a.json: {reason}")
    assert "\n" not in str(caught.value)


def test_nothing_that_cannot_be_stored_is_read() -> None:
    (article,), _ = _read("a.json", r'{"text": "a \ud800 \u0000 b", "title": "\ud800c\u202e"}')
    assert (article.text, article.title) == ("a   b", "c")
