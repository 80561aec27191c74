"""What goes out as JSON, as it is described to programs. Offsets count characters (Unicode code
points) of an article's text: its text[start:end] is the quote, letter by letter."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class ProblemDocument(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] | None = Field(
        None, description="What is wrong with which part of the request."
    )


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
    mode: Literal["quote", "written", "refusal", "notice"]
    citations: list[Quoted]
    timings_ms: dict[str, float]
    sentences: list[Sentence] | None = None
    standalone: str | None = Field(None, description="What a follow-up was taken to ask.")
    note: str | None = None
    sureness: Literal["certain", "likely", "perhaps"] | None = None


class PassageGot(BaseModel):
    model_config = ConfigDict(title="Passage")
    article: ArticleDescribed
    start: int
    end: int
    text: str
    score: float = Field(description="Higher fits better; comparable within one search alone.")


class Passages(BaseModel):
    passages: list[PassageGot]


class ArticleListed(ArticleDescribed):
    characters: int


class Articles(BaseModel):
    articles: list[ArticleListed]
    total: int = Field(description="How many there are in all.")
    next: str | None = Field(description="The cursor of what follows; null at the end.")


class FileUploaded(BaseModel):
    name: str
    state: Literal["waiting", "running", "done", "failed"]
    articles: list[str] = Field(description="The ids of what was found in it.")
    message: str | None


class JobGot(BaseModel):
    model_config = ConfigDict(title="Job")
    id: str
    state: Literal["waiting", "running", "done", "failed"]
    files: list[FileUploaded]
    done: int = Field(description="Bytes that have been worked on.")
    total: int


class Health(BaseModel):
    status: Literal["ok"]
