"""What tells in each language, by rule, who somebody is and what they did: language.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


def rules(language: str) -> dict[str, str] | None:
    """Those of a language of articles; None where there are none."""
    return _all().get(language)


@cache
def pointing_words(language: str) -> frozenset[str]:
    """Words that point back at a sentence before."""
    return frozenset(_all()[language]["pointing"].split())


@cache
def _all() -> dict[str, dict[str, str]]:
    text = files(__package__).joinpath("language.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
