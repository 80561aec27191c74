"""Articles, passages, sentences, their vectors and full text, in one SQLite database: writing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

import apsw
import numpy as np

from index.articles import Article
from index.storage.counting_words import CountingWords
from index.storage.damage import damage_told
from index.storage.database import create_database, open_for_writing
from index.storage.near_duplicates import are_alike
from index.storage.new_articles import NewArticle, NewPassage
from index.storage.schema import DESCRIPTION_COLUMNS, INDEXES, SCHEMA
from index.storage.sentence_ids import count_spans, pack_spans, sentence_id
from index.storage.sentence_words import pack_words
from index.storage.vector_codes import decode, dimension_of
from index.storage.writing_bookkeeping import WritingBookkeeping

_COMPARED = 20  # groups of articles that say nearly the same, at most


@dataclass(frozen=True, slots=True)
class Added:
    """Passages that have become part of the store.

    :param ids: of them, in reading order.
    :param vectors: as they are kept: float32, (passages, dimension).
    """

    ids: list[int]
    vectors: np.ndarray


def fingerprint(article: Article) -> str:
    """Equal for articles that need no new passages and vectors: those follow from the text, and
    from its language, whose rules split it. What else is known of an article may change."""
    return sha256(f"{article.language}\n{article.text}".encode("utf-8", "replace")).hexdigest()


class WritingStore(WritingBookkeeping, CountingWords):
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
            self.read_words()
            self.commit()

    def _connect(self, path: Path) -> apsw.Connection:
        return open_for_writing(path) if path.exists() else create_database(path)

    def insert(self, articles: Sequence[NewArticle]) -> dict[str, Added]:
        """Store articles that are not there yet.

        :return: the passages of each language, in the order of the articles.
        """
        ids: dict[str, list[int]] = defaultdict(list)
        passages: dict[str, list[NewPassage]] = defaultdict(list)
        for new in articles:
            number = self._insert_article(new)
            for passage in new.passages:
                ids[new.article.language].append(self._insert_passage(number, passage))
                passages[new.article.language].append(passage)
        return {
            language: self._added(language, ids[language], of) for language, of in passages.items()
        }

    def _added(self, language: str, ids: list[int], passages: Sequence[NewPassage]) -> Added:
        dimension = dimension_of(passages[0].code)
        vectors = decode([passage.code for passage in passages], dimension)
        of_sentences = decode([passage.codes for passage in passages], dimension)
        self._weigh(language, vectors, of_sentences, 1)
        return Added(ids, vectors)

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


def _pages(article: Article) -> str:
    return " ".join(map(str, article.pages))
