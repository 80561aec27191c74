"""The data model: what an archive is made of. Offsets count characters of the article's text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """One document, with what is known about it. `text` is what every offset refers to.

    :param language: ISO 639-1, such as "de".
    :param date: as written in the front matter, ISO 8601 where it was a date.
    :param place: where it was reported from, by its byline.
    :param path: the file it came from.
    """

    id: str
    text: str
    title: str
    language: str
    date: str | None = None
    author: str | None = None
    place: str | None = None
    source: str | None = None
    url: str | None = None
    path: str | None = None


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
