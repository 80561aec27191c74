"""How an article is named in a bibliography."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from hashlib import sha256

from index import ArticleDescription
from qa.dates import parts_of

_WORDS, _LETTERS = 3, 40


def citation_key(article: ArticleDescription) -> str:
    """The first words of the title, the year where it is known, and what is the article's alone:
    always the same, whatever stands beside it. ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", article.title.replace("ß", "ss"))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    named = "-".join(words[:_WORDS])[:_LETTERS].strip("-")
    year = [f"{part:04}" for part in parts_of(article.date)[:1]]
    own = sha256(article.id.encode("utf-8", "replace")).hexdigest()[:10]
    return "-".join(filter(None, (named, *year, own)))


def each_once(articles: Iterable[ArticleDescription]) -> list[ArticleDescription]:
    """In their order; of an answer's citations, several may be of one article."""
    return list({article.id: article for article in articles}.values())
