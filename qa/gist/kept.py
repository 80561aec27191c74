"""Translations, kept for good in a SQLite file: each is made once."""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from qa.gist.alignment import Link

_log = logging.getLogger(__name__)
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS translations "
    "(key BLOB PRIMARY KEY, text TEXT NOT NULL, passes INTEGER NOT NULL, links TEXT NOT NULL)"
)


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
    """:param path: of the file; it need not be there; an unreadable one is as good as none."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, *known_by: str) -> Translation | None:
        """:param known_by: the sentence, and what its translation depends on."""
        if not self._path.is_file():
            return None
        try:
            with closing(_connected(self._path)) as connection:
                row = connection.execute(
                    "SELECT text, passes, links FROM translations WHERE key = ?", (_key(known_by),)
                ).fetchone()
            return None if row is None else _translation(*row)
        except (sqlite3.Error, ValueError, TypeError) as error:
            _log.warning("cannot read %s: %s", self._path, error)
            return None

    def put(self, translation: Translation, *known_by: str) -> None:
        """Keep it; where that fails, it will be made again."""
        links = json.dumps([[*link.original, *link.translated] for link in translation.links])
        row = (_key(known_by), translation.text, translation.passes, links)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(_connected(self._path)) as connection, connection:
                connection.execute("INSERT OR REPLACE INTO translations VALUES (?, ?, ?, ?)", row)
        except sqlite3.DatabaseError as error:
            _log.warning("cannot keep a translation in %s: %s", self._path, error)
            if not isinstance(error, sqlite3.OperationalError):  # no database: the next is one
                with suppress(OSError):
                    self._path.unlink()
        except OSError as error:
            _log.warning("cannot keep a translation in %s: %s", self._path, error)


def _translation(text: object, passes: object, links: str) -> Translation | None:
    if not isinstance(text, str):
        return None
    spans = [Link((a, b), (c, d)) for a, b, c, d in json.loads(links)]
    return Translation(text, bool(passes), spans)


def _key(known_by: tuple[str, ...]) -> bytes:
    return hashlib.sha256("\0".join(known_by).encode(errors="replace")).digest()[:16]


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=10)
    connection.execute(_SCHEMA)
    return connection
