"""What is special about which paths, in one table; all others are for whoever may read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from starlette.types import Scope


@dataclass(frozen=True, slots=True)
class Rule:
    """:param methods: that it holds for; `path`: a regular expression for the whole of it.
    :param open: answered whoever asks; `any_name`: by whatever name the server is called.
    :param costs: counts against what a client may ask for in a time.
    :param queued: computes while it is answered, and waits for its turn.
    :param writes: only for who may write.
    :param uploads: may be as large as a file.
    """

    methods: tuple[str, ...]
    path: str
    open: bool = False
    any_name: bool = False
    costs: bool = False
    queued: bool = False
    writes: bool = False
    uploads: bool = False


_READ, _POST = ("GET", "HEAD"), ("POST",)
_RULES = (
    Rule(_READ, r"/health(/ready)?", open=True, any_name=True),
    Rule((*_READ, *_POST), r"/(login|logout)", open=True),
    Rule(_POST, r"/v1/(ask|search|chat/completions)", costs=True, queued=True),
    Rule(_POST, r"/mcp/?", costs=True, queued=True),
    Rule(_POST, r"/v1/articles", costs=True, writes=True, uploads=True),
    Rule(("DELETE",), r"/v1/articles/.*", costs=True, writes=True),
    Rule(_POST, r"/archive/remove", costs=True, writes=True),
    Rule(_READ, r"/archive|/v1/articles", costs=True),
    # The page's. What lets questions go first (gists, by component_server) holds no place.
    Rule(_POST, r"/page/ask", costs=True, queued=True),
    Rule(_POST, r"(/.*)?/gradio_api/component_server/?", costs=True),
)
_PLAIN = Rule((), "")


def rule_of(scope: Scope) -> Rule:
    """What holds for a request."""
    if scope["type"] != "http":
        return _PLAIN
    return _rule(scope["method"], path_of(scope))


def path_of(scope: Scope) -> str:
    """The path below where the application is mounted, as its routes see it."""
    return str(scope["path"]).removeprefix(scope.get("root_path", ""))


def changes_state(scope: Scope) -> bool:
    """Whether a request may change something, by its method."""
    return scope["type"] != "http" or scope["method"] not in ("GET", "HEAD", "OPTIONS", "TRACE")


@lru_cache(maxsize=512)
def _rule(method: str, path: str) -> Rule:
    for rule in _RULES:
        if method in rule.methods and re.fullmatch(rule.path, path, re.DOTALL):
            return rule
    return _PLAIN
