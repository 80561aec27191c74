"""The tables of a state's SQLite file, and how rows become what the program speaks of."""

from __future__ import annotations

import sqlite3
from dataclasses import fields
from types import NoneType
from typing import Any, TypeVar

from index.articles import Article, ArticleDescription

DESCRIPTION_COLUMNS = tuple(field.name for field in fields(ArticleDescription))
ARTICLE_COLUMNS = tuple(field.name for field in fields(Article))
# Values of fields by their declared types.
_TYPES: dict[Any, tuple[type, ...]] = {
    "int": (int,),
    "int | None": (int, NoneType),
    "str": (str,),
    "str | None": (str, NoneType),
    "tuple[int, ...]": (str,),  # numbers with blanks between
}
_COLUMN_TYPES = {
    "int": "INTEGER NOT NULL",
    "int | None": "INTEGER",
    "str": "TEXT NOT NULL",
    "str | None": "TEXT",
    "tuple[int, ...]": "TEXT NOT NULL",
}

Record = TypeVar("Record")


def _article_columns() -> str:
    columns = (f'"{field.name}" {_COLUMN_TYPES[str(field.type)]}' for field in fields(Article))
    return ", ".join(columns)


SCHEMA = f"""
CREATE TABLE articles (
    {_article_columns()},
    fingerprint TEXT NOT NULL,  -- of what its passages and vectors depend on
    PRIMARY KEY (id)
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
    codes BLOB NOT NULL  -- index.embedding.token_codes
) STRICT;
CREATE INDEX passages_by_article ON passages (article_id);
CREATE INDEX sentences_by_article ON sentences (article_id);
CREATE INDEX sentences_by_passage ON sentences (passage_id);
CREATE INDEX articles_by_path ON articles (path);
CREATE VIRTUAL TABLE sentence_terms USING fts5 (terms, language);
CREATE TABLE sources (path TEXT PRIMARY KEY, encoding TEXT) STRICT;
CREATE TABLE centres (language TEXT PRIMARY KEY, passages BLOB, sentences BLOB) STRICT;
"""


def record(kind: type[Record], row: sqlite3.Row) -> Record:
    """A row as a dataclass, column by column of the same name.

    :raises TypeError: if a value is not of its field's type: the file is damaged.
    """
    values: dict[str, Any] = {}
    for field in fields(kind):  # type: ignore[arg-type]
        value = row[field.name]
        if not isinstance(value, _TYPES[field.type]):
            raise TypeError(f"{field.name} of {kind.__name__} is {type(value).__name__}")
        if field.type == "tuple[int, ...]":
            value = tuple(map(int, str(value).split()))
        values[field.name] = value
    return kind(**values)
