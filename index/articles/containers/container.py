"""What a container is: it holds files, and reads none of them itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Protocol

from index.articles.packed import Budget
from index.articles.problems import Problem
from index.articles.source import Source


class Container(Protocol):
    """A place that files lie in. `index.testing.check_container` states what it has to keep."""

    def sources(self, problem: Problem) -> Iterator[Source]:
        """The files in it that may hold articles, and the containers, always in the same order.

        :param problem: told in a line of each part of it that is left out, and why; those of
            formats that are not read are counted in one, and hidden files need none.
        :raises ValueError: if it cannot be read; the message goes on from “cannot read FILE: ”.
        """
        ...


class Packing(Protocol):
    """A container that is a file itself: an archive of files. Nothing of it is written to disk."""

    suffixes: tuple[str, ...]
    """The endings of its files, in lower case, with the dot."""

    def fits(self, head: bytes) -> bool:
        """Whether a file that begins so may be one."""
        ...

    def open(self, source: Source, budget: Budget, is_read: Callable[[str], bool]) -> Container:
        """:param budget: what may be unpacked of it, and of the archives around it, in all.
        :param is_read: whether a file of this name may hold articles, or is a container.
        """
        ...


def is_hidden(name: str) -> bool:
    """Whether a path in an archive names what programs keep there for themselves."""
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") and part not in (".", "..") for part in parts) or (
        "__MACOSX" in parts
    )


def leads_out(name: str) -> bool:
    """Whether a path in an archive names a place outside of it."""
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or name[1:2] == ":"


def as_listed(source: Source, name: str) -> str:
    """How a message calls a file in an archive."""
    return source.within(name, b"").name
