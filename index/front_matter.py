"""YAML front matter: what an article's file says about the article."""

from __future__ import annotations

import re
from datetime import date, datetime

import yaml

_FRONT_MATTER = re.compile(
    r"\A\s*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE
)
_FIELDS = ("title", "date", "author", "source", "url", "language")
_MAX_FRONT_MATTER = 16_384
_MAX_VALUE = 1_000


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """(fields, body) of a file's text. A text without front matter comes back whole.

    Between two `---` lines that do not hold YAML fields stands text, not front matter.

    :raises ValueError: if the front matter is not valid YAML.
    """
    match = _FRONT_MATTER.match(text[:_MAX_FRONT_MATTER])
    if match is None:
        return {}, text
    try:
        content = yaml.safe_load(match[1])
    except RecursionError as error:
        raise ValueError("its front matter is not valid YAML: nested too deeply") from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date that there is not
        problem = str(getattr(error, "problem", None) or error).split("\n")[0]
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 2}" if mark else ""
        raise ValueError(f"its front matter is not valid YAML{line}: {problem}") from error
    if not isinstance(content, dict):
        return {}, text
    fields = {name: _as_text(content.get(name)) for name in _FIELDS}
    known = {name: value for name, value in fields.items() if value}
    if "language" in known:
        known["language"] = known["language"].lower().split("-")[0].split("_")[0]
    return known, text[match.end() :]


def _as_text(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list):  # several authors; lists in lists could multiply without end
        names = [_as_text(item) for item in value[:20] if not isinstance(item, list)]
        return ", ".join(filter(None, names))
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return " ".join(str(value).split())[:_MAX_VALUE]
    return ""
