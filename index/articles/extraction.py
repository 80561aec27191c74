"""A source → its articles, with what can be found out about each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from index.articles.article import Article
from index.articles.containers import is_packed, unpack
from index.articles.formats import Entry, Format, format_of
from index.articles.heading import read_heading
from index.articles.limits import Limits
from index.articles.problems import Problem, ignore, one_line
from index.articles.source import Source
from index.errors import InputError
from index.text.languages import detect_language, language_code

# What reads a source as a format does; index.articles.worker has another than `read_here`.
Reader = Callable[[Format, Source, Problem], Iterable[Entry]]


def read_here(reader: Format, source: Source, problem: Problem) -> Iterable[Entry]:
    """What a format makes of a source, read in this process.

    :raises ValueError: also where the format does not keep its contract: one bad file ends nothing.
    """
    try:
        yield from reader.read(source, problem)
    except (InputError, ValueError, MemoryError):
        raise
    except Exception as error:
        reason = one_line(f"{type(error).__name__}: {error}")
        raise ValueError(f"it is damaged, or its reader is ({reason})") from error


def extract_articles(
    source: Source, problem: Problem = ignore, read: Reader = read_here
) -> Iterator[Article]:
    """The articles of one file, each once; of an archive of files, those of all of them.

    :param problem: told in a line of each part of it that gives no article, and why.
    :raises InputError: if the file cannot be read, or holds no text.
    """
    if not is_packed(source.file_name):
        yield from _articles(source, problem, read)
        return
    found = False
    problems: list[str] = []

    def tell(line: str) -> None:
        problems.append(line)
        problem(line)

    try:
        for inner in unpack(source, tell):
            try:
                for article in _articles(inner, tell, read):
                    found = True
                    yield article
            except InputError as error:
                tell(str(error))
    except ValueError as error:
        raise InputError(f"cannot read {source.name}: {error}") from error
    if not found:
        reason = f"; {problems[0]}" if problems else ""
        raise InputError(f"cannot read {source.name}: no article was found in it{reason}")


def _articles(source: Source, problem: Problem, read: Reader) -> Iterator[Article]:
    def of_source(line: str) -> None:
        problem(f"{source.name}: {line}")

    seen, repeated = set[str](), 0
    try:
        entries = read(format_of(source), source, of_source)
        for entry in within_limits(entries, source.limits, of_source):
            article = _article(entry, source)
            if article.id in seen:
                repeated += 1
            else:
                seen.add(article.id)
                yield article
    except ValueError as error:
        raise InputError(f"cannot read {source.name}: {_reason(error)}") from error
    if repeated:
        of_source(f"{repeated:,} of its articles repeat{'s' * (repeated == 1)} another one")


def within_limits(entries: Iterable[Entry], limits: Limits, problem: Problem) -> Iterator[Entry]:
    """:raises ValueError: where the one article, or all of them together, are too long."""
    characters = 0
    for entry in entries:
        characters += len(entry.text)
        if characters > limits.file_characters:
            raise ValueError(
                f"it holds more than {limits.file_characters:,} characters of text: split it up"
            )
        if len(entry.text) <= limits.characters:
            yield entry
            continue
        reason = f"an article of more than {limits.characters:,} characters: split it up"
        if not (entry.place or entry.entry):
            raise ValueError(f"it is {reason}")
        problem(f"{entry.entry or f'record {entry.row}'} is left out: it is {reason}")


def _reason(error: ValueError) -> str:
    # Of all that is encoded, only the path is not checked.
    if isinstance(error, UnicodeEncodeError):
        return "its name is not valid UTF-8: rename it"
    return str(error)


def _article(entry: Entry, source: Source) -> Article:
    given = entry.given
    # Search knows languages by their codes: what is written in another way is none of its own.
    language = language_code(given.get("language", "")) or detect_language(entry.text)
    heading = read_heading(entry.text, language)
    place = source if entry.entry is None else source.within(entry.entry, b"")
    found_out = {"title": heading.title, "author": heading.author, "place": heading.place}
    described: dict[str, Any] = {**found_out, **given, "language": language}
    return Article(
        id=_identity(place, entry.place),
        **described,
        path=str(source.path),
        entry=place.entry,
        row=entry.row,
        text=entry.text,
        pages=entry.pages,
    )


def _identity(source: Source, place: str) -> str:
    """What an article is known by, as long as it stays where it is."""
    where = str(source.path) if source.entry is None else f"{source.path}\0{source.entry}"
    return hashlib.sha256((f"{where}\n{place}" if place else where).encode()).hexdigest()[:16]
