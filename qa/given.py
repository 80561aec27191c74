"""JSON that comes from elsewhere, read field by field: nothing in it is trusted."""

from __future__ import annotations

import math
from typing import Any

from index import InputError

Span = tuple[int, int]
_LAST = 2**53  # beyond it a browser's numbers are not exact


class Given:
    """An object. Each method raises an InputError where a field is not what is asked for.

    :param what: it is taken for, as an error calls it.
    :raises InputError: if `content` is no object.
    """

    def __init__(self, content: object, what: str) -> None:
        if not isinstance(content, dict):
            raise InputError(f"{what} is an object")
        self._fields: dict[str, Any] = content
        self._what = what

    def __contains__(self, name: str) -> bool:
        return self._fields.get(name) is not None

    def anything(self, name: str) -> Any:
        """As it came; None where it is not there."""
        return self._fields.get(name)

    def text(self, name: str, longest: int) -> str:
        """:param longest: how many characters it may have."""
        value = self._fields.get(name)
        if not isinstance(value, str) or len(value) > longest:
            raise self._error(name, f"a text of at most {longest} characters")
        return value

    def text_or_none(self, name: str, longest: int) -> str | None:
        return self.text(name, longest) if name in self else None

    def is_true(self, name: str) -> bool:
        return self._fields.get(name) is True

    def share(self, name: str) -> float:
        """A number from 0 to 1."""
        value = self._fields.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._error(name, "a number from 0 to 1")
        if not math.isfinite(value) or not 0 <= value <= 1:
            raise self._error(name, "a number from 0 to 1")
        return float(value)

    def count(self, name: str) -> int:
        """A whole number from 0 on."""
        return self._whole(self._fields.get(name), name)

    def count_or_none(self, name: str) -> int | None:
        return self.count(name) if name in self else None

    def counts(self, name: str, most: int) -> tuple[int, ...]:
        return tuple(self._whole(value, name) for value in self._list(name, most))

    def span(self) -> Span:
        """Its `start` and `end`, the end behind the start."""
        start, end = self.count("start"), self.count("end")
        if start >= end:
            raise self._error("end", "an offset behind the start")
        return start, end

    def texts(self, name: str, most: int, longest: int) -> tuple[str, ...]:
        """A list; none where the field is not there."""
        values = self._list(name, most)
        if not all(isinstance(value, str) and len(value) <= longest for value in values):
            raise self._error(name, f"a list of texts of at most {longest} characters")
        return tuple(values)

    def inner(self, name: str) -> Given:
        return Given(self._fields.get(name), f"{self._what}'s {name}")

    def inner_or_none(self, name: str) -> Given | None:
        return self.inner(name) if name in self else None

    def inners(self, name: str, most: int) -> list[Given]:
        """A list; none where the field is not there."""
        return [Given(value, f"one of {self._what}'s {name}") for value in self._list(name, most)]

    def _list(self, name: str, most: int) -> list[Any]:
        values = self._fields.get(name) or []
        if not isinstance(values, list | tuple) or len(values) > most:
            raise self._error(name, f"a list of at most {most}")
        return list(values)

    def _whole(self, value: object, name: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < _LAST:
            raise self._error(name, "a whole number from 0 on")
        return value

    def _error(self, name: str, meant: str) -> InputError:
        return InputError(f"{self._what}'s {name} is {meant}")
