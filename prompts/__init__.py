"""Every text that a reader or a language model is shown, by task and language.

`prompts/TASK/LANGUAGE.toml` holds a task's texts in one language, `prompts/TASK/LANGUAGE.txt`
longer ones under headings such as `== system ==`; both with fields in {braces}. Adding a language
is adding a file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from prompts.checking import check_same

FALLBACK = "en"
_HEADING = re.compile(r"^== (\w+) ==\n", re.MULTILINE)


@cache
def languages(task: str) -> tuple[str, ...]:
    """The languages that `task` has texts in."""
    names = (entry.name.partition(".") for entry in files(__name__).joinpath(task).iterdir())
    return tuple(sorted(name for name, _, kind in names if kind in ("toml", "txt")))


@cache
def spoken(task: str, language: str) -> str:
    """`language`, or English where `task` has no texts in it."""
    return language if language in languages(task) else FALLBACK


@cache
def texts(task: str, language: str) -> dict[str, str]:
    """The texts of `task` in `language`, in English where it has none in that."""
    folder = files(__name__).joinpath(task)
    language = spoken(task, language)
    plain = folder.joinpath(f"{language}.txt")
    if not plain.is_file():
        return tomllib.loads(folder.joinpath(f"{language}.toml").read_text(encoding="utf-8"))
    _, *parts = _HEADING.split(plain.read_text(encoding="utf-8"))
    return {name: text.strip() for name, text in zip(parts[::2], parts[1::2], strict=True)}


def check_texts(task: str, found: Mapping[str, str]) -> None:
    """Whether `found` are the texts of `task`, in whatever language.

    :raises AssertionError: naming what is not kept.
    """
    check_same(found, texts(task, FALLBACK))
