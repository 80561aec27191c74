"""What the tools take. Anything else is told in one line."""

from __future__ import annotations

import json
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from index import ArticleFilter, InputError
from index.text import language_code
from prompts import texts

TEXTS = texts("mcp", "en")
_MAX_ID, _MAX_NAME = 200, 100  # characters


class Arguments(BaseModel):
    """Of any tool."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class SearchArguments(Arguments):
    query: str = Field(description=TEXTS["search_query"])


class FetchArguments(Arguments):
    id: str = Field(min_length=1, max_length=_MAX_ID, description=TEXTS["fetch_id"])


class Filters(Arguments):
    """Which articles may answer."""

    since: str | None = Field(None, description=TEXTS["filter_since"])
    until: str | None = Field(None, description=TEXTS["filter_until"])
    source: str | None = Field(None, description=TEXTS["filter_source"])
    author: str | None = Field(None, description=TEXTS["filter_author"])
    language: str | None = Field(None, description=TEXTS["filter_language"])

    def article_filter(self) -> ArticleFilter | None:
        """None where nothing is given.

        :raises InputError: for what is no date, or no language.
        """
        given = {name: value for name, value in self.model_dump().items() if value}
        if (name := given.get("language")) is not None:
            given["language"] = language_code(name)
            if given["language"] is None:
                raise InputError(f"{name[:_MAX_NAME]!r} names no language: give a code such as de")
        return ArticleFilter(**given) if given else None


def _from_json(value: Any) -> Any:
    """Some clients send an object as its JSON text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


class AskArguments(Arguments):
    question: str = Field(description=TEXTS["ask_question"])
    filters: Annotated[Filters | None, BeforeValidator(_from_json)] = Field(
        None, description=TEXTS["ask_filters"]
    )


Kind = TypeVar("Kind", bound=Arguments)


def read_arguments(kind: type[Kind], given: dict[str, Any]) -> Kind:
    """:raises InputError: naming the first that is wrong."""
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(map(str, first["loc"])) or "arguments"
        raise InputError(f"{name[:_MAX_NAME]!r}: {first['msg']}") from None
