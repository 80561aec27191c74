"""Filters as Milvus says them.

What is said lets at least everything pass that the filter does, and perhaps more: it is looked up
in the database again. So no value need be said letter by letter, and whatever could end a text or
stand for something in a pattern is said as “any character”.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from index.storage.article_filter import ArticleFilter
from index.storage.milvus.rows import LENGTHS, days

_IN_NO_PATTERN = re.compile(r"[%_\\\"']")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def expression(articles: ArticleFilter, finds_parts: bool) -> str | None:
    """:param finds_parts: whether `like` finds a part within a text on this server.
    :return: None where the server cannot say it; empty where everything passes.
    """
    said: list[str | None] = []
    for name in ("source", "author"):
        if (part := getattr(articles, name)) is not None:
            said.append(_holds(name, part) if finds_parts else None)
    if articles.language is not None:
        said.append(of_language(articles.language.lower()))
    if articles.path is not None:
        said.append(_is_below(articles.path))
    if articles.since is not None or articles.until is not None:
        said.append("first_day >= 0")
    if articles.since is not None:
        said.append(f"last_day >= {days(articles.since)[0]}")
    if articles.until is not None:
        said.append(f"first_day <= {days(articles.until)[1]}")
    sayable = [part for part in said if part is not None]
    return both(*sayable) if len(sayable) == len(said) else None


def both(*conditions: str) -> str:
    """All of these; an empty one lets everything pass."""
    return " and ".join(f"({one})" for one in conditions if one)


def of_language(language: str) -> str | None:
    return _equals("language", language)


def among(ids: Sequence[int] | Iterable[int]) -> str:
    """Passages by their ids."""
    return f"id in [{','.join(str(int(i)) for i in ids)}]"


def _equals(name: str, text: str) -> str | None:
    literal = _literal(text, name)
    return None if literal is None else f"{name} == {literal}"


def _is_below(path: Path) -> str | None:
    """The path itself, or what begins with it and a “/”: all texts from there to before the next
    character. `like` would take characters of it for others."""
    whole = os.path.abspath(path)
    folder = whole.rstrip("/")
    said = [_literal(text, "path") for text in (whole, f"{folder}/", f"{folder}0")]
    if None in said:
        return None
    return f"path == {said[0]} or (path >= {said[1]} and path < {said[2]})"


def _holds(name: str, part: str) -> str | None:
    folded = part.casefold()
    if _CONTROL.search(folded) or len(folded.encode()) > LENGTHS[name]:
        return None
    return f'{name} like "%{_IN_NO_PATTERN.sub("_", folded)}%"'


def _literal(text: str, name: str) -> str | None:
    """A text as it stands in an expression; None where it cannot, or is longer than any there."""
    if _CONTROL.search(text) or len(text.encode()) > LENGTHS[name]:
        return None
    return json.dumps(text, ensure_ascii=False)
