"""Articles, passages, sentences and full text, in one SQLite file per state: writing the next."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from index.articles import Article, PassageSpans
from index.storage.centres import Centre
from index.storage.schema import DESCRIPTION_COLUMNS, SCHEMA
from index.storage.store import ArticleStore
from index.text import terms


@dataclass(frozen=True, slots=True)
class AddedIds:
    """The ids given to an article's passages and sentences, in reading order."""

    passages: list[int]
    sentences: list[int]


def fingerprint(article: Article) -> str:
    """Equal for articles that need no new passages and vectors: those follow from the text, and
    from its language, whose rules split it. What else is known of an article may change."""
    return sha256(f"{article.language}\n{article.text}".encode("utf-8", "replace")).hexdigest()


class DraftStore(ArticleStore):
    """The file of a state that is being made; it holds what the state before held.

    Nothing is there for others before `commit`.
    """

    def __init__(self, path: Path, index_dir: Path) -> None:
        super().__init__(path, index_dir)
        self._connection.execute("PRAGMA foreign_keys = ON")
        if not self._connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            self._connection.executescript(SCHEMA)

    def _connect(self, path: Path) -> sqlite3.Connection:
        return sqlite3.connect(path)

    def add(self, article: Article, passages: Sequence[PassageSpans]) -> AddedIds:
        """Store an article that is not there yet, with its passages and sentences."""
        pages = " ".join(map(str, article.pages))
        values = asdict(article) | {"pages": pages, "fingerprint": fingerprint(article)}
        self._insert("articles", values)
        added = AddedIds([], [])
        for passage in passages:
            of_article = {"article_id": article.id}
            passage_id = self._insert(
                "passages", of_article | _span(article, passage.start, passage.end)
            )
            added.passages.append(passage_id)
            for (start, end), read in zip(passage.sentences, passage.read_as, strict=True):
                of_passage = of_article | {"passage_id": passage_id}
                sentence = _span(article, start, end)
                sentence_id = self._insert("sentences", of_passage | sentence)
                added.sentences.append(sentence_id)
                stemmed = " ".join(terms(read, article.language))
                self._insert(
                    "sentence_terms",
                    {"rowid": sentence_id, "terms": stemmed, "language": article.language},
                )
        return added

    def add_tokens(self, codes: Iterable[tuple[int, bytes]]) -> None:
        """:param codes: (sentence id, its tokens)."""
        self._connection.executemany(
            "INSERT INTO sentence_tokens (sentence_id, codes) VALUES (?, ?)", codes
        )

    def describe(self, article: Article) -> None:
        """Replace what is known of an article that is there; its text stays as it is."""
        columns = ", ".join(f'"{name}" = :{name}' for name in DESCRIPTION_COLUMNS)
        described = {name: getattr(article, name) for name in DESCRIPTION_COLUMNS}
        self._connection.execute(f"UPDATE articles SET {columns} WHERE id = :id", described)

    def remove(self, article_id: str) -> AddedIds:
        """Remove an article; returns the ids that it held."""
        held = AddedIds(self._ids_of("passages", article_id), self._ids_of("sentences", article_id))
        self._connection.executemany(
            "DELETE FROM sentence_terms WHERE rowid = ?", [(i,) for i in held.sentences]
        )
        self._connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
        return held

    def add_sources(self, sources: Mapping[Path, str | None]) -> None:
        """Remember which files and folders the index is made of, and their encoding where somebody
        has said it."""
        self._connection.executemany(
            "INSERT INTO sources (path, encoding) VALUES (?, ?) ON CONFLICT (path)"
            " DO UPDATE SET encoding = coalesce(excluded.encoding, encoding)",
            [(str(path), encoding) for path, encoding in sources.items()],
        )

    def remove_sources(self, paths: Iterable[Path]) -> None:
        self._connection.executemany(
            "DELETE FROM sources WHERE path = ?", [(str(path),) for path in paths]
        )

    def set_centres(self, centres: Mapping[str, Centre]) -> None:
        self._connection.execute("DELETE FROM centres")
        self._connection.executemany(
            "INSERT INTO centres (language, passages, sentences) VALUES (?, ?, ?)",
            [(name, c.passages.tobytes(), c.sentences.tobytes()) for name, c in centres.items()],
        )

    def commit(self) -> None:
        self._connection.commit()

    def _insert(self, table: str, values: Mapping[str, object]) -> int:
        """The id of a new row."""
        columns = ", ".join(f'"{name}"' for name in values)
        placeholders = ", ".join(f":{name}" for name in values)
        done = self._connection.execute(
            f"INSERT INTO {table} ({columns}) VALUES ({placeholders})", dict(values)
        )
        return int(done.lastrowid or 0)

    def _ids_of(self, table: str, article_id: str) -> list[int]:
        rows = self._rows(f"SELECT id FROM {table} WHERE article_id = ?", (article_id,))
        return [row["id"] for row in rows]


def _span(article: Article, start: int, end: int) -> dict[str, object]:
    return {"start": start, "end": end, "text": article.text[start:end]}
