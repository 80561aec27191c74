"""What is known of articles as llama-index's metadata, and its filters of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from llama_index.core.vector_stores import (
    FilterCondition,
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
)

from index import ArticleDescription, ArticleFilter, InputError

_NAMES = tuple(f.name for f in fields(ArticleDescription) if f.name != "id")
_EQUAL, _PART = FilterOperator.EQ, FilterOperator.TEXT_MATCH_INSENSITIVE
_FROM, _UP_TO = FilterOperator.GTE, FilterOperator.LTE
_OPERATORS = {
    "date": (_EQUAL, _FROM, _UP_TO),
    "source": (_EQUAL, _PART),
    "author": (_EQUAL, _PART),
    "language": (_EQUAL,),
    "path": (_EQUAL,),
}


def metadata_of(article: ArticleDescription) -> dict[str, Any]:
    """What is known of an article, but for its id."""
    return {name: value for name in _NAMES if (value := getattr(article, name)) is not None}


@dataclass(frozen=True)
class Chosen:
    """:param filter: which articles count.
    :param exactly: of these, those whose fields are just so: a filter's source or author may be a
        part of the name.
    """

    filter: ArticleFilter
    exactly: dict[str, str] = field(default_factory=dict)

    def holds(self, article: ArticleDescription) -> bool:
        """Whether an article that passes the filter is exactly so."""
        return all(getattr(article, name) == value for name, value in self.exactly.items())


def chosen(filters: MetadataFilters) -> Chosen:
    """:raises InputError: for what cannot be asked of an archive, naming what can."""
    said: dict[str, Any] = {}
    exactly: dict[str, str] = {}
    for one in _all_of(filters):
        value = _value(one)
        for name in _names(one):
            if name in said:
                raise InputError(f"two filters of {one.key} {one.operator.value}: give one")
            said[name] = Path(value) if name == "path" else value
        if one.key in ("source", "author") and one.operator is _EQUAL:
            exactly[one.key] = value
    return Chosen(ArticleFilter(**said), exactly)


def _all_of(filters: MetadataFilters) -> Iterator[MetadataFilter]:
    if filters.condition not in (None, FilterCondition.AND) and filters.filters:
        raise InputError(f"filters joined by {filters.condition.value!r}: only 'and' is known")
    for one in filters.filters:
        if isinstance(one, MetadataFilters):
            yield from _all_of(one)
        else:
            yield one


def _names(one: MetadataFilter) -> tuple[str, ...]:
    """Of the fields of an ArticleFilter that say the same."""
    if one.key != "date":
        return (one.key,)
    return {_FROM: ("since",), _UP_TO: ("until",)}.get(one.operator, ("since", "until"))


def _value(one: MetadataFilter) -> str:
    known = _OPERATORS.get(one.key)
    if known is None:
        raise InputError(f"articles cannot be filtered by {one.key!r}: by {', '.join(_OPERATORS)}")
    if one.operator not in known:
        can = ", ".join(repr(operator.value) for operator in known)
        raise InputError(f"{one.key} cannot be filtered by {one.operator.value!r}: by {can}")
    if not isinstance(one.value, str | int) or not str(one.value):
        raise InputError(f"the filter of {one.key} has no text to compare with")
    return str(one.value)
