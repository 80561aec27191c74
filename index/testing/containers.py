"""The contract of `index.articles.Container`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.articles import Container, suffixes


def check_container(container: Container, expected: Sequence[Path]) -> None:
    """Check a container that holds articles.

    :param expected: the files that it holds, in their order.
    :raises AssertionError: naming what is not kept.
    """
    problems: list[Path] = []
    paths = container.paths(lambda path, error: problems.append(path))
    assert paths == list(expected), "it holds what it should, in order"
    assert paths == container.paths(lambda path, error: None), "asked again it says the same"
    assert not problems, "nothing in it is unreadable"
    for path in paths:
        assert path.suffix.lower() in suffixes(), f"{path.name} is of a format that is read"
        assert path.is_file(), f"{path.name} is a file"
