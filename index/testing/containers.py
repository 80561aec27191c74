"""The contract of `index.articles.Container`."""

from __future__ import annotations

from collections.abc import Sequence

from index.articles import Container, is_read


def check_container(container: Container, expected: Sequence[str]) -> None:
    """Check a container that holds articles, and nothing that is left out.

    :param expected: what it holds, by the names that messages show, in order.
    :raises AssertionError: naming what is not kept.
    """
    problems: list[str] = []
    sources = list(container.sources(problems.append))
    names = [source.name for source in sources]
    assert names == list(expected), "it holds what it should, in order"
    again = [source.name for source in container.sources(problems.append)]
    assert names == again, "asked again it says the same"
    assert not problems, "nothing in it is left out"
    for source in sources:
        assert is_read(source.file_name), f"{source.name} is of a format that is read"
        assert source.content().startswith(source.head(4)), f"{source.name} can be read"
