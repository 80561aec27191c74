"""A folder of articles with its index, as the tests of its life use it."""

from __future__ import annotations

from pathlib import Path

from word_encoder import word_embedder

from index import Archive, Candidate, Embedder, Search, Snapshot, update_index
from index.text import Question

ZUG = "Der Zug fuhr am Morgen ab. Niemand sah ihm lange nach."
SCHIFF = "Das Schiff legte am Abend an. Viele winkten ihm fröhlich zu."
BUS = "Der Bus kam gestern gar nicht. Alle warteten lange auf ihn."


class Shelf:
    """Its embedder counts what it is given."""

    def __init__(self, folder: Path) -> None:
        self.articles = folder / "articles"
        self.index_dir = folder / "index"
        self.embedder: Embedder = word_embedder()
        self.articles.mkdir()

    def write(self, name: str, text: str) -> Path:
        path = self.articles / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\nlanguage: de\n---\n{text}", encoding="utf-8")
        return path

    def update(self, *paths: Path) -> tuple[int, int, int, int]:
        """(added, changed, removed, unchanged)"""
        done = update_index(self.index_dir, paths, self.embedder, lambda *_: None)
        assert done.problems == []
        return done.added, done.changed, done.removed, done.unchanged

    @property
    def embedded(self) -> list[str]:
        return self.embedder._encoder.embedded  # type: ignore[attr-defined]

    def open(self) -> Archive:
        return Archive(self.index_dir, word_embedder())

    def sentences(self) -> set[str]:
        return sentences(self.open().current())

    def names(self) -> list[str]:
        return sorted(path.name for path in self.index_dir.iterdir() if path.name != ".lock")


def candidates(snapshot: Snapshot, text: str, language: str) -> list[Candidate]:
    """What the search makes of a question."""
    question = Question(text, language)
    search = Search(snapshot, word_embedder())
    return search.rank(question, search.propose(question))


def sentences(snapshot: Snapshot) -> set[str]:
    return {c.sentence.text for c in candidates(snapshot, "Wer winkte am Morgen?", "de")}


def state_name(number: int) -> str:
    return f"state-{number:08d}"
