"""JSON: an article an object, in a list, a line each (JSON Lines), or one alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from index.articles.columns import find_columns
from index.articles.formats.format import Entry
from index.articles.formats.rows import row_entry
from index.articles.formats.text_file import is_text
from index.articles.problems import FewLines, Problem, several
from index.articles.source import Source

_MOST_NAMES = 20


class JSONLines:
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")
    apart = False

    def fits(self, head: bytes) -> bool:
        return is_text(head)

    def read(self, source: Source, problem: Problem) -> Iterator[Entry]:
        yield from _entries(_lines(source.text(), problem), source, problem)


class JSON:
    suffixes: tuple[str, ...] = (".json",)
    apart = False

    def fits(self, head: bytes) -> bool:
        return is_text(head)

    def read(self, source: Source, problem: Problem) -> Iterator[Entry]:
        text = source.text()
        if not text.strip():
            raise ValueError("it holds no text")
        try:
            content = _load(text)
        except ValueError as error:
            if text.count("\n{") == 0:
                raise ValueError(f"it is not valid JSON: {error}") from error
            yield from JSONLines().read(source, problem)  # a line each, whatever it is called
            return
        yield from _entries(enumerate(_records(content), start=1), source, problem)


def _lines(text: str, problem: Problem) -> Iterator[tuple[int, object]]:
    """(number of the record, its object); lines that hold none are told."""
    number = 0
    bad_lines = FewLines(problem, "lines are left out")
    for line_number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        number += 1
        try:
            record = _load(line)
        except ValueError as error:
            bad_lines(f"line {line_number} is left out: it is not valid JSON: {error}")
            continue
        yield number, record
    bad_lines.end()


def _load(text: str) -> object:
    """:raises ValueError: in one line, if it is not valid JSON."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _records(content: object) -> list[Any]:
    """The objects in a file: its list, the longest list of objects that it names, or itself."""
    if isinstance(content, list):
        return content
    if not isinstance(content, dict):
        return [content]
    lists = [v for v in content.values() if isinstance(v, list) and _holds_objects(v)]
    has_text = "text" in find_columns([str(name) for name in content], None)
    return max(lists, key=len) if lists and not has_text else [content]


def _holds_objects(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(value, dict) for value in values)


def _entries(
    records: Iterator[tuple[int, object]], source: Source, problem: Problem
) -> Iterator[Entry]:
    without_text, others, holds_text = list[int](), list[int](), False
    for row, content in records:
        if not isinstance(content, dict):
            others.append(row)
            continue
        entry = row_entry(_fields(content, source.columns), row)
        if entry is None:
            without_text.append(row)
        else:
            holds_text = True
            yield entry
    if not holds_text:
        raise ValueError("it holds no article: an object with a “text” or the like is expected")
    if others:
        problem(f"no object in {several('record', others)}")
    if without_text:
        problem(f"no text in {several('record', without_text)}")


def _fields(content: Mapping[str, Any], said: Mapping[str, str] | None) -> dict[str, str]:
    """An article's fields by the names of its keys. One that somebody has said may lack here."""
    names = [str(name) for name in content]
    lower = {name.strip().lower() for name in names}
    there = {field: key for field, key in (said or {}).items() if key.strip().lower() in lower}
    columns = find_columns(names, there)
    for field in (said or {}).keys() - there.keys():
        columns.pop(field, None)
    values = list(content.values())
    return {field: _as_text(values[i]) for field, i in columns.items()}


def _as_text(value: object) -> str:
    """What a value says: several authors in one line, one with a name by it."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return _as_text(value.get("name") or value.get("title"))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_as_text, value[:_MOST_NAMES])))
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
