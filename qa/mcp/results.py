"""What the tools give, as their JSON schemas say it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from qa.answers import Mode


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


class CitedArticle(BaseModel):
    id: str
    title: str
    language: str
    date: str | None
    author: str | None
    source: str | None
    url: str | None
    path: str | None
    page: int | None = None
    entry: str | None = None
    row: int | None = None


class CitedWords(BaseModel):
    text: str
    start: int
    end: int


class CitedQuote(BaseModel):
    number: int
    quote: str
    start: int
    end: int
    score: float
    gist: str | None
    short_answer: CitedWords | None = None
    table_header: list[str] | None = None
    also: list[CitedArticle] | None = None
    article: CitedArticle


class WrittenSentence(BaseModel):
    text: str
    citations: list[int]
    supported: bool


class GivenAnswer(BaseModel):
    """`qa.answers.Answer.to_json`."""

    question: str
    language: str
    answer: str
    refused: bool
    confidence: float
    mode: Mode
    citations: list[CitedQuote]
    timings_ms: dict[str, float]
    sentences: list[WrittenSentence] | None = None
    standalone: str | None = None
    note: str | None = None
    sureness: Literal["certain", "likely", "perhaps"] | None = None
