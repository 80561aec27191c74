"""What a file format is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from index.articles.problems import Problem
from index.articles.source import Source


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as a file holds it.

    :param text: of the article; what is quoted is cut from it, letter by letter.
    :param given: what the file says of it, by the names of `GIVEN_FIELDS` (index.articles.article).
    :param place: what tells it from the file's other articles, whatever is added to the file or
        taken out of it; empty where the file holds no others.
    :param entry: its path in a file that holds others, a book's chapter for one.
    :param row: its number in the file, from 1, where it is one record of many.
    :param pages: where in the text page 1, 2, … begins, in a file that has pages.
    """

    text: str
    given: dict[str, str] = field(default_factory=dict)
    place: str = ""
    entry: str | None = None
    row: int | None = None
    pages: tuple[int, ...] = ()


class Format(Protocol):
    """Reads one kind of file. `index.testing.check_format` states what any of them has to keep."""

    suffixes: tuple[str, ...]
    """The endings of its files, in lower case, with the dot."""

    apart: bool
    """Whether its files are read in a process of their own (index.articles.worker): where a library
    may crash, hang, or take all memory over a file. It has to be importable there."""

    def fits(self, head: bytes) -> bool:
        """Whether a file that begins so may be of this format: a name may promise too much.

        :param head: the file's first bytes, up to `HEAD_BYTES` of them.
        """
        ...

    def read(self, source: Source, problem: Problem) -> Iterator[Entry]:
        """The articles of a file, in order.

        :param problem: told of each part of it that gives no article though one might expect it,
            in a line that goes on from “FILE: ”.
        :raises ValueError: if it is no file of this format, or holds no text; the message goes on
            from “cannot read FILE: ”.
        :raises InputError: if it cannot be read at all.
        """
        ...


HEAD_BYTES = 4_096
"""What is looked at to tell a format by its content."""
