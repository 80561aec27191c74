"""Files → articles."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from index.articles.article import Article
from index.articles.csv_articles import read_rows
from index.articles.decoding import read_text, shown
from index.articles.front_matter import split_front_matter
from index.articles.heading import read_heading
from index.errors import InputError
from index.text.languages import detect_language, language_code

SUFFIXES = (".txt", ".md", ".csv")


def find_files(
    root: Path, unreadable: Callable[[Path, OSError], None] = lambda folder, error: None
) -> list[Path]:
    """The article files under the folder `root`, sorted; hidden ones are left out.

    A link that leads out of the folder is left out too: what is indexed stays within it.

    :param unreadable: told of each folder that cannot be read, and why.
    """
    real_root = root.resolve()
    found = []
    for folder, subfolders, names in os.walk(
        root, onerror=lambda error: unreadable(Path(error.filename), error)
    ):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        found += [Path(folder, name) for name in names if not name.startswith(".")]
    return sorted(
        path
        for path in found
        if path.suffix.lower() in SUFFIXES
        and path.is_file()
        and path.resolve().is_relative_to(real_root)
    )


def read_articles(path: Path) -> Iterator[Article]:
    """The articles of one file: one for text and Markdown, one a row for CSV.

    :raises InputError: if the file cannot be read, or holds no text.
    """
    content = read_text(path)
    try:
        if path.suffix.lower() == ".csv":
            yield from _csv_articles(content, path)
        else:
            yield _text_article(content, path)
    except ValueError as error:
        raise InputError(f"cannot read {shown(path)}: {_problem(error)}") from error


def _problem(error: ValueError) -> str:
    if isinstance(
        error, UnicodeEncodeError
    ):  # of all that is encoded, only the path is not checked
        return "its name is not valid UTF-8: rename it"
    return str(error)


def _text_article(content: str, path: Path) -> Article:
    fields, body = split_front_matter(content)
    text = body.strip()
    if not text:
        raise ValueError("it holds no text")
    return _article(fields, text, path, identity=str(path))


def _csv_articles(content: str, path: Path) -> Iterator[Article]:
    seen = set()
    for row in read_rows(content):
        text = row.pop("text")
        # Rows move when others are added: a row is known by what it says, not by its number.
        article = _article(row, text, path, identity=f"{path}\n{row.get('title')}\n{text}")
        if article.id not in seen:
            seen.add(article.id)
            yield article
    if not seen:
        raise ValueError("it holds no text")


def _article(fields: dict[str, str], text: str, path: Path, identity: str) -> Article:
    # Search knows languages by their codes: what is written in another way is none of its own.
    language = language_code(fields.get("language", "")) or detect_language(text)
    heading = read_heading(text, language)
    return Article(
        id=hashlib.sha256(identity.encode("utf-8")).hexdigest()[:16],
        text=text,
        title=fields.get("title") or heading.title,
        language=language,
        date=fields.get("date"),
        author=fields.get("author") or heading.author,
        place=heading.place,
        source=fields.get("source"),
        url=fields.get("url"),
        path=str(path),
    )
