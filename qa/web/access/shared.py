"""What all processes that let the same people in know: how much each has asked for, and which
sessions were ended. It lies beside the accounts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from qa.web.access.settings import Access
from qa.web.shared_file import Result, SharedFile

_SCHEMA = """
CREATE TABLE IF NOT EXISTS counted (who TEXT NOT NULL, at REAL NOT NULL, until REAL NOT NULL);
CREATE INDEX IF NOT EXISTS counted_who ON counted (who, at);
CREATE INDEX IF NOT EXISTS counted_until ON counted (until);
CREATE TABLE IF NOT EXISTS ended (session TEXT PRIMARY KEY, until REAL NOT NULL);
"""


class SharedAccess(SharedFile):
    """The file, which is made when somebody is first counted or logs out. Whoever asks is answered
    though the disk be full: this process counts for itself from then on."""

    def __init__(self, access: Access) -> None:
        super().__init__(Path(f"{access.accounts}.sqlite"), _SCHEMA)

    def change(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        try:
            return super().change(work)
        except sqlite3.Error as error:
            self._alone(error)
            return super().change(work)

    def read(self, query: str, *values: object) -> list[tuple]:
        try:
            return super().read(query, *values)
        except sqlite3.Error as error:
            self._alone(error)
            return super().read(query, *values)
