"""What an index knows of itself: the files it was made of, those of its vectors: writing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from index.storage.article_filter import below, is_below
from index.storage.bookkeeping import Bookkeeping
from index.storage.records import Segment, StoredFile, Told


class WritingBookkeeping(Bookkeeping):
    """Writing it."""

    def set_about(self, about: Mapping[str, Any]) -> None:
        """Note what the index is as a whole."""
        self._connection.execute("DELETE FROM about")
        self._connection.executemany(
            "INSERT INTO about (name, value) VALUES (?, ?)",
            [(name, json.dumps(value)) for name, value in about.items()],
        )

    def set_file(self, path: Path, file: StoredFile) -> None:
        """Remember what a file held when its articles were taken from it."""
        self._connection.execute(
            "INSERT OR REPLACE INTO files (path, size, modified, hash, same_as)"
            " VALUES (?, ?, ?, ?, ?)",
            (
                str(path),
                file.size,
                file.modified,
                file.hash,
                str(file.same_as) if file.same_as else None,
            ),
        )

    def read_again(self, path: Path) -> None:
        """The next update reads this file, whatever it finds it to be."""
        self._connection.execute(
            "UPDATE files SET size = -1, hash = x'' WHERE path = ?", (str(path),)
        )

    def forget_file(self, path: Path) -> None:
        self._connection.execute("DELETE FROM files WHERE path = ?", (str(path),))

    def add_sources(self, sources: Mapping[Path, Told]) -> None:
        """Remember which files and folders the index is made of, and what was said of them."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO sources (path, encoding, columns) VALUES (?, ?, ?)",
            [(str(path), told.encoding, told.columns) for path, told in sources.items()],
        )

    def remove_sources(self, paths: Iterable[Path]) -> None:
        self._connection.executemany(
            "DELETE FROM sources WHERE path = ?", [(str(path),) for path in paths]
        )

    def exclude(self, excluded: Mapping[str, str | None]) -> None:
        """:param excluded: paths, of files and of folders, and ids of articles with their path,
        that are not to be taken up."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO excluded (what, path) VALUES (?, ?)", list(excluded.items())
        )

    def include(self, paths: Iterable[Path]) -> None:
        """These are to be taken up again, and what is in them."""
        self._connection.executemany(
            f"DELETE FROM excluded WHERE {is_below('coalesce(path, what)')}",
            [below(path) for path in paths],
        )

    def add_segment(self, segment: Segment) -> None:
        """Name a file of vectors that has been written."""
        self._insert("segments", asdict(segment))

    def remove_segment(self, name: str) -> None:
        self._connection.execute("DELETE FROM segments WHERE name = ?", (name,))

    def add_dead(self, passage_ids: Iterable[int]) -> None:
        """Passages that are gone, though a segment holds them still."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO dead (passage) VALUES (?)", [(int(i),) for i in passage_ids]
        )

    def bury(self, passage_ids: Iterable[int]) -> None:
        """No segment holds these any more."""
        self._connection.executemany(
            "DELETE FROM dead WHERE passage = ?", [(int(i),) for i in passage_ids]
        )

    def add_described(self, passage_ids: Iterable[int]) -> None:
        """Passages whose articles Milvus does not describe as they are now."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO described (passage) VALUES (?)",
            [(int(i),) for i in passage_ids],
        )

    def forget_described(self, passage_ids: Iterable[int]) -> None:
        """It does so again, or there is no such passage any more."""
        self._connection.executemany(
            "DELETE FROM described WHERE passage = ?", [(int(i),) for i in passage_ids]
        )

    def forget_vectors(self) -> None:
        """None are anywhere to be searched, and nothing is to be known of any."""
        for table in ("segments", "dead", "described"):
            self._connection.execute(f"DELETE FROM {table}")

    def _insert(self, table: str, values: Mapping[str, Any]) -> int:
        """The id of a new row."""
        columns = ", ".join(f'"{name}"' for name in values)
        placeholders = ", ".join(f":{name}" for name in values)
        self._connection.execute(
            f"INSERT INTO {table} ({columns}) VALUES ({placeholders})", dict(values)
        )
        return self._connection.last_insert_rowid()
