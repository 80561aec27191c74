"""A passage as a row of a collection: its vector, and what filters ask of its article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

# Bytes: longer ones than any column takes are cut off, and then found by their ids.
LENGTHS = {"language": 64, "source": 4_096, "author": 4_096, "path": 8_192}
UNDATED = -1
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


def row(passage: int, vector: np.ndarray, article: Mapping[str, Any]) -> dict[str, Any]:
    """:param article: the columns of its article that filters ask for."""
    first, last = days(article["date"])
    return {
        "id": passage,
        "vector": vector,
        "first_day": first,
        "last_day": last,
        "language": _cut(article["language"], "language"),
        "source": _cut((article["source"] or "").casefold(), "source"),
        "author": _cut((article["author"] or "").casefold(), "author"),
        "path": _cut(article["path"] or "", "path"),
    }


def fits(article: Mapping[str, Any]) -> bool:
    """Whether its row says all of it."""
    return all(
        len(str(article[name] or "").casefold().encode("utf-8", "replace")) <= length
        for name, length in LENGTHS.items()
    )


def days(date: str | None) -> tuple[int, int]:
    """The first and the last day that a date may stand for, as YYYYMMDD: of “2022-02” 20220200 and
    20220299. What begins with a year and goes on otherwise may be any day of it."""
    if date is None or not re.match(r"[0-9]{4}", date):
        return UNDATED, UNDATED
    found = _DATE.fullmatch(date[:10])
    year, month, day = found.groups() if found else (date[:4], None, None)
    return int(f"{year}{month or '00'}{day or '00'}"), int(f"{year}{month or '99'}{day or '99'}")


def _cut(text: str, name: str) -> str:
    return text.encode("utf-8", "replace")[: LENGTHS[name]].decode("utf-8", "ignore")
