"""The data model: what an archive is made of. Offsets count characters of the article's text."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

_GIVEN = {"given": True}  # what a file may say of its article itself


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDescription:
    """What is known of an article: the one declaration of its fields, which front matter, columns
    of a table, the store and citations go by.

    :param language: ISO 639-1, such as "de".
    :param date: as written in the file, ISO 8601 where it was a date.
    :param place: where it was reported from, by its byline.
    :param path: the file it came from.
    """

    id: str
    title: str = field(metadata=_GIVEN)
    language: str = field(metadata=_GIVEN)
    date: str | None = field(default=None, metadata=_GIVEN)
    author: str | None = field(default=None, metadata=_GIVEN)
    place: str | None = None
    source: str | None = field(default=None, metadata=_GIVEN)
    url: str | None = field(default=None, metadata=_GIVEN)
    path: str | None = None


GIVEN_FIELDS = tuple(f.name for f in fields(ArticleDescription) if f.metadata.get("given"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(ArticleDescription):
    """One document, with what is known about it. `text` is what every offset refers to."""

    text: str

    @property
    def description(self) -> ArticleDescription:
        """What is known about it, without its text."""
        return ArticleDescription(
            **{f.name: getattr(self, f.name) for f in fields(ArticleDescription)}
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk of a few sentences, the unit of retrieval: `article.text[start:end] == text`."""

    id: int
    article_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """The unit of evidence: `article.text[start:end] == text`."""

    id: int
    passage_id: int
    article_id: str
    start: int
    end: int
    text: str
