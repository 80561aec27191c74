"""What an index knows of itself: the files it was made of, those of its vectors, its centres."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from index.storage.damage import damage_told
from index.storage.records import Segment, StoredFile, Told
from index.storage.rows import Rows


class Bookkeeping(Rows):
    """Reading it."""

    def about(self) -> dict[str, Any]:
        """What was noted of the index as a whole."""
        rows = self._rows("SELECT name, value FROM about")
        with damage_told(self._index_dir, self._name):
            return {row["name"]: json.loads(row["value"]) for row in rows}

    def sources(self) -> dict[Path, Told]:
        """The files and folders that the index is made of, and what somebody has said of them."""
        rows = self._rows("SELECT path, encoding, columns FROM sources ORDER BY path")
        with damage_told(self._index_dir, self._name):
            return {Path(row["path"]): Told(row["encoding"], row["columns"]) for row in rows}

    def excluded(self) -> dict[str, str | None]:
        """Paths, of files and of folders, and ids of articles with the path they had, that are not
        to be taken up."""
        rows = self._rows("SELECT what, path FROM excluded")
        return {row["what"]: row["path"] for row in rows}

    def files(self) -> dict[Path, StoredFile]:
        """Every file that articles were taken from."""
        rows = self._rows("SELECT path, size, modified, hash, same_as FROM files")
        with damage_told(self._index_dir, self._name):
            return {
                Path(row["path"]): StoredFile(
                    row["size"],
                    row["modified"],
                    row["hash"],
                    Path(row["same_as"]) if row["same_as"] else None,
                )
                for row in rows
            }

    def same_as(self, path: Path) -> Path | None:
        """The file that the articles of this one are taken from, where both hold the same."""
        rows = self._rows("SELECT same_as FROM files WHERE path = ?", (str(path),))
        return Path(rows[0]["same_as"]) if rows and rows[0]["same_as"] else None

    def copies(self) -> dict[Path, list[str]]:
        """The files that hold what another one holds, by that one's path."""
        copies: dict[Path, list[str]] = {}
        for row in self._rows(
            "SELECT path, same_as FROM files WHERE same_as IS NOT NULL ORDER BY path"
        ):
            copies.setdefault(Path(row["same_as"]), []).append(row["path"])
        return copies

    def articles_of_files(self) -> dict[Path, int]:
        """How many articles were taken from each file."""
        rows = self._rows(
            "SELECT path, count(*) AS number FROM articles WHERE path IS NOT NULL GROUP BY path"
        )
        return {Path(row["path"]): row["number"] for row in rows}

    def centre_sums(self) -> dict[str, tuple[int, np.ndarray, int, np.ndarray]]:
        """Language → how many passages, the sum of their vectors, and likewise of sentences."""
        rows = self._rows("SELECT * FROM centres")
        with damage_told(self._index_dir, self._name):
            return {
                row["language"]: (
                    row["passage_count"],
                    np.frombuffer(row["passage_sum"], np.float64),
                    row["sentence_count"],
                    np.frombuffer(row["sentence_sum"], np.float64),
                )
                for row in rows
            }

    def segments(self) -> list[Segment]:
        """The files of vectors that belong to this state."""
        rows = self._rows("SELECT name, language, count, size, hash FROM segments ORDER BY name")
        with damage_told(self._index_dir, self._name):
            return [Segment(**row) for row in rows]

    def dead(self) -> np.ndarray:
        """The ids of passages that are in a segment still, but are there no more: int64, sorted."""
        return self._numbers("SELECT passage FROM dead ORDER BY passage")
