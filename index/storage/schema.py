"""The tables of the database, and how rows become what the program speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from types import NoneType
from typing import Any, TypeVar

from index.articles import Article, ArticleDescription
from index.storage.article_filter import IS_DATED

DESCRIPTION_COLUMNS = tuple(field.name for field in fields(ArticleDescription))
ARTICLE_COLUMNS = tuple(field.name for field in fields(Article))
# Values of fields by their declared types.
_TYPES: dict[Any, tuple[type, ...]] = {
    "int": (int,),
    "str": (str,),
    "int | None": (int, NoneType),
    "str | None": (str, NoneType),
    "tuple[int, ...]": (str,),  # numbers with blanks between
}
_COLUMN_TYPES = {
    "int": "INTEGER NOT NULL",
    "str": "TEXT NOT NULL",
    "int | None": "INTEGER",
    "str | None": "TEXT",
    "tuple[int, ...]": "TEXT NOT NULL",
}

Record = TypeVar("Record")

DATED = f"CASE WHEN {IS_DATED} THEN date END"
_PLAIN = {
    "äáàâãåā": "a", "æ": "ae", "çćč": "c", "éèêëęě": "e", "íìîïı": "i", "ł": "l", "ñńň": "n",
    "óòôöõøő": "o", "œ": "oe", "řŕ": "r", "ßśšş": "s", "úùûüűů": "u", "ýÿ": "y", "źżž": "z",
}  # fmt: skip


def _title_key() -> str:
    """What titles are ordered by: without quotation marks before them, accents and case, as far as
    SQL can say it. SQLite keeps an index of no function of ours."""
    key = "ltrim(title, ' „“”«»‹›‚‘’''\"(¿¡')"
    for letters, plain in _PLAIN.items():
        for letter in letters + letters.upper():
            key = f"replace({key}, '{letter}', '{plain}')"
    return f"lower({key})"


TITLE_KEY = _title_key()


def _article_columns() -> str:
    columns = (f'"{field.name}" {_COLUMN_TYPES[str(field.type)]}' for field in fields(Article))
    return ", ".join(columns)


# All that articles are listed by, twice, so that no row with its text is read for a list.
_LISTED = "number, language, source, author, characters, date, title"
# Made where they are missing too: in an index of an earlier version, when it is next written.
INDEXES = f"""\
DROP INDEX IF EXISTS articles_by_date;
CREATE INDEX IF NOT EXISTS articles_listed ON articles ({DATED}, {_LISTED});
CREATE INDEX IF NOT EXISTS articles_by_title ON articles ({TITLE_KEY}, {_LISTED});
CREATE TABLE IF NOT EXISTS described (  -- of whose articles Milvus does not say what is known now
    passage INTEGER PRIMARY KEY
) STRICT;"""

# Made in an index of an earlier version when it is next written, of the words in its passages.
WORDS = """\
CREATE TABLE passage_words (  -- what the full text finds is scored by these
    passage INTEGER PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE,
    words BLOB NOT NULL  -- index.storage.sentence_words
) STRICT;
CREATE TABLE frequent_words (  -- when the archive had so many sentences
    word TEXT PRIMARY KEY, sentences INTEGER NOT NULL, counted_in INTEGER NOT NULL
) STRICT, WITHOUT ROWID;"""

SCHEMA = f"""
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE sources (path TEXT PRIMARY KEY, encoding TEXT, columns TEXT) STRICT;
CREATE TABLE files (
    path TEXT PRIMARY KEY,
    size INTEGER NOT NULL, modified INTEGER NOT NULL,  -- nanoseconds
    hash BLOB NOT NULL,  -- of its content
    same_as TEXT  -- the file that this one's articles are taken from, where both hold the same
) STRICT;
CREATE TABLE excluded (  -- what is not to be taken up: a path, or an article's id
    what TEXT PRIMARY KEY, path TEXT  -- of the article
) STRICT;
CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL,  -- of what its passages and vectors depend on
    characters INTEGER NOT NULL,
    alike INTEGER,  -- the number of an article that says nearly the same and was there before
    {_article_columns()}  -- the text stands last: to read what is before it leaves it alone
) STRICT;
CREATE TABLE bands (  -- index.storage.near_duplicates
    band INTEGER NOT NULL, article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    PRIMARY KEY (band, article)
) STRICT, WITHOUT ROWID;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- names vectors too: one is never used again
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    sentences BLOB NOT NULL  -- where each begins and ends: index.storage.sentence_ids
) STRICT;
CREATE TABLE vectors (
    passage INTEGER PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE,
    code BLOB NOT NULL, sentences BLOB NOT NULL  -- index.storage.vector_codes
) STRICT;
CREATE TABLE centres (
    language TEXT PRIMARY KEY,
    passage_count INTEGER NOT NULL, passage_sum BLOB NOT NULL,  -- float64, (dimension,)
    sentence_count INTEGER NOT NULL, sentence_sum BLOB NOT NULL
) STRICT;
CREATE TABLE segments (
    name TEXT PRIMARY KEY,  -- of a file in vectors/
    language TEXT NOT NULL, count INTEGER NOT NULL, size INTEGER NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE TABLE dead (passage INTEGER PRIMARY KEY) STRICT;  -- still in a segment, but deleted
{WORDS}
CREATE UNIQUE INDEX articles_by_id ON articles (id);
CREATE INDEX articles_by_path ON articles (path);
CREATE INDEX articles_by_language ON articles (language);
{INDEXES}
CREATE INDEX articles_by_alike ON articles (alike);
CREATE INDEX bands_by_article ON bands (article);
CREATE INDEX passages_by_article ON passages (article);
CREATE INDEX files_by_hash ON files (hash);
CREATE INDEX files_by_same_as ON files (same_as);
-- Each word with its language before it, under the sentence's id; no copy of the words is kept.
CREATE VIRTUAL TABLE sentence_terms USING fts5 (
    terms, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0'
);
"""


def record(kind: type[Record], row: Mapping[str, Any]) -> Record:
    """A row as a dataclass, column by column of the same name.

    :raises TypeError: if a value is not of its field's type: the database is damaged.
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
