"""Articles, passages, sentences, their vectors and full text, in one SQLite database: reading."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw
import numpy as np

from index.articles import Article, ArticleDescription, Passage, Sentence
from index.storage.article_filter import ArticleFilter, glob_escaped, is_in
from index.storage.damage import DamagedError, damage_told
from index.storage.database import open_for_reading
from index.storage.schema import ARTICLE_COLUMNS, DESCRIPTION_COLUMNS, record
from index.storage.sentence_ids import (
    PLACES,
    count_spans,
    passage_of,
    place_of,
    sentence_id,
    unpack_spans,
)
from index.storage.vector_codes import code_size, decode
from index.text import terms

_WORDS_ASKED = 64
_IS_DATED = "date IS NOT NULL AND date GLOB '[0-9][0-9][0-9][0-9]*'"


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its sentences, in reading order.

    :param language: of its article.
    """

    passage: Passage
    language: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was when its articles were taken from it.

    :param modified: when, in nanoseconds.
    :param hash: of its content.
    :param same_as: the file that its articles are taken from, where that holds the same.
    """

    size: int
    modified: int
    hash: bytes
    same_as: Path | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A file of vectors that are searched.

    :param name: in the folder vectors/.
    :param count: of its vectors, and `size` in bytes.
    :param hash: of its content.
    """

    name: str
    language: str
    count: int
    size: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Within:
    """What passes a filter.

    :param passages: their ids, in order.
    :param undated: how many articles are left out only for having no date.
    """

    passages: list[int]
    undated: int


class ArticleStore:
    """One state of the database, read-only; threads may share it.

    Every method raises DamagedError where the file turns out not to hold what was written.

    :param index_dir: the folder of the index that it belongs to, for messages.
    """

    def __init__(self, path: Path, index_dir: Path) -> None:
        self._index_dir = index_dir
        self._name = path.name
        self._reading = threading.Lock()
        with damage_told(index_dir, path.name):
            self._connection = self._connect(path)
            self._connection.create_scalar_function("is_in", is_in, 2, deterministic=True)

    def _connect(self, path: Path) -> apsw.Connection:
        return open_for_reading(path)

    def close(self) -> None:
        with suppress(apsw.Error):
            self._connection.close()

    def about(self) -> dict[str, Any]:
        """What was noted of the index as a whole."""
        rows = self._rows("SELECT name, value FROM about")
        with damage_told(self._index_dir, self._name):
            return {row["name"]: json.loads(row["value"]) for row in rows}

    def sources(self) -> dict[Path, str | None]:
        """The files and folders that the index is made of, with the encoding that somebody said
        they have."""
        rows = self._rows("SELECT path, encoding FROM sources ORDER BY path")
        with damage_told(self._index_dir, self._name):
            return {Path(row["path"]): row["encoding"] for row in rows}

    def excluded(self) -> set[str]:
        """Paths, of files and of folders, and ids of articles that are not to be taken up."""
        return {row["what"] for row in self._rows("SELECT what FROM excluded")}

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

    def known(self, path: Path) -> dict[str, tuple[str, ArticleDescription]]:
        """The articles of a file: id → (fingerprint, description)."""
        columns = ", ".join(f'"{name}"' for name in DESCRIPTION_COLUMNS)
        rows = self._rows(
            f"SELECT fingerprint, {columns} FROM articles WHERE path = ?", (str(path),)
        )
        with damage_told(self._index_dir, self._name):
            return {
                row["id"]: (row["fingerprint"], record(ArticleDescription, row)) for row in rows
            }

    def articles_of_files(self) -> dict[Path, int]:
        """How many articles were taken from each file."""
        rows = self._rows(
            "SELECT path, count(*) AS number FROM articles WHERE path IS NOT NULL GROUP BY path"
        )
        return {Path(row["path"]): row["number"] for row in rows}

    def article(self, article_id: str) -> Article:
        """:raises KeyError: if there is no such article."""
        found = self._articles("WHERE id = ?", (article_id,))
        if not found:
            raise KeyError(article_id)
        return found[0]

    def copies(self) -> dict[Path, list[str]]:
        """The files that hold what another one holds, by that one's path."""
        copies: dict[Path, list[str]] = {}
        for row in self._rows(
            "SELECT path, same_as FROM files WHERE same_as IS NOT NULL ORDER BY path"
        ):
            copies.setdefault(Path(row["same_as"]), []).append(row["path"])
        return copies

    def article_by_number(self, number: int) -> Article | None:
        """In the order in which they were added, from 1; None where there is none (any more)."""
        found = self._articles("WHERE number = ?", (number,))
        return found[0] if found else None

    def highest_number(self) -> int:
        """That any article may have, as far as that can be read."""
        highest = 0
        for query in (
            "SELECT max(number) AS number FROM articles",
            "SELECT max(article) AS number FROM passages",
        ):
            with suppress(DamagedError):
                highest = max(highest, self._rows(query)[0]["number"] or 0)
        return highest

    def articles(self) -> Iterator[Article]:
        """Every article, in the order of their paths."""
        for row in self._rows("SELECT number FROM articles ORDER BY path, id"):
            yield from self._articles("WHERE number = ?", (row["number"],))

    def listing(self) -> list[tuple[ArticleDescription, int]]:
        """What is known of every article, and how many characters it has, in the order of their
        paths."""
        columns = ", ".join(f'"{name}"' for name in DESCRIPTION_COLUMNS)
        rows = self._rows(f"SELECT characters, {columns} FROM articles ORDER BY path, id")
        with damage_told(self._index_dir, self._name):
            return [(record(ArticleDescription, row), row["characters"]) for row in rows]

    def ids_below(self, path: Path) -> list[str]:
        """The ids of the articles of a file, or of a folder's files."""
        rows = self._rows(
            "SELECT id FROM articles WHERE path = ? OR path GLOB ? || '/*' ORDER BY path, id",
            (str(path), glob_escaped(str(path))),
        )
        return [row["id"] for row in rows]

    def titles(self, ids: Sequence[str]) -> dict[str, str]:
        """Those of all of these articles, by their ids."""
        rows = self._among("SELECT id, title FROM articles WHERE id", ids)
        with damage_told(self._index_dir, self._name):
            found = {row["id"]: row["title"] for row in rows}
            return {i: found[i] for i in ids}

    def passages(self, ids: Sequence[int]) -> list[StoredPassage]:
        """All of these passages, in the order of `ids`."""
        rows = self._among(
            'SELECT passages.id, article, articles.id AS article_id, language, start, "end",'
            " sentences FROM passages JOIN articles ON number = article WHERE passages.id",
            ids,
        )
        numbers = list({row["article"] for row in rows})
        texts = {
            row["number"]: row["text"]
            for row in self._among("SELECT number, text FROM articles WHERE number", numbers)
        }
        with damage_told(self._index_dir, self._name):
            found = {row["id"]: _passage(row, texts[row["article"]]) for row in rows}
            return [found[i] for i in ids]

    def all_sentence_ids(self) -> Iterator[list[int]]:
        """Those of every passage, in reading order."""
        rows = self._rows("SELECT id, length(sentences) AS bytes FROM passages ORDER BY id")
        for row in rows:
            yield [sentence_id(row["id"], place) for place in range(count_spans(row["bytes"]))]

    def first_sentences(self, article_id: str, limit: int) -> list[Sentence]:
        """The first of an article, in reading order."""
        rows = self._rows(
            "SELECT passages.id FROM passages JOIN articles ON number = article"
            " WHERE articles.id = ? ORDER BY passages.id LIMIT ?",
            (article_id, limit),
        )
        passages = self.passages([row["id"] for row in rows])
        return [sentence for stored in passages for sentence in stored.sentences][:limit]

    def passage_vectors(self, ids: Sequence[int], dimension: int) -> np.ndarray:
        """:return: float32, (number of ids, dimension), in the order of `ids`."""
        codes = self._codes("code", ids)
        with damage_told(self._index_dir, self._name):
            return decode([codes[i] for i in ids], dimension)

    def sentence_vectors(self, ids: Sequence[int], dimension: int) -> np.ndarray:
        """:return: float32, (number of ids, dimension), in the order of `ids`."""
        codes = self._codes("sentences", list({passage_of(i) for i in ids}))
        size = code_size(dimension)
        with damage_told(self._index_dir, self._name):
            places = ((codes[passage_of(i)], size * place_of(i)) for i in ids)
            return decode([code[start : start + size] for code, start in places], dimension)

    def _codes(self, column: str, passage_ids: Sequence[int]) -> dict[int, bytes]:
        rows = self._among(
            f"SELECT passage, {column} AS code FROM vectors WHERE passage", passage_ids
        )
        return {row["passage"]: row["code"] for row in rows}

    def within(self, articles: ArticleFilter) -> Within:
        """What passes a filter."""
        conditions, values = articles.conditions()
        on_dates, of_dates = articles.date_conditions()
        other = " AND ".join(conditions) or "TRUE"
        dated = " AND ".join([_IS_DATED, *on_dates]) if on_dates else "TRUE"
        rows = self._rows(
            "SELECT passages.id AS id FROM passages JOIN articles ON number = article"
            f" WHERE {other} AND {dated} ORDER BY 1",
            values | of_dates,
        )
        undated = 0
        if on_dates:
            (row,) = self._rows(
                f"SELECT count(*) AS number FROM articles WHERE {other} AND NOT ({_IS_DATED})",
                values,
            )
            undated = row["number"]
        return Within([row["id"] for row in rows], undated)

    def search_sentences(
        self, question: str, language: str, limit: int, filter: Sequence[int] | None = None
    ) -> dict[int, float]:
        """BM25 over the stemmed sentences of one language: sentence id → score, best first.

        :param filter: the ids of the passages that they may stand in; any where it is None.
        """
        words = list(dict.fromkeys(tagged(question, language)))[:_WORDS_ASKED]
        if not words:
            return {}
        query = " OR ".join(f'"{word}"' for word in words)
        within, values = "", [query]
        if filter is not None:
            within = f" AND rowid / {PLACES} IN (SELECT value FROM json_each(?))"
            values.append(json.dumps(list(map(int, filter))))
        rows = self._rows(
            "SELECT rowid AS id, -bm25(sentence_terms) AS score FROM sentence_terms"
            f" WHERE sentence_terms MATCH ?{within} ORDER BY score DESC LIMIT ?",
            (*values, limit),
        )
        return {row["id"]: row["score"] for row in rows}

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
        rows = self._rows("SELECT passage FROM dead ORDER BY passage")
        return np.array([row["passage"] for row in rows], np.int64)

    def counts(self) -> dict[str, int]:
        """How many articles, passages and sentences there are."""
        (row,) = self._rows(
            "SELECT (SELECT count(*) FROM articles) AS articles,"
            " coalesce(sum(passage_count), 0) AS passages,"
            " coalesce(sum(sentence_count), 0) AS sentences FROM centres"
        )
        return row

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

    def _among(self, select_where: str, ids: Sequence[int] | Sequence[str]) -> list[dict[str, Any]]:
        # One parameter for all of them: SQLite knows a statement again by its text.
        values = json.dumps([i if isinstance(i, str) else int(i) for i in ids])
        return self._rows(f"{select_where} IN (SELECT value FROM json_each(?))", (values,))

    def _rows(
        self, query: str, values: Sequence[Any] | Mapping[str, Any] = ()
    ) -> list[dict[str, Any]]:
        """All reading goes through here."""
        with damage_told(self._index_dir, self._name), self._reading:
            names: list[str] = []
            rows = []
            for row in (cursor := self._connection.execute(query, values)):
                names = names or [column[0] for column in cursor.get_description()]
                rows.append(dict(zip(names, row, strict=True)))
            return rows


def tagged(text: str, language: str) -> list[str]:
    """The stemmed words of a text, each with its language, by which full text tells them apart."""
    tag = "".join(filter(str.isalnum, language))
    return [f"{tag}0{term}" for term in terms(text, language)]


def _passage(row: Mapping[str, Any], text: str) -> StoredPassage:
    passage_id, article_id = row["id"], row["article_id"]
    start, end = row["start"], row["end"]
    sentences = (
        Sentence(
            sentence_id(passage_id, place), passage_id, article_id, begin, stop, text[begin:stop]
        )
        for place, (begin, stop) in enumerate(unpack_spans(row["sentences"], start))
    )
    passage = Passage(passage_id, article_id, start, end, text[start:end])
    return StoredPassage(passage, row["language"], tuple(sentences))
