"""Articles, passages, sentences and full text, in one SQLite file per generation."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from hashlib import sha256
from pathlib import Path

import numpy as np

from index.articles.article import Article, Passage, Sentence
from index.articles.passages import PassageSpans
from index.storage.centres import Centre
from index.text.terms import terms

_ARTICLE_COLUMNS = ", ".join(field.name for field in fields(Article))
_SCHEMA = """
CREATE TABLE articles (
    id TEXT PRIMARY KEY, text TEXT NOT NULL, title TEXT NOT NULL, language TEXT NOT NULL,
    date TEXT, author TEXT, place TEXT, source TEXT, url TEXT, path TEXT,
    fingerprint TEXT NOT NULL
) STRICT;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- ids name vectors too: one is never used again
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE TABLE sentences (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    passage_id INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE TABLE sentence_tokens (
    sentence_id INTEGER PRIMARY KEY REFERENCES sentences (id) ON DELETE CASCADE,
    codes BLOB NOT NULL  -- index.token_codes
) STRICT;
CREATE INDEX passages_by_article ON passages (article_id);
CREATE INDEX sentences_by_article ON sentences (article_id);
CREATE INDEX sentences_by_passage ON sentences (passage_id);
CREATE INDEX articles_by_path ON articles (path);
CREATE VIRTUAL TABLE sentence_terms USING fts5 (terms, language);
CREATE TABLE sources (path TEXT PRIMARY KEY) STRICT;
CREATE TABLE centres (language TEXT PRIMARY KEY, passages BLOB, sentences BLOB) STRICT;
"""


@dataclass(frozen=True, slots=True)
class AddedIds:
    """The ids given to an article's passages and sentences, in reading order."""

    passages: list[int]
    sentences: list[int]


def fingerprint(article: Article) -> str:
    """Equal for articles that are equal in every field: those need no new vectors."""
    content = json.dumps(astuple(article), ensure_ascii=True)
    return sha256(content.encode("ascii")).hexdigest()


class ArticleStore:
    """One SQLite file. A published one is opened read-only and may be shared between threads."""

    def __init__(self, path: Path, *, writable: bool = False) -> None:
        if writable:
            self._connection = sqlite3.connect(path)
            self._connection.execute("PRAGMA foreign_keys = ON")
            if not self._connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                self._connection.executescript(_SCHEMA)
        else:
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )

    def close(self) -> None:
        self._connection.close()

    # Writing

    def add(self, article: Article, passages: Sequence[PassageSpans]) -> AddedIds:
        """Store an article that is not there yet, with its passages and sentences."""
        insert = self._connection.execute
        row = (*astuple(article), fingerprint(article))
        insert(f"INSERT INTO articles VALUES ({', '.join('?' * len(row))})", row)
        added = AddedIds([], [])
        for passage in passages:
            text = article.text[passage.start : passage.end]
            passage_id = insert(
                "INSERT INTO passages VALUES (NULL, ?, ?, ?, ?)",
                (article.id, passage.start, passage.end, text),
            ).lastrowid
            assert passage_id is not None
            added.passages.append(passage_id)
            for start, end in passage.sentences:
                sentence = article.text[start:end]
                sentence_id = insert(
                    "INSERT INTO sentences VALUES (NULL, ?, ?, ?, ?, ?)",
                    (passage_id, article.id, start, end, sentence),
                ).lastrowid
                assert sentence_id is not None
                added.sentences.append(sentence_id)
                insert(
                    "INSERT INTO sentence_terms (rowid, terms, language) VALUES (?, ?, ?)",
                    (sentence_id, " ".join(terms(sentence, article.language)), article.language),
                )
        return added

    def add_tokens(self, codes: Iterable[tuple[int, bytes]]) -> None:
        """:param codes: (sentence id, its tokens)."""
        self._connection.executemany("INSERT INTO sentence_tokens VALUES (?, ?)", codes)

    def remove(self, article_id: str) -> AddedIds:
        """Remove an article; returns the ids that it held."""
        held = AddedIds(
            self._ids("SELECT id FROM passages WHERE article_id = ?", article_id),
            self._ids("SELECT id FROM sentences WHERE article_id = ?", article_id),
        )
        self._connection.executemany(
            "DELETE FROM sentence_terms WHERE rowid = ?", [(i,) for i in held.sentences]
        )
        self._connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
        return held

    def add_sources(self, paths: Iterable[Path]) -> None:
        """Remember which files and folders the index is made of."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO sources VALUES (?)", [(str(path),) for path in paths]
        )

    def remove_sources(self, paths: Iterable[Path]) -> None:
        self._connection.executemany(
            "DELETE FROM sources WHERE path = ?", [(str(path),) for path in paths]
        )

    def set_centres(self, centres: dict[str, Centre]) -> None:
        self._connection.execute("DELETE FROM centres")
        self._connection.executemany(
            "INSERT INTO centres VALUES (?, ?, ?)",
            [(name, c.passages.tobytes(), c.sentences.tobytes()) for name, c in centres.items()],
        )

    def commit(self) -> None:
        self._connection.commit()

    # Reading

    def sources(self) -> list[Path]:
        rows = self._connection.execute("SELECT path FROM sources ORDER BY path")
        return [Path(path) for (path,) in rows]

    def fingerprints(self) -> dict[str, tuple[str, Path]]:
        """Every article's id → (fingerprint, path)."""
        rows = self._connection.execute("SELECT id, fingerprint, path FROM articles")
        return {i: (fingerprint, Path(path)) for i, fingerprint, path in rows}

    def centres(self) -> dict[str, Centre]:
        """Each language's centre."""
        rows = self._connection.execute("SELECT language, passages, sentences FROM centres")
        return {
            language: Centre(
                np.frombuffer(passages, np.float32), np.frombuffer(sentences, np.float32)
            )
            for language, passages, sentences in rows
        }

    def passage_ids(self, language: str) -> list[int]:
        return self._ids_in("passages", language)

    def sentence_ids(self, language: str) -> list[int]:
        return self._ids_in("sentences", language)

    def article(self, article_id: str) -> Article:
        """:raises KeyError: if there is no such article."""
        row = self._connection.execute(
            f"SELECT {_ARTICLE_COLUMNS} FROM articles WHERE id = ?", (article_id,)
        ).fetchone()
        if row is None:
            raise KeyError(article_id)
        return Article(*row)

    def articles(self) -> Iterator[Article]:
        """Every article, in the order of their paths."""
        for row in self._connection.execute(
            f"SELECT {_ARTICLE_COLUMNS} FROM articles ORDER BY path, id"
        ):
            yield Article(*row)

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        rows = self._select("id, article_id, start, end, text FROM passages WHERE id", ids)
        return {row[0]: Passage(*row) for row in rows}

    def passage_ids_of_sentences(self, ids: Sequence[int]) -> dict[int, int]:
        return dict(self._select("id, passage_id FROM sentences WHERE id", ids))

    def sentences(self, ids: Sequence[int]) -> list[Sentence]:
        columns = "id, passage_id, article_id, start, end, text"
        return [Sentence(*row) for row in self._select(f"{columns} FROM sentences WHERE id", ids)]

    def sentences_of_passages(self, ids: Sequence[int]) -> list[Sentence]:
        """The sentences of these passages, in reading order within each."""
        columns = "id, passage_id, article_id, start, end, text"
        rows = self._select(f"{columns} FROM sentences WHERE passage_id", ids)
        return sorted((Sentence(*row) for row in rows), key=lambda s: (s.passage_id, s.start))

    def tokens_of_sentences(self, ids: Sequence[int]) -> dict[int, bytes]:
        return dict(self._select("sentence_id, codes FROM sentence_tokens WHERE sentence_id", ids))

    def languages_of_passages(self, ids: Sequence[int]) -> dict[int, str]:
        return dict(
            self._select(
                "passages.id, language FROM passages"
                " JOIN articles ON articles.id = article_id WHERE passages.id",
                ids,
            )
        )

    def search_sentences(self, question: str, language: str, limit: int) -> dict[int, float]:
        """BM25 over the stemmed sentences of one language: sentence id → score, best first."""
        words = dict.fromkeys(terms(question, language))
        if not words:
            return {}
        query = " OR ".join(f'"{word}"' for word in list(words)[:64])
        language = language.replace('"', '""')
        rows = self._connection.execute(
            "SELECT rowid, -bm25(sentence_terms, 1.0, 0.0) AS score FROM sentence_terms"
            " WHERE sentence_terms MATCH ? ORDER BY score DESC LIMIT ?",
            (f'language : "{language}" AND terms : ({query})', limit),
        )
        return dict(rows.fetchall())

    def counts(self) -> dict[str, int]:
        return {
            table: self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("articles", "passages", "sentences")
        }

    def languages(self) -> dict[str, int]:
        """How many articles there are in each language, the most frequent first."""
        return dict(
            self._connection.execute(
                "SELECT language, count(*) FROM articles GROUP BY language ORDER BY 2 DESC, 1"
            ).fetchall()
        )

    def _ids_in(self, table: str, language: str) -> list[int]:
        return self._ids(
            f"SELECT {table}.id FROM {table} JOIN articles ON articles.id = article_id"
            " WHERE language = ? ORDER BY 1",
            language,
        )

    def _ids(self, query: str, value: str) -> list[int]:
        return [i for (i,) in self._connection.execute(query, (value,))]

    def _select(self, columns_from_where: str, ids: Sequence[int]) -> list[tuple]:
        placeholders = ", ".join("?" * len(ids))
        return self._connection.execute(
            f"SELECT {columns_from_where} IN ({placeholders})", list(map(int, ids))
        ).fetchall()
