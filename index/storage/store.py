"""Articles, passages, sentences and full text, in one SQLite file per state: reading."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from index.articles import Article, ArticleDescription, Passage, Sentence
from index.storage.centres import Centre
from index.storage.damage import damage_told
from index.storage.schema import ARTICLE_COLUMNS, DESCRIPTION_COLUMNS, record
from index.text import terms

_SPAN_COLUMNS = 'id, article_id, start, "end", text'
_PAGE = 200  # articles that are held at once while all are gone through


class ArticleStore:
    """One SQLite file, read-only; it may be shared between threads.

    Every method raises DamagedError where the file turns out not to hold what was written.

    :param index_dir: the folder of the index that it belongs to, for messages.
    """

    def __init__(self, path: Path, index_dir: Path) -> None:
        self._index_dir = index_dir
        self._name = path.name
        with damage_told(index_dir, path.name):
            self._connection = self._connect(path)
            self._connection.row_factory = sqlite3.Row

    def _connect(self, path: Path) -> sqlite3.Connection:
        return sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )

    def close(self) -> None:
        with suppress(sqlite3.Error):
            self._connection.close()

    def sources(self) -> dict[Path, str | None]:
        """The files and folders that the index is made of, with the encoding that somebody said
        they have."""
        rows = self._rows("SELECT path, encoding FROM sources ORDER BY path")
        with damage_told(self._index_dir, self._name):
            return {Path(row["path"]): row["encoding"] for row in rows}

    def known(self) -> dict[str, tuple[str, ArticleDescription]]:
        """Every article's id → (fingerprint, description)."""
        columns = ", ".join(f'"{name}"' for name in DESCRIPTION_COLUMNS)
        rows = self._rows(f"SELECT {columns}, fingerprint FROM articles")
        with damage_told(self._index_dir, self._name):
            return {
                row["id"]: (row["fingerprint"], record(ArticleDescription, row)) for row in rows
            }

    def centres(self) -> dict[str, Centre]:
        """Each language's centre."""
        rows = self._rows("SELECT language, passages, sentences FROM centres")
        with damage_told(self._index_dir, self._name):
            return {
                row["language"]: Centre(
                    np.frombuffer(row["passages"], np.float32),
                    np.frombuffer(row["sentences"], np.float32),
                )
                for row in rows
            }

    def article(self, article_id: str) -> Article:
        """:raises KeyError: if there is no such article."""
        found = self._articles("WHERE id = ?", (article_id,))
        if not found:
            raise KeyError(article_id)
        return found[0]

    def articles(self) -> Iterator[Article]:
        """Every article, in the order of their paths."""
        offset = 0
        while page := self._articles("ORDER BY path, id LIMIT ? OFFSET ?", (_PAGE, offset)):
            yield from page
            offset += len(page)

    def titles(self, ids: Sequence[str]) -> dict[str, str]:
        """Those of all of these articles, by their ids."""
        rows = self._among("SELECT id, title FROM articles WHERE id", ids)
        with damage_told(self._index_dir, self._name):
            found = {row["id"]: row["title"] for row in rows}
            return {i: found[i] for i in ids}

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """All of these passages, by their ids."""
        rows = self._among(f"SELECT {_SPAN_COLUMNS} FROM passages WHERE id", ids)
        with damage_told(self._index_dir, self._name):
            found = {row["id"]: record(Passage, row) for row in rows}
            return {i: found[i] for i in ids}

    def sentences(self, ids: Sequence[int]) -> list[Sentence]:
        return self._sentences("id", ids)

    def sentences_of_passages(self, ids: Sequence[int]) -> list[Sentence]:
        """The sentences of these passages, in reading order within each."""
        return sorted(self._sentences("passage_id", ids), key=lambda s: (s.passage_id, s.start))

    def first_sentences(self, article_id: str, limit: int) -> list[Sentence]:
        """The first of an article, in reading order."""
        rows = self._rows(
            f"SELECT passage_id, {_SPAN_COLUMNS} FROM sentences WHERE article_id = ?"
            " ORDER BY start LIMIT ?",
            (article_id, limit),
        )
        with damage_told(self._index_dir, self._name):
            return [record(Sentence, row) for row in rows]

    def passage_ids_of_sentences(self, ids: Sequence[int]) -> dict[int, int]:
        rows = self._among("SELECT id, passage_id FROM sentences WHERE id", ids)
        return {row["id"]: row["passage_id"] for row in rows}

    def languages_of_passages(self, ids: Sequence[int]) -> dict[int, str]:
        rows = self._among(
            "SELECT passages.id AS id, language FROM passages"
            " JOIN articles ON articles.id = article_id WHERE passages.id",
            ids,
        )
        with damage_told(self._index_dir, self._name):
            found = {row["id"]: row["language"] for row in rows}
            return {i: found[i] for i in ids}

    def tokens_of_sentences(self, ids: Sequence[int], size: int) -> dict[int, bytes]:
        """What is kept of each sentence's tokens; a sentence may have none.

        :param size: the bytes of a token.
        """
        rows = self._among("SELECT sentence_id, codes FROM sentence_tokens WHERE sentence_id", ids)
        with damage_told(self._index_dir, self._name):
            if any(len(row["codes"]) % size for row in rows):
                raise ValueError("tokens are cut off")
            return {row["sentence_id"]: row["codes"] for row in rows}

    def search_sentences(self, question: str, language: str, limit: int) -> dict[int, float]:
        """BM25 over the stemmed sentences of one language: sentence id → score, best first."""
        words = dict.fromkeys(terms(question, language))
        if not words:
            return {}
        query = " OR ".join(f'"{word}"' for word in list(words)[:64])
        language = language.replace('"', '""')
        rows = self._rows(
            "SELECT rowid AS id, -bm25(sentence_terms, 1.0, 0.0) AS score FROM sentence_terms"
            " WHERE sentence_terms MATCH ? ORDER BY score DESC LIMIT ?",
            (f'language : "{language}" AND terms : ({query})', limit),
        )
        return {row["id"]: row["score"] for row in rows}

    def passage_ids(self, language: str) -> list[int]:
        return self._ids_in("passages", language)

    def sentence_ids(self, language: str) -> list[int]:
        return self._ids_in("sentences", language)

    def counts(self) -> dict[str, int]:
        """How many articles, passages and sentences there are."""
        return {
            table: self._rows(f"SELECT count(*) AS number FROM {table}")[0]["number"]
            for table in ("articles", "passages", "sentences")
        }

    def languages(self) -> dict[str, int]:
        """How many articles there are in each language, the most frequent first."""
        rows = self._rows(
            "SELECT language, count(*) AS number FROM articles"
            " GROUP BY language ORDER BY number DESC, language"
        )
        return {row["language"]: row["number"] for row in rows}

    def _articles(self, which: str, values: Sequence[Any]) -> list[Article]:
        columns = ", ".join(f'"{name}"' for name in ARTICLE_COLUMNS)
        rows = self._rows(f"SELECT {columns} FROM articles {which}", values)
        with damage_told(self._index_dir, self._name):
            return [record(Article, row) for row in rows]

    def _sentences(self, column: str, ids: Sequence[int]) -> list[Sentence]:
        rows = self._among(f"SELECT passage_id, {_SPAN_COLUMNS} FROM sentences WHERE {column}", ids)
        with damage_told(self._index_dir, self._name):
            return [record(Sentence, row) for row in rows]

    def _ids_in(self, table: str, language: str) -> list[int]:
        rows = self._rows(
            f"SELECT {table}.id AS id FROM {table} JOIN articles ON articles.id = article_id"
            " WHERE language = ? ORDER BY 1",
            (language,),
        )
        return [row["id"] for row in rows]

    def _among(self, select_where: str, ids: Sequence[int] | Sequence[str]) -> list[sqlite3.Row]:
        placeholders = ", ".join("?" * len(ids))
        values = [i if isinstance(i, str) else int(i) for i in ids]  # SQLite knows no NumPy's
        return self._rows(f"{select_where} IN ({placeholders})", values)

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """All reading goes through here."""
        with damage_told(self._index_dir, self._name):
            return self._connection.execute(query, values).fetchall()
