"""What the database holds besides articles, as the program speaks of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from index.articles import Passage, Sentence
from index.storage.article_filter import ArticleFilter


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its sentences, in reading order.

    :param language: of its article.
    """

    passage: Passage
    language: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody has said of the files in a path.

    :param encoding: of their text.
    :param columns: which of a table's are which field, as `parse_columns` has it.
    """

    encoding: str | None = None
    columns: str | None = None

    def __or__(self, earlier: Told) -> Told:
        """With what was said before, where this says nothing."""
        return Told(self.encoding or earlier.encoding, self.columns or earlier.columns)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was when its articles were taken from it.

    :param modified: when, in nanoseconds.
    :param hash: of its content.
    :param same_as: the file that its articles are taken from, where that holds the same.
    """

    size: int
    modified: int
    hash: bytes
    same_as: Path | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A file of vectors that are searched.

    :param name: in the folder vectors/.
    :param count: of its vectors, and `size` in bytes.
    :param hash: of its content.
    """

    name: str
    language: str
    count: int
    size: int
    hash: bytes


class Within:
    """What passes a filter, looked up when it is first asked for.

    :param articles: the filter.
    :param passages: gives the ids of those that pass, in order.
    :param undated: gives how many articles are left out only for having no date.
    """

    def __init__(
        self,
        articles: ArticleFilter,
        passages: Callable[[], Sequence[int]],
        undated: Callable[[], int] = lambda: 0,
    ) -> None:
        self.articles = articles
        self._passages = passages
        self._undated = undated

    @cached_property
    def passages(self) -> Sequence[int]:
        return self._passages()

    @cached_property
    def undated(self) -> int:
        return self._undated()
