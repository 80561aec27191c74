"""Articles, passages, sentences, their vectors and full text, in one SQLite database: writing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import apsw
import numpy as np

from index.articles import Article, PassageSpans
from index.embedding import EmbeddedPassage
from index.storage.article_filter import below, is_below
from index.storage.damage import damage_told
from index.storage.database import create_database, open_for_writing
from index.storage.near_duplicates import are_alike, bands
from index.storage.records import Segment, StoredFile, Told
from index.storage.schema import DESCRIPTION_COLUMNS, INDEXES, SCHEMA, WORDS
from index.storage.sentence_ids import count_spans, pack_spans, sentence_id
from index.storage.sentence_words import pack_words
from index.storage.store import ArticleStore, tagged
from index.storage.vector_codes import decode, dimension_of, encode

_FREQUENT = 1_000  # sentences: words of fewer are quickly counted
_RECOUNTED = 0.8  # of the sentences at the last count, or its inverse: so far it is in proportion
_PASSAGES_AT_ONCE = 1_000  # whose words are read again
_COMPARED = 20  # groups of articles that say nearly the same, at most


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A passage as it is stored: `start` and `end` in the article's text, and its `sentences` too.

    :param terms: of each sentence, as `tagged` has them, with blanks between.
    :param code: of its vector; `codes`, those of its sentences behind each other.
    """

    start: int
    end: int
    sentences: Sequence[tuple[int, int]]
    terms: Sequence[str]
    code: bytes
    codes: bytes


@dataclass(frozen=True, slots=True)
class NewArticle:
    """:param bands: of its text: index.storage.near_duplicates."""

    article: Article
    passages: Sequence[NewPassage]
    bands: Sequence[int]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an article's passages.

    :param ids: of them, in reading order.
    :param vectors: as they are kept: float32, (passages, dimension).
    """

    ids: list[int]
    vectors: np.ndarray


def fingerprint(article: Article) -> str:
    """Equal for articles that need no new passages and vectors: those follow from the text, and
    from its language, whose rules split it. What else is known of an article may change."""
    return sha256(f"{article.language}\n{article.text}".encode("utf-8", "replace")).hexdigest()


class WritingStore(ArticleStore):
    """The database, as the one process that writes sees it: with what it has written itself.

    Nothing is there for others before `commit`; what is not committed when it is closed is gone.
    """

    _doing = "write"

    def __init__(self, path: Path, index_dir: Path) -> None:
        is_new = not path.exists()
        super().__init__(path, index_dir)
        with damage_told(index_dir, path.name, self._doing):
            self._connection.execute(SCHEMA if is_new else INDEXES)
        self._connection.execute("BEGIN IMMEDIATE")
        if not self._has_table("passage_words"):
            self._read_words()

    def _connect(self, path: Path) -> apsw.Connection:
        return open_for_writing(path) if path.exists() else create_database(path)

    def set_about(self, about: Mapping[str, Any]) -> None:
        """Note what the index is as a whole."""
        self._connection.execute("DELETE FROM about")
        self._connection.executemany(
            "INSERT INTO about (name, value) VALUES (?, ?)",
            [(name, json.dumps(value)) for name, value in about.items()],
        )

    def add(
        self, article: Article, spans: Sequence[PassageSpans], embedded: Sequence[EmbeddedPassage]
    ) -> Added:
        """Store an article that is not there yet, with its passages and their vectors."""
        passages = [
            NewPassage(
                span.start,
                span.end,
                span.sentences,
                [" ".join(tagged(read, article.language)) for read in span.read_as],
                encode(of_passage.vector[None, :])[0],
                b"".join(encode(of_passage.sentences)),
            )
            for span, of_passage in zip(spans, embedded, strict=True)
        ]
        ids = self.insert([NewArticle(article, passages, bands(article.text))])
        if not ids:
            return Added([], np.zeros((0, 0), np.float32))
        dimension = len(embedded[0].vector)
        return Added(ids, decode([passage.code for passage in passages], dimension))

    def insert(self, articles: Sequence[NewArticle]) -> list[int]:
        """Store articles that are not there yet.

        :return: the ids of their passages, in the order of the articles.
        """
        ids: list[int] = []
        by_language: dict[str, list[NewPassage]] = defaultdict(list)
        for new in articles:
            number = self._insert_article(new)
            ids += [self._insert_passage(number, passage) for passage in new.passages]
            by_language[new.article.language] += new.passages
        for language, passages in by_language.items():
            if passages:
                dimension = dimension_of(passages[0].code)
                vectors = decode([passage.code for passage in passages], dimension)
                of_sentences = decode([passage.codes for passage in passages], dimension)
                self._weigh(language, vectors, of_sentences, 1)
        return ids

    def _insert_article(self, new: NewArticle) -> int:
        article = new.article
        about = {
            "fingerprint": fingerprint(article),
            "characters": len(article.text),
            "alike": self._alike(article, new.bands),
            "pages": _pages(article),
        }
        number = self._insert("articles", asdict(article) | about)
        self._connection.executemany(
            "INSERT OR IGNORE INTO bands (band, article) VALUES (?, ?)",
            [(band, number) for band in new.bands],
        )
        return number

    def _insert_passage(self, article: int, passage: NewPassage) -> int:
        passage_id = self._insert(
            "passages",
            {
                "article": article,
                "start": passage.start,
                "end": passage.end,
                "sentences": pack_spans(passage.sentences, passage.start),
            },
        )
        self._connection.execute(
            "INSERT INTO vectors (passage, code, sentences) VALUES (?, ?, ?)",
            (passage_id, passage.code, passage.codes),
        )
        self._connection.execute(
            "INSERT INTO passage_words (passage, words) VALUES (?, ?)",
            (passage_id, pack_words([terms.split(" ") for terms in passage.terms])),
        )
        self._connection.executemany(
            "INSERT INTO sentence_terms (rowid, terms) VALUES (?, ?)",
            [(sentence_id(passage_id, place), terms) for place, terms in enumerate(passage.terms)],
        )
        return passage_id

    def count_words(self) -> None:
        """Count the sentences of frequent words, where there are many more or fewer in all than
        when they were counted."""
        sentences = self.sentence_count()
        rows = self._rows("SELECT counted_in FROM frequent_words LIMIT 1")
        if rows and _RECOUNTED < sentences / rows[0]["counted_in"] < 1 / _RECOUNTED:
            return
        self._connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.every_word"
            " USING fts5vocab('main', 'sentence_terms', 'row')"
        )
        self._connection.execute("DELETE FROM frequent_words")
        self._connection.execute(
            "INSERT INTO frequent_words SELECT term, doc, ? FROM temp.every_word WHERE doc > ?",
            (sentences, _FREQUENT),
        )

    def _read_words(self) -> None:
        """Of every passage in an index of an earlier version, which keeps none."""
        self._connection.execute(WORDS)
        last = 0
        while len(
            ids := self._numbers(
                "SELECT id FROM passages WHERE id > ? ORDER BY id LIMIT ?",
                (last, _PASSAGES_AT_ONCE),
            )
        ):
            last = int(ids[-1])
            self._connection.executemany(
                "INSERT INTO passage_words (passage, words) VALUES (?, ?)",
                [
                    (
                        stored.passage.id,
                        pack_words([tagged(s.text, stored.language) for s in stored.sentences]),
                    )
                    for stored in self.passages(ids.tolist())
                ],
            )
        self.count_words()
        self.commit()

    def describe(self, article_id: str, article: Article) -> None:
        """Replace what is known of an article that is there, its id too; its text stays."""
        columns = ", ".join(f'"{name}" = :{name}' for name in (*DESCRIPTION_COLUMNS, "pages"))
        described = {name: getattr(article, name) for name in DESCRIPTION_COLUMNS}
        described["pages"] = _pages(article)
        self._connection.execute(
            f"UPDATE articles SET {columns} WHERE id = :earlier",
            described | {"earlier": article_id},
        )

    def remove(self, article_id: str, dimension: int) -> list[int]:
        """Remove an article; returns the ids of the passages that it held."""
        passages = self._rows(
            "SELECT passages.id, language, length(sentences) AS bytes FROM passages"
            " JOIN articles ON number = article WHERE articles.id = ?",
            (article_id,),
        )
        ids = [row["id"] for row in passages]
        if ids:
            vectors = self.passage_vectors(ids, dimension)
            of_sentences = decode(list(self._codes("sentences", ids).values()), dimension)
            self._weigh(passages[0]["language"], vectors, of_sentences, -1)
        self._connection.executemany(
            "DELETE FROM sentence_terms WHERE rowid = ?",
            [
                (sentence_id(row["id"], place),)
                for row in passages
                for place in range(count_spans(row["bytes"]))
            ],
        )
        self._connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
        return ids

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

    def commit(self) -> None:
        """Publish what has been written, and go on writing."""
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN IMMEDIATE")

    def complete(self) -> None:
        """Take all that is committed into the database's one file, for it to be renamed.

        :raises apsw.Error: if that cannot be done: the disk is full, for one.
        """
        self._connection.execute("ROLLBACK")
        self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        self._connection.close()

    def close(self) -> None:
        """What was not committed is not there; the log is taken into the database, if it can be."""
        with suppress(apsw.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            self._connection.set_busy_timeout(0)
            self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        super().close()

    def _alike(self, article: Article, of_text: Sequence[int]) -> int | None:
        """The number that the articles which say nearly the same go by: that of the first."""
        groups = self._rows(
            "SELECT coalesce(alike, number) AS first, min(number) AS number, count(*) AS bands"
            " FROM bands JOIN articles ON number = article"
            " WHERE band IN (SELECT value FROM json_each(?))"
            " GROUP BY first ORDER BY bands DESC LIMIT ?",
            (json.dumps(of_text), _COMPARED),
        )
        for group in groups:
            found = self.article_by_number(group["number"])
            if found is not None and are_alike(article.text, found.text):
                return group["first"]
        return None

    def _weigh(self, language: str, passages: np.ndarray, sentences: np.ndarray, sign: int) -> None:
        """Take vectors into a language's centre, or out of it: as they are kept, so that nothing is
        left where all are taken out."""
        dimension = passages.shape[1]
        nothing = (0, np.zeros(dimension), 0, np.zeros(dimension))
        count, total, sentence_count, sentence_total = self.centre_sums().get(language, nothing)
        self._connection.execute(
            "INSERT OR REPLACE INTO centres VALUES (?, ?, ?, ?, ?)",
            (
                language,
                count + sign * len(passages),
                (total + sign * passages.sum(axis=0, dtype=np.float64)).tobytes(),
                sentence_count + sign * len(sentences),
                (sentence_total + sign * sentences.sum(axis=0, dtype=np.float64)).tobytes(),
            ),
        )
        self._connection.execute("DELETE FROM centres WHERE passage_count = 0")

    def _insert(self, table: str, values: Mapping[str, Any]) -> int:
        """The id of a new row."""
        columns = ", ".join(f'"{name}"' for name in values)
        placeholders = ", ".join(f":{name}" for name in values)
        self._connection.execute(
            f"INSERT INTO {table} ({columns}) VALUES ({placeholders})", dict(values)
        )
        return self._connection.last_insert_rowid()


def _pages(article: Article) -> str:
    return " ".join(map(str, article.pages))
