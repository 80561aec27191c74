"""Every text that a reader or a language model is shown, by task and language.

`prompts/TASK/LANGUAGE.toml` holds a task's texts in one language, with fields in {braces}. Adding
a language is adding a file.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

FALLBACK = "en"


@cache
def languages(task: str) -> tuple[str, ...]:
    """The languages that `task` has texts in."""
    names = (entry.name for entry in files(__name__).joinpath(task).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def spoken(task: str, language: str) -> str:
    """`language`, or English where `task` has no texts in it."""
    return language if language in languages(task) else FALLBACK


@cache
def texts(task: str, language: str) -> dict[str, str]:
    """The texts of `task` in `language`, in English where it has none in that."""
    path = files(__name__).joinpath(task, f"{spoken(task, language)}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
