"""Articles, passages, sentences, their vectors and full text, in one SQLite database: reading."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from index.articles import Article, ArticleDescription, Passage, Sentence
from index.storage.article_filter import below, is_below
from index.storage.catalogue import Catalogue
from index.storage.damage import DamagedError, damage_told
from index.storage.full_text import Sentences
from index.storage.records import StoredPassage
from index.storage.schema import ARTICLE_COLUMNS, DESCRIPTION_COLUMNS, record
from index.storage.selection import Selection
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
_PASSAGES_AT_ONCE = 5_000
_DESCRIPTION, _ARTICLE = (
    ", ".join(f'"{name}"' for name in names) for names in (DESCRIPTION_COLUMNS, ARTICLE_COLUMNS)
)


class ArticleStore(Catalogue, Selection):
    """One state of all that is indexed, read-only; threads may share it."""

    def known(self, path: Path) -> dict[str, tuple[str, ArticleDescription]]:
        """The articles of a file: id → (fingerprint, description)."""
        rows = self._rows(
            f"SELECT fingerprint, {_DESCRIPTION} FROM articles WHERE path = ?", (str(path),)
        )
        with damage_told(self._index_dir, self._name):
            return {
                row["id"]: (row["fingerprint"], record(ArticleDescription, row)) for row in rows
            }

    def article(self, article_id: str) -> Article:
        """:raises KeyError: if there is no such article."""
        found = self._articles("WHERE id = ?", (article_id,))
        if not found:
            raise KeyError(article_id)
        return found[0]

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
        rows = self._rows(f"SELECT characters, {_DESCRIPTION} FROM articles ORDER BY path, id")
        with damage_told(self._index_dir, self._name):
            return [(record(ArticleDescription, row), row["characters"]) for row in rows]

    def ids_without_file(self) -> list[str]:
        """The ids of the articles that programs added."""
        return [row["id"] for row in self._rows("SELECT id FROM articles WHERE path IS NULL")]

    def ids_below(self, path: Path) -> list[str]:
        """The ids of the articles of a file, or of a folder's files."""
        rows = self._rows(
            f"SELECT id FROM articles WHERE {is_below('path')} ORDER BY path, id", below(path)
        )
        return [row["id"] for row in rows]

    def titles(self, ids: Sequence[str]) -> dict[str, str]:
        """Those of all of these articles, by their ids."""
        rows = self._among("SELECT id, title FROM articles WHERE id", ids)
        with damage_told(self._index_dir, self._name):
            found = {row["id"]: row["title"] for row in rows}
            return {i: found[i] for i in ids}

    def groups(self, ids: Sequence[str]) -> dict[str, int]:
        """For each of these articles a number that it has in common with those that say nearly the
        same."""
        rows = self._among(
            "SELECT id, coalesce(alike, number) AS first FROM articles WHERE id", ids
        )
        return {row["id"]: row["first"] for row in rows}

    def alike(self, article_id: str) -> list[ArticleDescription]:
        """The other articles that say nearly the same, the first added first."""
        rows = self._rows(
            f"SELECT {_DESCRIPTION} FROM articles,"
            " (SELECT coalesce(alike, number) AS first FROM articles WHERE id = :id)"
            " WHERE (number = first OR alike = first) AND id != :id ORDER BY number",
            {"id": article_id},
        )
        with damage_told(self._index_dir, self._name):
            return [record(ArticleDescription, row) for row in rows]

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
        last = 0
        while rows := self._rows(
            "SELECT id, length(sentences) AS bytes FROM passages WHERE id > ? ORDER BY id LIMIT ?",
            (last, _PASSAGES_AT_ONCE),
        ):
            for row in rows:
                yield [sentence_id(row["id"], n) for n in range(count_spans(row["bytes"]))]
            last = rows[-1]["id"]

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
            return decode([codes[i] for i in ids], dimension).reshape(len(ids), dimension)

    def sentence_vectors(self, ids: Sequence[int], dimension: int) -> np.ndarray:
        """:return: float32, (number of ids, dimension), in the order of `ids`."""
        codes = self._codes("sentences", list({passage_of(i) for i in ids}))
        size = code_size(dimension)
        with damage_told(self._index_dir, self._name):
            places = ((codes[passage_of(i)], size * place_of(i)) for i in ids)
            found = decode([code[start : start + size] for code, start in places], dimension)
            return found.reshape(len(ids), dimension)

    def _codes(self, column: str, passage_ids: Sequence[int]) -> dict[int, bytes]:
        rows = self._among(
            f"SELECT passage, {column} AS code FROM vectors WHERE passage", passage_ids
        )
        return {row["passage"]: row["code"] for row in rows}

    def search_sentences(
        self, question: str, language: str, limit: int, filter: Sequence[int] | None = None
    ) -> dict[int, float]:
        """BM25 over the stemmed sentences of one language: sentence id → score, best first.

        :param filter: the ids of the passages that they may stand in; any where it is None.
        """
        words = list(dict.fromkeys(tagged(question, language)))[:_WORDS_ASKED]
        if not words or (filter is not None and not len(filter)):
            return {}
        passages = None if filter is None else np.unique(np.asarray(filter, np.int64))
        if not self._has_table("passage_words"):
            return self._search_every_row(words, limit, passages)
        return self._full_text().best(words, limit, passages)

    def sentence_count(self) -> int:
        """How many there are in all."""
        (row,) = self._rows("SELECT coalesce(sum(sentence_count), 0) AS number FROM centres")
        return row["number"]

    def _full_text(self) -> Sentences:
        number = self.sentence_count()
        return Sentences(
            self._matching,
            lambda words: self._frequencies(words, number),
            self._count_matching,
            self._packed_words,
            number,
            self._sentence_length(),
        )

    def _matching(self, query: str, limit: int) -> np.ndarray:
        return self._numbers(
            "SELECT rowid FROM sentence_terms WHERE sentence_terms MATCH ? LIMIT ?", (query, limit)
        )

    def _count_matching(self, query: str) -> int:
        (row,) = self._rows(
            "SELECT count(*) AS number FROM sentence_terms WHERE sentence_terms MATCH ?", (query,)
        )
        return row["number"]

    def _frequencies(self, words: Sequence[str], sentences: int) -> dict[str, int]:
        """In how many of the sentences frequent words stand, in the proportion that was counted."""
        rows = self._among(
            "SELECT word, sentences, counted_in FROM frequent_words WHERE word", words
        )
        return {
            row["word"]: min(sentences, row["sentences"] * sentences // row["counted_in"])
            for row in rows
        }

    def _sentence_length(self) -> float:
        """Words in a sentence, on the average: SQLite keeps the numbers of rows and words."""
        rows = self._rows("SELECT block FROM sentence_terms_data WHERE id = 1")
        with damage_told(self._index_dir, self._name):
            rows_and_words = _numbers_in(rows[0]["block"]) if rows else []
            if len(rows_and_words) < 2 or not rows_and_words[0]:
                return 1.0
            return max(1.0, rows_and_words[1] / rows_and_words[0])

    def _packed_words(self, ids: Sequence[int]) -> dict[int, bytes]:
        return dict(
            self._tuples(
                "SELECT passage, words FROM passage_words"
                " WHERE passage IN (SELECT value FROM json_each(?))",
                (json.dumps(ids),),
            )
        )

    def _search_every_row(
        self, words: Sequence[str], limit: int, passages: np.ndarray | None
    ) -> dict[int, float]:
        """The same in an index of an earlier version, until it is next written."""
        query = " OR ".join(f'"{word}"' for word in words)
        within, values = "", [query]
        if passages is not None:
            within = f" AND rowid / {PLACES} IN (SELECT value FROM json_each(?))"
            values.append(json.dumps(passages.tolist()))
        rows = self._rows(
            "SELECT rowid AS id, -bm25(sentence_terms) AS score FROM sentence_terms"
            f" WHERE sentence_terms MATCH ?{within} ORDER BY score DESC LIMIT ?",
            (*values, limit),
        )
        return {row["id"]: row["score"] for row in rows}

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
        rows = self._rows(f"SELECT {_ARTICLE} FROM articles {which}", values)
        with damage_told(self._index_dir, self._name):
            return [record(Article, row) for row in rows]


def tagged(text: str, language: str) -> list[str]:
    """The stemmed words of a text, each with its language, by which full text tells them apart."""
    tag = "".join(filter(str.isalnum, language))
    return [f"{tag}0{term}" for term in terms(text, language)]


def _numbers_in(packed: bytes) -> list[int]:
    """SQLite's variable-length integers, of up to eight bytes each."""
    found, number = [], 0
    for byte in packed:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            found.append(number)
            number = 0
    return found


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
