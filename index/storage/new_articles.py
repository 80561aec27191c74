"""Articles as they are stored: with all that is made of them, and without the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.articles import Article


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A passage as it is stored: `start` and `end` in the article's text, and its `sentences` too.

    :param terms: of each sentence, as `tagged` has them, with blanks between.
    :param code: of its vector; `codes`, those of its sentences behind each other.
    """

    start: int
    end: int
    sentences: Sequence[tuple[int, int]]
    terms: Sequence[str]
    code: bytes
    codes: bytes


@dataclass(frozen=True, slots=True)
class NewArticle:
    """:param bands: of its text: index.storage.near_duplicates."""

    article: Article
    passages: Sequence[NewPassage]
    bands: Sequence[int]
