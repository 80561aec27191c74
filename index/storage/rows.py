"""The database, as rows that are read from it."""

from __future__ import annotations

import json
import threading
import weakref
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

import apsw
import numpy as np

from index.storage.article_filter import is_in
from index.storage.connections import Connections
from index.storage.damage import damage_told
from index.storage.database import open_for_reading


class Rows:
    """One state of the database, read-only; threads may share it.

    Every method raises DamagedError where the file turns out not to hold what was written.

    :param index_dir: the folder of the index that it belongs to, for messages.
    :param connections: where the connection is taken from, and goes back to when this is closed or
        nobody holds it any more; it is one of its own where there are none.
    """

    _doing = "read"

    def __init__(self, path: Path, index_dir: Path, connections: Connections | None = None) -> None:
        self._index_dir = index_dir
        self._name = path.name
        self._reading = threading.Lock()
        self._finish: weakref.finalize | None = None
        with damage_told(index_dir, path.name, self._doing):
            if connections is None:
                self._connection = self._connect(path)
            else:
                self._connection, give_back = connections.take(path)
                self._finish = weakref.finalize(self, give_back)
            self._connection.create_scalar_function("is_in", is_in, 2, deterministic=True)

    def _connect(self, path: Path) -> apsw.Connection:
        return open_for_reading(path)

    def close(self) -> None:
        if self._finish is not None:
            self._finish()
            return
        with suppress(apsw.Error):
            self._connection.close()

    def _among(self, select_where: str, ids: Sequence[int] | Sequence[str]) -> list[dict[str, Any]]:
        # One parameter for all of them: SQLite knows a statement again by its text.
        values = json.dumps([i if isinstance(i, str) else int(i) for i in ids])
        return self._rows(f"{select_where} IN (SELECT value FROM json_each(?))", (values,))

    def _rows(
        self, query: str, values: Sequence[Any] | Mapping[str, Any] = ()
    ) -> list[dict[str, Any]]:
        """All reading goes through here, and through `_tuples`."""
        with damage_told(self._index_dir, self._name, self._doing), self._reading:
            names: list[str] = []
            rows = []
            for row in (cursor := self._connection.execute(query, values)):
                names = names or [column[0] for column in cursor.get_description()]
                rows.append(dict(zip(names, row, strict=True)))
            return rows

    def _numbers(self, query: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> np.ndarray:
        """One column of integers: int64."""
        rows = self._tuples(query, values)
        with damage_told(self._index_dir, self._name, self._doing):
            return np.fromiter(chain.from_iterable(rows), np.int64, len(rows))

    def _tuples(
        self, query: str, values: Sequence[Any] | Mapping[str, Any] = ()
    ) -> list[tuple[Any, ...]]:
        """Without a dictionary for each row, where there are many."""
        with damage_told(self._index_dir, self._name, self._doing), self._reading:
            return self._connection.execute(query, values).fetchall()

    def _has_table(self, name: str) -> bool:
        """Whether it is there: an index of an earlier version may lack it."""
        return bool(self._rows("SELECT 1 AS is_there FROM sqlite_schema WHERE name = ?", (name,)))
