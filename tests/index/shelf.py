"""A folder of articles with its index, as the tests of its life use it."""

from __future__ import annotations

import os
from pathlib import Path

from word_encoder import word_embedder

from index import Archive, Candidate, Embedder, Search, Snapshot, Update, update_index
from index.storage import MilvusAddress
from index.storage.layout import published
from index.storage.segments import vectors_folder
from index.text import Question

ZUG = "Der Zug fuhr am Morgen ab. Niemand sah ihm lange nach."
SCHIFF = "Das Schiff legte am Abend an. Viele winkten ihm fröhlich zu."
BUS = "Der Bus kam gestern gar nicht. Alle warteten lange auf ihn."


class Shelf:
    """Its embedder counts what it is given."""

    def __init__(self, folder: Path, vectors_in: MilvusAddress | None = None) -> None:
        self.articles = folder / "articles"
        self.index_dir = folder / "index"
        self.vectors_in = vectors_in
        self.embedder: Embedder = word_embedder()
        self.articles.mkdir()

    def write(self, name: str, text: str) -> Path:
        path = self.articles / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.stat().st_mtime_ns if path.exists() else 0
        path.write_text(f"---\nlanguage: de\n---\n{text}", encoding="utf-8")
        if path.stat().st_mtime_ns <= before:  # the system's clock has not moved on meanwhile
            os.utime(path, ns=(before + 1, before + 1))
        return path

    def update(self, *paths: Path) -> tuple[int, int, int, int]:
        """(added, changed, removed, unchanged)"""
        done = self.updated(*paths)
        return done.added, done.changed, done.removed, done.unchanged

    def updated(self, *paths: Path) -> Update:
        done = update_index(
            self.index_dir, paths, self.embedder, lambda *_: None, vectors_in=self.vectors_in
        )
        assert done.problems == []
        return done

    @property
    def embedded(self) -> list[str]:
        return self.embedder._encoder.embedded  # type: ignore[attr-defined]

    def open(self) -> Archive:
        return Archive(self.index_dir, word_embedder(), vectors_in=self.vectors_in)

    def sentences(self) -> set[str]:
        return sentences(self.open().current())

    @property
    def database(self) -> Path:
        database = published(self.index_dir)
        assert database is not None
        return database

    def names(self) -> list[str]:
        """What lies in the index's folder, but for what SQLite has there while it is read."""
        passing = (".lock", "-wal", "-shm")
        return sorted(p.name for p in self.index_dir.iterdir() if not p.name.endswith(passing))

    def vectors(self) -> list[Path]:
        """The files of vectors that lie there, whether they are named or not."""
        return sorted(vectors_folder(self.index_dir).iterdir())


def candidates(snapshot: Snapshot, text: str, language: str) -> list[Candidate]:
    """What the search makes of a question."""
    question = Question(text, language)
    search = Search(snapshot, word_embedder())
    return search.rank(question, search.propose(question))


def sentences(snapshot: Snapshot) -> set[str]:
    return {c.sentence.text for c in candidates(snapshot, "Wer winkte am Morgen?", "de")}
