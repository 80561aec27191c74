"""What a file format is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from index.articles.source import Source


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as a file holds it.

    :param text: of the article; what is quoted is cut from it, letter by letter.
    :param given: what the file says of it, by the names of `GIVEN_FIELDS` (index.articles.article).
    :param place: what tells it from the file's other articles, whatever is added to the file or
        taken out of it; empty where the file holds no others.
    """

    text: str
    given: dict[str, str] = field(default_factory=dict)
    place: str = ""


class Format(Protocol):
    """Reads one kind of file. `index.testing.check_format` states what any of them has to keep."""

    suffixes: tuple[str, ...]
    """The endings of its files, in lower case, with the dot."""

    def fits(self, head: bytes) -> bool:
        """Whether a file that begins so may be of this format: a name may promise too much.

        :param head: the file's first bytes, up to 512 of them.
        """
        ...

    def read(self, source: Source) -> Iterator[Entry]:
        """The articles of a file, in order.

        :raises ValueError: if it is no file of this format, or holds no text; the message goes on
            from “cannot read FILE: ”.
        :raises InputError: if it cannot be read at all.
        """
        ...
