"""What is left out of a container without a line of its own each: it was never an article."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath

from index.articles.problems import Problem

_SUFFIXES_NAMED = 8
_LONGEST_SUFFIX = 16  # a longer one is a part of a name


class Unread:
    """Counts the files of formats that are not read."""

    def __init__(self) -> None:
        self._suffixes: Counter[str] = Counter()

    def add(self, name: str) -> None:
        suffix = PurePath(name).suffix.lower()
        is_ending = suffix and len(suffix) <= _LONGEST_SUFFIX and suffix.isprintable()
        self._suffixes[suffix if is_ending else "no ending"] += 1

    def tell(self, where: str, problem: Problem) -> None:
        """One line on all of them, where there are any."""
        count = self._suffixes.total()
        if not count:
            return
        suffixes = [suffix for suffix, _ in self._suffixes.most_common()]
        named = ", ".join(suffixes[:_SUFFIXES_NAMED])
        named += ", …" if len(suffixes) > _SUFFIXES_NAMED else ""
        files = f"1 file in {where} is" if count == 1 else f"{count:,} files in {where} are"
        problem(f"{files} of formats that are not read ({named})")
