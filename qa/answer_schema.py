"""An answer's JSON as programs are told of it, whatever they ask by: `qa.answers.Answer.to_json`.

Offsets count characters (Unicode code points) of an article's text: its text[start:end] is the
quote, letter by letter.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.answers import Mode


class ArticleDescribed(BaseModel):
    id: str
    title: str
    language: str
    date: str | None = Field(description="As the article says it; ISO 8601 where it was a date.")
    author: str | None
    source: str | None
    url: str | None
    path: str | None = Field(description="From the folder on that was indexed.")
    entry: str | None = Field(None, description="Its path inside that file, where that is packed.")
    row: int | None = Field(None, description="Its number in a file of many, from 1.")
    page: int | None = None


class Span(BaseModel):
    text: str
    start: int
    end: int


class Quoted(BaseModel):
    number: int
    quote: str
    start: int
    end: int
    score: float
    gist: str | None = Field(description="A rough machine translation, where there is one.")
    short_answer: Span | None = Field(None, description="The words in the quote that answer.")
    table_header: list[str] | None = None
    also: list[ArticleDescribed] | None = Field(
        None, description="Other articles that say nearly the same."
    )
    article: ArticleDescribed


class Sentence(BaseModel):
    text: str
    citations: list[int]
    supported: bool = Field(description="Whether the quotes say so, as far as that was checked.")


class AnswerGot(BaseModel):
    model_config = ConfigDict(title="Answer")
    question: str
    language: str
    answer: str
    refused: bool = Field(description="Whether this says that the archive holds no answer.")
    confidence: float
    mode: Mode
    citations: list[Quoted]
    timings_ms: dict[str, float]
    sentences: list[Sentence] | None = None
    standalone: str | None = Field(None, description="What a follow-up was taken to ask.")
    note: str | None = None
    sureness: Literal["certain", "likely", "perhaps"] | None = None
