"""Whether texts in another language can stand in for the English ones."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter


def check_same(found: Mapping[str, str], english: Mapping[str, str]) -> None:
    """:raises AssertionError: if a text is missing, empty or one too many, or has other fields.

    English alone may have to name the language: it speaks for those without texts too.
    """
    assert list(found) == list(english), "the same texts in the same order"
    for name, text in found.items():
        assert text.strip(), f"{name} says something"
        fields = _fields(text) | {"language"}
        assert fields == _fields(english[name]) | {"language"}, f"{name} has the same fields"


def _fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}
