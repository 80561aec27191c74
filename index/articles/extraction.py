"""A source → its articles, with what can be found out about each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from index.articles.article import Article
from index.articles.formats import Entry, format_of, suffixes
from index.articles.heading import read_heading
from index.articles.source import Source
from index.errors import InputError
from index.text.languages import detect_language, language_code

_HEAD = 512  # bytes


def extract_articles(source: Source) -> Iterator[Article]:
    """The articles of one file, each once.

    :raises InputError: if the file cannot be read, or holds no text.
    """
    reader = format_of(source)
    if reader is None:
        raise InputError(f"cannot read {source.name}: not one of {', '.join(suffixes())}")
    seen = set()
    try:
        if not reader.fits(source.head(_HEAD)):
            raise ValueError(f"it is no {source.path.suffix} file, whatever its name says")
        for entry in reader.read(source):
            article = _article(entry, source)
            if article.id not in seen:
                seen.add(article.id)
                yield article
    except ValueError as error:
        raise InputError(f"cannot read {source.name}: {_problem(error)}") from error


def _problem(error: ValueError) -> str:
    if isinstance(
        error, UnicodeEncodeError
    ):  # of all that is encoded, only the path is not checked
        return "its name is not valid UTF-8: rename it"
    return str(error)


def _article(entry: Entry, source: Source) -> Article:
    given = entry.given
    # Search knows languages by their codes: what is written in another way is none of its own.
    language = language_code(given.get("language", "")) or detect_language(entry.text)
    heading = read_heading(entry.text, language)
    identity = f"{source.path}\n{entry.place}" if entry.place else str(source.path)
    found_out = {
        "id": hashlib.sha256(identity.encode("utf-8")).hexdigest()[:16],
        "title": heading.title,
        "author": heading.author,
        "place": heading.place,
        "path": str(source.path),
    }
    return Article(**{**found_out, **given, "language": language, "text": entry.text})
