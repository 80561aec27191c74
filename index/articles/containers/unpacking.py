"""A source → the sources in it that hold articles: itself, or what lies in an archive of files."""

from __future__ import annotations

from collections.abc import Iterator

from index.articles.containers.container import Packing
from index.articles.containers.tar_file import Tar
from index.articles.containers.zip_file import Zip
from index.articles.formats import HEAD_BYTES, is_announced
from index.articles.packed import Budget, Exceeded
from index.articles.problems import Problem
from index.articles.source import Source

PACKINGS: list[Packing] = [Zip(), Tar()]


def is_packed(name: str) -> bool:
    """Whether a file of this name is an archive of files."""
    return name.lower().endswith(packing_suffixes())


def is_read(name: str) -> bool:
    """Whether a file of this name may hold articles, by itself or by the files in it."""
    return is_announced(name) or is_packed(name)


def packing_suffixes() -> tuple[str, ...]:
    """The endings of archives of files, in lower case."""
    return tuple(suffix for known in PACKINGS for suffix in known.suffixes)


def unpack(source: Source, problem: Problem) -> Iterator[Source]:
    """The sources of articles in a source, archives in archives among them.

    :param problem: told in a line of each part that is left out, and why.
    :raises ValueError: if it cannot be read; the message goes on from “cannot read FILE: ”.
    """
    if not is_packed(source.file_name):
        yield source
        return
    try:
        yield from _unpack(source, problem, Budget(source.limits), depth=1)
    except Exceeded as error:
        problem(f"{source.name} is read in part only: {error}")


def _unpack(source: Source, problem: Problem, budget: Budget, depth: int) -> Iterator[Source]:
    packing = next(k for k in PACKINGS if source.file_name.endswith(k.suffixes))
    if depth > source.limits.nesting:
        raise ValueError(f"archives are nested more than {source.limits.nesting} deep in it")
    if not packing.fits(source.head(HEAD_BYTES)):
        raise ValueError("it is no archive, whatever its name says")
    if source.size() > source.limits.container_bytes:
        raise ValueError(f"it is too large ({source.size():,} bytes): split it up")
    for inner in packing.open(source, budget, is_read).sources(problem):
        if not is_packed(inner.file_name):
            yield inner
            continue
        try:
            yield from _unpack(inner, problem, budget, depth + 1)
        except Exceeded:
            raise
        except ValueError as error:
            problem(f"cannot read {inner.name}: {error}")
