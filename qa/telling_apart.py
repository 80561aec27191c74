"""Articles of one title: what tells each from the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePath

from index import ArticleDescription

# What a reader would go by, best first.
_MARKS: tuple[Callable[[ArticleDescription], str | None], ...] = (
    lambda article: article.date,
    lambda article: article.source,
    lambda article: article.author,
    lambda article: article.place,
    lambda article: article.entry,
    lambda article: _end_of_path(article, 1),
    lambda article: _end_of_path(article, 2),
    lambda article: article.id[:8],  # rows of one file, of which nothing else is known
)


def tell_apart(articles: Iterable[ArticleDescription]) -> dict[str, str]:
    """For each article that shares its title with another one: what it alone has of them, by id.

    Titles that differ in case or white space alone are the same. Where only one of them lacks what
    tells the others apart, there is nothing to say of it.
    """
    by_title: defaultdict[str, dict[str, ArticleDescription]] = defaultdict(dict)
    for article in articles:
        by_title[" ".join(article.title.casefold().split())][article.id] = article
    told: dict[str, str] = {}
    for of_title in by_title.values():
        if len(of_title) > 1:
            told |= _marks(list(of_title.values()))
    return told


def _marks(articles: Sequence[ArticleDescription]) -> dict[str, str]:
    for mark in _MARKS:
        values = [mark(article) for article in articles]
        if len(set(values)) == len(values):
            return {a.id: value for a, value in zip(articles, values, strict=True) if value}
    return {article.id: article.id for article in articles}


def _end_of_path(article: ArticleDescription, parts: int) -> str | None:
    return "/".join(PurePath(article.path).parts[-parts:]) if article.path else None
