"""What the tools give beside answers (qa.answer_schema), as their JSON schemas say it."""

from __future__ import annotations

from pydantic import BaseModel


class SearchResult(BaseModel):
    id: str
    title: str
    url: str  # empty where none is known


class SearchResults(BaseModel):
    results: list[SearchResult]


class ArticleMetadata(BaseModel):
    """What is known of an article, and which part of it this is.

    :param start: of the text in the article; `end` likewise.
    :param next: the id of the next part.
    """

    language: str
    date: str | None = None
    author: str | None = None
    place: str | None = None
    source: str | None = None
    path: str | None = None
    entry: str | None = None
    row: int | None = None
    part: int
    parts: int
    start: int
    end: int
    next: str | None = None


class FetchedArticle(BaseModel):
    id: str
    title: str
    text: str
    url: str  # empty where none is known
    metadata: ArticleMetadata
