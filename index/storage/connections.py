"""Connections that read an index, kept open between questions.

Each is used by one snapshot at a time. Between two it holds no state, so that nobody who writes has
to wait for it, but what it has read of the database stays in its memory while nothing is written.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import apsw

from index.storage.database import begin, open_for_reading

_KEPT = 4  # as many questions as are answered at the same time, and some
_CACHE_KB = 16_000  # of the database, in each
_Identity = tuple[str, int, int]


class Connections:
    """Those of one archive."""

    def __init__(self) -> None:
        self._idle: list[tuple[_Identity, apsw.Connection]] = []
        self._changing = threading.Lock()

    def take(self, path: Path) -> tuple[apsw.Connection, Callable[[], None]]:
        """One that sees the newest state of the database, and that state alone until it is given
        back: by calling what comes with it.

        :raises apsw.Error: if it cannot be opened.
        """
        file = _identity(path)
        while (connection := self._kept(file)) is not None:
            try:
                begin(connection)
                break
            except apsw.Error:
                connection.close()
        else:
            connection = open_for_reading(path)
            connection.pragma("cache_size", -_CACHE_KB)
        return connection, partial(self._give_back, file, connection)

    def _give_back(self, file: _Identity, connection: apsw.Connection) -> None:
        try:
            connection.execute("ROLLBACK")
        except apsw.Error:
            connection.close(True)
            return
        kept = (file, connection)
        with self._changing:
            if len(self._idle) < _KEPT:
                self._idle.append(kept)
                return
        connection.close()

    def close(self) -> None:
        """All that are not in use."""
        with self._changing:
            idle, self._idle = self._idle, []
        for _, connection in idle:
            connection.close()

    def _kept(self, file: _Identity) -> apsw.Connection | None:
        """One of this very file: another may have been put in its place."""
        with self._changing:
            others = [kept for kept in self._idle if kept[0] != file]
            of_file = [kept for kept in self._idle if kept[0] == file]
            taken = of_file.pop()[1] if of_file else None
            self._idle = of_file
        for _, connection in others:
            connection.close()
        return taken


def _identity(path: Path) -> _Identity:
    try:
        found = os.stat(path)
    except OSError:
        return str(path), 0, 0
    return str(path), found.st_dev, found.st_ino
