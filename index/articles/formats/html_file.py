"""A page of HTML: its main text, without what stands around it, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from index.articles.cleaning import clean_value
from index.articles.declared import decode_declared, without_declaration
from index.articles.formats.format import Entry
from index.articles.formats.text_file import is_text
from index.articles.markup import Blocks, read_markup
from index.articles.problems import Problem, reading
from index.articles.source import Source

# trafilatura's names for what HTML calls otherwise.
_TAGS = {
    "head": "h2",
    "item": "li",
    "lb": "br",
    "list": "ul",
    "quote": "blockquote",
    "row": "tr",
}
# What a page says of its date, not what might be one in its text.
_DATES = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}


class HTML:
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")
    apart = True

    def fits(self, head: bytes) -> bool:
        return is_text(head)

    def read(self, source: Source, problem: Problem) -> Iterator[Entry]:
        markup = without_declaration(decode_declared(source.content(), source.encoding))
        with reading("HTML"):
            text, given = _main_text(markup)
        text = text or read_markup(markup).text()
        if not text:
            raise ValueError("it holds no text")
        yield Entry(text, given)


def _main_text(markup: str) -> tuple[str, dict[str, str]]:
    """(text, fields); no text where none is found that stands out."""
    import trafilatura  # here, since it takes long to load

    document = trafilatura.bare_extraction(
        markup,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        date_extraction_params=dict(_DATES),
    )
    if document is None or isinstance(document, dict):
        return "", {}
    blocks = Blocks()
    if document.body is not None:
        _tell(document.body, blocks)
    given = {
        "title": clean_value(document.title or ""),
        "author": clean_value((document.author or "").replace("; ", ", ")),
        "date": clean_value(document.date or ""),
        "source": clean_value(document.sitename or ""),
        "url": clean_value(document.url or ""),
    }
    return blocks.text(), {name: value for name, value in given.items() if value}


def _tell(element: Any, blocks: Blocks) -> None:
    """The text of a tree that trafilatura made, by HTML's tags."""
    if not isinstance(element.tag, str):
        return
    tag = _TAGS.get(element.tag, element.tag)
    if tag == "cell":
        tag = "th" if element.get("role") == "head" else "td"
    elif tag == "code":
        tag = "pre" if "\n" in "".join(element.itertext()) else "span"
    blocks.start(tag)
    blocks.data(element.text or "")
    for child in element:
        _tell(child, blocks)
        blocks.data(child.tail or "")
    blocks.end(tag)
