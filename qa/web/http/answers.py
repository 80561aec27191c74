"""What goes out as JSON beside answers (qa.answer_schema), as it is described to programs."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.answer_schema import ArticleDescribed


class ProblemDocument(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] | None = Field(
        None, description="What is wrong with which part of the request."
    )


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
