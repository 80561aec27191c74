"""Markdown as web sites and notebooks keep it: one article a file."""

from __future__ import annotations

from collections.abc import Iterator

from index.articles.formats.format import Entry
from index.articles.formats.text_file import is_text
from index.articles.front_matter import split_front_matter
from index.articles.markdown import clean_markdown
from index.articles.problems import Problem
from index.articles.source import Source


class Markdown:
    suffixes: tuple[str, ...] = (".md", ".markdown", ".mdx")
    apart = False

    def fits(self, head: bytes) -> bool:
        return is_text(head)

    def read(self, source: Source, problem: Problem) -> Iterator[Entry]:
        given, body = split_front_matter(source.text())
        text = clean_markdown(body, components=source.file_name.endswith(".mdx"))
        if not text:
            raise ValueError("it holds no text")
        yield Entry(text, given)
