"""The data model: what an archive is made of. Offsets count characters of the article's text."""

from __future__ import annotations

from bisect import bisect_right
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
    :param entry: its path inside that file, where that is a container: of an archive or a book.
    :param row: its number there, from 1, where it is one record of many: of a table, a JSON file,
        a mailbox or a feed. Records move when others are added: nothing is known by it.
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
    entry: str | None = None
    row: int | None = None


GIVEN_FIELDS = tuple(f.name for f in fields(ArticleDescription) if f.metadata.get("given"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(ArticleDescription):
    """One document, with what is known about it. `text` is what every offset refers to.

    :param pages: where in the text page 1, 2, … begins, in a file that has pages.
    """

    text: str
    pages: tuple[int, ...] = ()

    def page_of(self, offset: int) -> int | None:
        """The page, from 1, on which the character at `offset` stands; None where none is known."""
        return bisect_right(self.pages, offset) or None

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
