"""A feed that was kept, RSS or Atom: an article an entry."""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from index.articles.cleaning import clean_text, clean_value
from index.articles.declared import decode_declared, without_declaration
from index.articles.formats.format import Entry
from index.articles.formats.text_file import is_text
from index.articles.markup import read_markup
from index.articles.problems import Problem, reading, several
from index.articles.source import Source
from index.articles.xml import refuse_entities

_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
_SEARCHED = 4_096


class Feed:
    suffixes: tuple[str, ...] = (".rss", ".atom", ".xml")
    apart = True

    def fits(self, head: bytes) -> bool:
        return is_text(head)

    def read(self, source: Source, problem: Problem) -> Iterator[Entry]:
        import feedparser  # here, since it takes long to load

        text = without_declaration(decode_declared(source.content(), source.encoding))
        if not text.strip():
            raise ValueError("it holds no text")
        refuse_entities(text)
        if not _ROOT.search(text[:_SEARCHED]):
            raise ValueError("it is no feed: of XML, RSS and Atom are read")
        with reading("a feed"):
            # A file of it, not the text: a text might be taken for an address to read.
            feed = feedparser.parse(
                io.BytesIO(text.encode("utf-8", "replace")),
                response_headers={"content-type": "application/xml; charset=utf-8"},
                sanitize_html=False,
                resolve_relative_uris=False,
            )
            entries = [_entry(item, feed.feed, row) for row, item in enumerate(feed.entries, 1)]
        yield from filter(None, entries)
        if not any(entries):
            raise ValueError("it holds no text")
        if without_text := [row for row, entry in enumerate(entries, 1) if entry is None]:
            problem(f"no text in {several('item', without_text)}")
        if feed.bozo:
            problem("it is not well-formed: some of it may be missing")


def _entry(item: Any, feed: Any, row: int) -> Entry | None:
    contents = [content.get("value", "") for content in item.get("content", [])]
    bodies = [_text(body) for body in (*contents, item.get("summary", ""))]
    text = max(bodies, key=len)  # a feed may hold a summary beside the whole
    if not text:
        return None
    authors = [author.get("name", "") for author in item.get("authors", [])]
    given = {
        "title": clean_value(_text(item.get("title", ""))),
        "author": clean_value(", ".join(filter(None, authors)) or item.get("author", "")),
        "date": _date(item),
        "source": clean_value(_text(feed.get("title", ""))),
        "url": clean_value(item.get("link", "")),
    }
    given = {name: value for name, value in given.items() if value}
    identity = clean_value(item.get("id", "") or item.get("link", ""))
    return Entry(text, given, place=identity or f"{given.get('title')}\n{text}", row=row)


def _text(markup: str) -> str:
    return read_markup(markup).text() if "<" in markup or "&" in markup else clean_text(markup)


def _date(item: Any) -> str:
    # Asked as a plain dictionary: feedparser would give one for the other, with a warning.
    parsed = dict.get(item, "published_parsed") or dict.get(item, "updated_parsed")
    if parsed:
        with suppress(ValueError, OverflowError):  # a date that there is not
            return datetime.fromtimestamp(timegm(parsed), UTC).isoformat()
    return clean_value(dict.get(item, "published") or dict.get(item, "updated") or "")
