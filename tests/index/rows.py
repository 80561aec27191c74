"""Small archives from rows, and what is found in them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from index import Archive, Candidate, Embedder, Search, Snapshot, update_index
from index.text import Question


class Rows:
    """An archive of articles, each given by its language, its title and its text."""

    def __init__(
        self, folder: Path, articles: Iterable[tuple[str, str, str]], embedder: Embedder
    ) -> None:
        path = folder / "articles.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("language", "title", "text"), *articles])
        update_index(folder / "index", [path], embedder, lambda *_: None)
        self.embedder = embedder
        self.snapshot: Snapshot = Archive(folder / "index", embedder).current()
        self._titles = {article.id: article.title for article in self.snapshot.articles()}

    def proposed(self, question: Question) -> list[Candidate]:
        return Search(self.snapshot, self.embedder).propose(question)

    def ranked(self, question: Question) -> list[Candidate]:
        search = Search(self.snapshot, self.embedder)
        return search.rank(question, search.propose(question))

    def title(self, candidate: Candidate) -> str:
        return self._titles[candidate.sentence.article_id]
