"""YAML front matter: what an article's file says about the article."""

from __future__ import annotations

import re
from datetime import date

import yaml

from index.articles.article import GIVEN_FIELDS
from index.articles.cleaning import clean_value

_OPENING = re.compile(r"\A\s*---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE)
# Prose has colons too (“He said: no”), but seldom after a single word in lower case.
_KEY = re.compile(rf"""\{{|["']?(?:(?i:{"|".join(GIVEN_FIELDS)})|[a-z][\w-]*)["']?[ \t]*:(?!\S)""")
_FIELD = re.compile(rf"^(?:{'|'.join(GIVEN_FIELDS)})[ \t]*:(?!\S)", re.MULTILINE)
_MAX_FRONT_MATTER = 16_384
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

    Between two `---` lines that do not hold YAML fields stands text, not front matter.

    :raises ValueError: if the front matter is not valid YAML, or is too long.
    """
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
    fields = {name: _as_text(content.get(name)) for name in GIVEN_FIELDS}
    fields["date"] = _iso_date(fields["date"])
    return {name: value for name, value in fields.items() if value}, text[closing.end() :]


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
        names = [clean_value(item) for item in value[:20] if isinstance(item, str)]
        return clean_value(", ".join(filter(None, names)))
    return clean_value(value) if isinstance(value, str) else ""


def _iso_date(value: str) -> str:
    """A date or time in YAML's notation as ISO 8601 has it; anything else as it is written."""
    if yaml.SafeLoader("").resolve(yaml.ScalarNode, value, (True, False)) != _TIMESTAMP:
        return value
    node = yaml.ScalarNode(_TIMESTAMP, value)
    try:
        read = yaml.constructor.SafeConstructor().construct_yaml_timestamp(node)
    except (ValueError, OverflowError) as error:  # a date that there is not
        raise ValueError(f"its front matter is not valid YAML: {error}") from error
    return read.isoformat() if isinstance(read, date) else value
