"""Front matter, in YAML, TOML or JSON: what an article's file says about the article."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import yaml

from index.articles.article import GIVEN_FIELDS
from index.articles.cleaning import clean_value

# Other names of fields, as Hugo, Jekyll and Docusaurus have them; `params` may hold some too.
_ALIASES = {
    "author": ("author", "authors"),
    "date": ("date", "publishDate", "pubDate"),
    "language": ("language", "lang"),
    "url": ("url", "canonical_url", "canonicalURL"),
}
_OPENING = re.compile(r"\A\s*---[ \t]*\n")
_TOML = re.compile(r"\A\s*\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*$\n?", re.MULTILINE | re.DOTALL)
_JSON = re.compile(r"\A\s*(?=\{\s*\")")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE)
# Prose has colons too (“He said: no”), but seldom after a single word in lower case.
_KEY = re.compile(rf"""\{{|["']?(?:(?i:{"|".join(GIVEN_FIELDS)})|[a-z][\w-]*)["']?[ \t]*:(?!\S)""")
_FIELD = re.compile(rf"^(?:{'|'.join(GIVEN_FIELDS)})[ \t]*:(?!\S)", re.MULTILINE)
_MAX_FRONT_MATTER = 16_384
_MOST_NAMES = 20
# Jekyll's times: 2022-01-12 09:51:00 +0100
_WITH_OFFSET = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)? [+-]\d{4}")
# Plain, they say “nothing” or “yes” rather than a title; in quotes they are text.
_NO_TEXT = frozenset(
    ("~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE")
)
_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class _StringLoader(yaml.BaseLoader):
    """Every value is the text that was written, whatever its tag says it were.

    YAML's own types turn 12:30:45 into 45045 and fail in many ways where a value does not fit one.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):  # a few of them multiply without end
            mark = self.peek_event().start_mark
            raise yaml.composer.ComposerError(None, None, "aliases are not supported", mark)
        node: yaml.Node | None = super().compose_node(parent, index)
        return node

    def construct_scalar(self, node: yaml.ScalarNode) -> str:
        value = str(super().construct_scalar(node))
        return "" if node.style is None and value in _NO_TEXT else value


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """(fields, body) of a file's text. A text without front matter comes back whole.

    Between two `---` lines that do not hold YAML fields stands text, not front matter; so it is
    between two `+++` lines that do not hold TOML's, and an object of JSON that nothing follows.

    :raises ValueError: if the front matter is not valid, or is too long.
    """
    start = text[: _MAX_FRONT_MATTER + 1]
    if (toml := _TOML.match(start)) and "=" in toml[1]:
        return _fields(_toml(toml[1])), text[toml.end() :]
    if (opening := _JSON.match(start)) and (end := _json_end(start, opening.end())):
        content = json.loads(start[opening.end() : end])
        if isinstance(content, dict) and (fields := _fields(content)):
            return fields, text[end:]
    return _split_yaml(text)


def _split_yaml(text: str) -> tuple[dict[str, str], str]:
    opening = _OPENING.match(text)
    if opening is None or not _holds_fields(text[opening.end() : _MAX_FRONT_MATTER]):
        return {}, text
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        return {}, text
    if closing.end() > _MAX_FRONT_MATTER:
        raise ValueError(f"its front matter is longer than {_MAX_FRONT_MATTER:,} characters")
    lines_before = text.count("\n", 0, opening.end())
    content = _load(text[opening.end() : closing.start()], lines_before)
    if not isinstance(content, dict):
        return {}, text
    return _fields(content), text[closing.end() :]


def _toml(block: str) -> dict[str, Any]:
    try:
        return tomllib.loads(block)
    except (ValueError, RecursionError) as error:
        reason = str(error).split("\n")[0]
        raise ValueError(f"its front matter is not valid TOML: {reason}") from error


def _json_end(text: str, start: int) -> int | None:
    """Where the object at `start` ends, if it is one that text follows on another line."""
    try:
        _, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    line, _, rest = text[end:].partition("\n")
    return end if not line.strip() and rest.strip() else None


def _fields(content: Mapping[str, Any]) -> dict[str, str]:
    """What a file says, by the names of `GIVEN_FIELDS`."""
    more = content.get("params")
    said = {**(more if isinstance(more, dict) else {}), **content}
    fields = {}
    for name in GIVEN_FIELDS:
        values = (_as_text(said.get(alias)) for alias in _ALIASES.get(name, (name,)))
        fields[name] = next(filter(None, values), "")
    fields["date"] = _iso_date(fields["date"])
    if fields["url"].startswith("/"):  # a path on a site that is not known
        fields["url"] = ""
    return {name: value for name, value in fields.items() if value}


def _holds_fields(block: str) -> bool:
    """Whether it begins with a key or names one of our fields, well-formed or not."""
    block = _CLOSING.split(block, maxsplit=1)[0]
    lines = (line for line in block.split("\n") if line.strip() and not line.startswith("#"))
    return _KEY.match(next(lines, "")) is not None or _FIELD.search(block) is not None


def _load(block: str, lines_before: int) -> object:
    try:
        return yaml.load(block, Loader=_StringLoader)
    except RecursionError as error:
        raise ValueError("its front matter is not valid YAML: nested too deeply") from error
    except Exception as error:  # the parser lets more than YAMLError through: an int() of its own
        problem = str(getattr(error, "problem", None) or error).split("\n")[0]
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 1 + lines_before}" if mark else ""
        raise ValueError(f"its front matter is not valid YAML{line}: {problem}") from error


def _as_text(value: object) -> str:
    if isinstance(value, list):  # several authors
        return clean_value(", ".join(filter(None, map(_name, value[:_MOST_NAMES]))))
    return _name(value)


def _name(value: object) -> str:
    if isinstance(value, dict):  # an author with more than a name
        value = value.get("name")
    if isinstance(value, date):  # TOML knows them
        return value.isoformat()
    return clean_value(value) if isinstance(value, str) else ""


def _iso_date(value: str) -> str:
    """A date or time in YAML's notation as ISO 8601 has it; anything else as it is written."""
    if _WITH_OFFSET.fullmatch(value):
        try:
            return datetime.fromisoformat("".join(value.rsplit(" ", 1))).isoformat()
        except ValueError as error:
            raise ValueError(f"its front matter is not valid: {error}") from error
    if yaml.SafeLoader("").resolve(yaml.ScalarNode, value, (True, False)) != _TIMESTAMP:
        return value
    node = yaml.ScalarNode(_TIMESTAMP, value)
    try:
        read = yaml.constructor.SafeConstructor().construct_yaml_timestamp(node)
    except (ValueError, OverflowError) as error:  # a date that there is not
        raise ValueError(f"its front matter is not valid YAML: {error}") from error
    return read.isoformat() if isinstance(read, date) else value
