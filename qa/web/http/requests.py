"""What comes in as JSON: bounded, and said what is wrong with it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from index import ArticleFilter, InputError
from qa.finding.question import MAX_CHARACTERS
from qa.turn import MOST_TURNS, Turn
from qa.web.problems import Problem

MAX_PASSAGES = 50
Language = Annotated[str, StringConstraints(pattern="^[a-z]{2}$")]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]
Part = Annotated[str, StringConstraints(min_length=1, max_length=200)]
_EXAMPLE = "What did Sherman demand?"


class Filter(BaseModel):
    """Which articles may answer: all of what is given has to hold."""

    model_config = ConfigDict(extra="forbid")
    since: Day | None = Field(None, description="The first day, YYYY-MM-DD, YYYY-MM or YYYY.")
    until: Day | None = Field(None, description="The last day, likewise.")
    source: Part | None = Field(None, description="A part of the source's name, in any case.")
    author: Part | None = Field(None, description="A part of the author's name, in any case.")
    language: Language | None = Field(None, description="Of the articles, ISO 639-1.")

    def to_articles(self) -> ArticleFilter:
        """:raises Problem: for what is no date."""
        return article_filter(**self.model_dump())


def article_filter(**wanted: Any) -> ArticleFilter:
    """:raises Problem: for what is no date."""
    try:
        return ArticleFilter(**wanted)
    except InputError as error:
        raise Problem(422, "Unprocessable Content", str(error)) from error


class SpanGiven(BaseModel):
    start: int = Field(ge=0, lt=2**53)
    end: int = Field(ge=0, lt=2**53)


class ArticleGiven(BaseModel):
    id: str = Field(max_length=1_000)


class CitationGiven(SpanGiven):
    article: ArticleGiven
    short_answer: SpanGiven | None = None


class AnswerGiven(BaseModel):
    """An earlier answer, as it came: what else it holds is not looked at."""

    question: str = Field(max_length=4_000)
    language: Language
    refused: bool = False
    mode: str | None = Field(None, max_length=20)
    standalone: str | None = Field(None, max_length=4_000)
    citations: list[CitationGiven] = Field(default_factory=list, max_length=10)

    def to_turn(self) -> Turn:
        citations = [
            {**cited.model_dump(exclude_none=True), "article": cited.article.id}
            for cited in self.citations
            if cited.start < cited.end
        ]
        return Turn.from_json(
            {
                "question": self.question,
                "language": self.language,
                "refused": self.refused,
                "notice": self.mode == "notice",
                "standalone": self.standalone,
                "citations": citations,
            }
        )


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")
    question: str = Field(
        min_length=1, max_length=MAX_CHARACTERS, examples=[_EXAMPLE], description="In any language."
    )
    language: Language | None = Field(
        None, description="The question's; found out where it is not given."
    )
    filter: Filter | None = None


class Ask(Asked):
    conversation: list[AnswerGiven] = Field(
        default_factory=list,
        max_length=MOST_TURNS,
        description="The answers so far, as they came: the question may follow up on them.",
    )

    def turns(self) -> list[Turn]:
        """:raises Problem: for what can be no turn."""
        try:
            return [answer.to_turn() for answer in self.conversation]
        except InputError as error:
            raise Problem(422, "Unprocessable Content", f"conversation: {error}") from error


class SearchFor(Asked):
    limit: int = Field(10, ge=1, le=MAX_PASSAGES, description="How many passages at most.")
