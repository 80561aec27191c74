"""Articles as CSL-JSON, which Zotero, Pandoc and every CSL processor read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from index import ArticleDescription
from qa.dates import parts_of
from qa.exporting.keys import citation_key, each_once
from qa.exporting.lines import one_line
from qa.web_address import is_web_address


def csl_json(articles: Iterable[ArticleDescription]) -> str:
    """A JSON array, an item an article, of the types that fit what is known: `article-newspaper`
    where it came out in something, `webpage` where it has an address, else `document`."""
    items = [_item(article) for article in each_once(articles)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _item(article: ArticleDescription) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": citation_key(article),
        "type": "document",
        "title": one_line(article.title),
        "language": one_line(article.language),
    }
    if article.url and is_web_address(article.url):
        item |= {"type": "webpage", "URL": one_line(article.url)}
    if article.source:
        item |= {"type": "article-newspaper", "container-title": one_line(article.source)}
    if article.author:  # as it was given: whether it is a person's name, nobody has said
        item["author"] = [{"literal": one_line(article.author)}]
    if parts := parts_of(article.date):
        item["issued"] = {"date-parts": [list(parts)]}
    elif article.date:
        item["issued"] = {"literal": one_line(article.date)}
    return item
