"""A row of a table, or an object of a JSON file, as an entry."""

from __future__ import annotations

from collections.abc import Mapping

from index.articles.cleaning import clean_text, clean_value
from index.articles.formats.format import Entry
from index.articles.markup import is_markup, read_markup

# A body as a web site keeps it; Python's parser is slow over what is made to be.
_LONGEST_MARKUP = 500_000


def row_entry(fields: Mapping[str, str], row: int) -> Entry | None:
    """The entry that a row's fields make, "text" among them; None where that says nothing.

    :param row: its number, from 1.
    """
    text = clean_text(fields.get("text", ""))
    if len(text) <= _LONGEST_MARKUP and is_markup(text):
        text = read_markup(text).text()
    if not text:
        return None
    given = {name: clean_value(value) for name, value in fields.items() if name != "text"}
    given = {name: value for name, value in given.items() if value}
    # Rows move when others are added: a row is known by what it says, not by its number.
    return Entry(text, given, place=f"{given.get('title')}\n{text}", row=row)
