"""Translations, kept for good in a SQLite file: each is made once."""

from __future__ import annotations

import hashlib
import json
import logging
import operator
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from qa.gist.alignment import Link

_log = logging.getLogger(__name__)
_VERSION = 2  # of the file: what another one wrote is made anew
_SCHEMA = (
    "CREATE TABLE translations "
    "(key BLOB PRIMARY KEY, text TEXT NOT NULL, passes INTEGER NOT NULL, links TEXT NOT NULL)"
)
_ELSEWHERE = (
    "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY",
    "SQLITE_CANTOPEN",
)  # fmt: skip
_DAMAGED = (sqlite3.Error, ValueError, TypeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Translation:
    """A sentence's.

    :param passes: its checks.
    :param links: its words and the sentence's, those that say the same.
    """

    text: str
    passes: bool
    links: list[Link]


class KeptTranslations:
    """:param path: of the file; it need not be there; a damaged one is as good as none."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, *known_by: str) -> Translation | None:
        """:param known_by: the sentence, and what its translation depends on."""
        if not self._path.is_file():
            return None
        try:
            with _connected(self._path) as connection:
                row = connection.execute(
                    "SELECT text, passes, links FROM translations WHERE key = ?", (_key(known_by),)
                ).fetchone()
            return None if row is None else _translation(*row)
        except _DAMAGED as error:
            self._begin_anew_after(error)
            return None

    def put(self, translation: Translation, *known_by: str) -> None:
        """Keep it; where that fails, it will be made again."""
        links = json.dumps([[*link.original, *link.translated] for link in translation.links])
        row = (_key(known_by), translation.text, translation.passes, links)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with _connected(self._path) as connection, connection:
                connection.execute("INSERT OR REPLACE INTO translations VALUES (?, ?, ?, ?)", row)
        except (OSError, *_DAMAGED) as error:
            self._begin_anew_after(error)

    def _begin_anew_after(self, error: Exception) -> None:
        """Unless it is not the file's fault: somebody else writes, the disk is full."""
        _log.info("%s: %s", self._path, error)
        name = getattr(error, "sqlite_errorname", None) or ""
        if not isinstance(error, OSError) and not name.startswith(_ELSEWHERE):
            with suppress(OSError):
                self._path.unlink()


def _translation(text: str, passes: int, links: str) -> Translation:
    """:raises ValueError: if that is none, and so TypeError."""
    if not isinstance(text, str):
        raise TypeError("its text is none")
    found = []
    for link in json.loads(links):
        a, b, c, d = map(operator.index, link)
        if not (0 <= a < b and 0 <= c < d <= len(text)):
            raise ValueError("it links what is not there")
        found.append(Link((a, b), (c, d)))
    return Translation(text, bool(passes), found)


def _key(known_by: tuple[str, ...]) -> bytes:
    return hashlib.sha256("\0".join(known_by).encode(errors="replace")).digest()[:16]


@contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    """:raises sqlite3.DatabaseError: if it is no such file."""
    with closing(sqlite3.connect(path, timeout=10)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if version != _VERSION:
            if tables:
                raise sqlite3.DatabaseError(f"its version is {version}, not {_VERSION}")
            with connection:
                connection.execute(_SCHEMA)
                connection.execute(f"PRAGMA user_version = {_VERSION}")
        yield connection
