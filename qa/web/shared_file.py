"""What the processes that serve one archive know together: a small SQLite file that each of them
opens. What the power failing takes of it is no loss: hardly a write waits for the disk."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

Result = TypeVar("Result")
_log = logging.getLogger(__name__)
_WAIT = 10.0  # seconds for another process that writes: each is done in less than a millisecond


class SharedFile:
    """:param path: of the file; it is made, readable by its owner alone, when it is first needed.
        Where it cannot be, or is damaged, the log says so, and this process knows its own alone.
    :param schema: statements that make what is not there yet.
    """

    def __init__(self, path: Path, schema: str) -> None:
        self._path, self._schema = path, schema
        self._connection: sqlite3.Connection | None = None
        self._using = threading.Lock()

    def change(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """What `work` returns, which no other process comes between.

        :raises sqlite3.Error: if it cannot be written.
        """
        with self._using, self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            return work(connection)

    def read(self, query: str, *values: object) -> list[tuple]:
        """The rows that a query finds; none where nothing was ever put there."""
        with self._using:
            if self._connection is None and not self._path.exists():
                return []
            return self._opened().execute(query, values).fetchall()

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            try:
                self._connection = self._open(self._path)
            except (OSError, Timeout, sqlite3.Error) as error:
                return self._alone(error)
        return self._connection

    def _alone(self, error: Exception) -> sqlite3.Connection:
        _log.error("%s: %s; this process shares nothing with others", self._path, error)
        self._connection = self._open(None)
        return self._connection

    def _open(self, path: Path | None) -> sqlite3.Connection:
        if path is not None:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            # Two who make it at the same time would find it locked, whatever they wait.
            with FileLock(f"{path}.lock", timeout=_WAIT, mode=0o600):
                return self._made(path)
        return self._made(":memory:")

    def _made(self, where: Path | str) -> sqlite3.Connection:
        connection = sqlite3.connect(where, _WAIT, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.executescript(self._schema)
        return connection
