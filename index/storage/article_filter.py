"""Which articles a question is asked of."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import InputError

IS_DATED = "date IS NOT NULL AND date GLOB '[0-9][0-9][0-9][0-9]*'"  # as SQL says it
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """All of what is given has to hold. Text is compared without regard to case.

    An article of a month, or of a year, counts where a part of that lies within. One without a date
    is left out where a date is asked for.

    :param since: the first day, YYYY-MM-DD; a month or a year stands for its first day.
    :param until: the last day, likewise; a month or a year stands for its last.
    :param source: a part of the source's name; `author` likewise.
    :param language: ISO 639-1.
    :param path: of a file, or of a folder that the file is in.
    :raises InputError: for what is no date.
    """

    since: str | None = None
    until: str | None = None
    source: str | None = None
    author: str | None = None
    language: str | None = None
    path: Path | None = None

    def __post_init__(self) -> None:
        for name in ("since", "until"):
            date = getattr(self, name)
            if date is not None and not _DATE.fullmatch(date):
                raise InputError(f"{name} is {date!r}: give a date as YYYY-MM-DD, YYYY-MM or YYYY")

    def conditions(self) -> tuple[list[str], dict[str, str]]:
        """As SQL says it of the table of articles, but for the dates, and the values in it."""
        said: dict[str, str] = {}
        conditions = []
        for name in ("source", "author"):
            if (part := getattr(self, name)) is not None:
                conditions.append(holds(name, name))
                said |= part_of(name, part)
        if self.language is not None:
            conditions.append("language = :language")
            said["language"] = self.language.lower()
        if self.path is not None:
            conditions.append(is_below("path"))
            said |= below(Path(os.path.abspath(self.path)))
        return conditions, said

    def date_conditions(self) -> tuple[list[str], dict[str, str]]:
        """Likewise, of the dates."""
        said, conditions = {}, []
        # An article's date may be as short as a year: as much of the other one is compared.
        for name, sign in (("since", ">="), ("until", "<=")):
            if (date := getattr(self, name)) is not None:
                length = f"min(length(date), {len(date)})"
                conditions.append(f"substr(date, 1, {length}) {sign} substr(:{name}, 1, {length})")
                said[name] = date
        return conditions, said


def is_below(path: str) -> str:
    """Whether an SQL expression is the path that `below` gives the values of, or lies below it."""
    return f"({path} = :path OR {path} GLOB :below)"


def below(path: Path) -> dict[str, str]:
    """The values that `is_below` compares with."""
    escaped = "".join(f"[{char}]" if char in "*?[" else char for char in str(path).rstrip("/"))
    return {"path": str(path), "below": f"{escaped}/*"}


def holds(name: str, column: str) -> str:
    """Whether a column's text holds the part that `part_of` gives the values of. What is quickly
    told comes first: a hundred times as quick as asking Python about every row."""
    return f"({column} LIKE :{name}_roughly AND is_in(:{name}, {column}))"


def part_of(name: str, part: str) -> dict[str, str]:
    """The values that `holds` compares with.

    Roughly, it has the longest run of letters in it whose other case LIKE knows too: “s” has
    others that are no ASCII, “ſ” and, doubled, “ß”.
    """
    run = max(re.findall(r"[a-rt-z0-9 ]*", part.casefold()), key=len)
    return {name: part, f"{name}_roughly": f"%{run[:100]}%"}


def is_in(*part_and_text: Any) -> bool:
    """Whether the first is a part of the second, whatever their case; of nothing, nothing is."""
    part, text = (str(value or "").casefold() for value in part_and_text)
    return bool(text) and part in text
