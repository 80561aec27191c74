"""Which column of a table, or key of a JSON object, is which field of an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.articles.article import GIVEN_FIELDS

# Other names, in any case, by which a header row may call an article's text and fields.
_ALIASES = {
    "text": (
        *("body", "content", "article", "inhalt", "texte", "articletext", "volltext"),
        *("content_text", "content_html", "full_text", "fulltext"),
    ),
    "title": ("headline", "titel", "titre", "überschrift"),
    "date": (
        *("published", "datum", "publication_date", "veröffentlicht"),
        *("date_published", "published_at", "created_at", "pubdate"),
    ),
    "author": ("authors", "byline", "autor", "auteur"),
    "source": ("publisher", "newspaper", "quelle"),
    "url": ("link", "href"),
    "language": ("lang", "sprache", "langue"),
}
FIELDS = ("text", *GIVEN_FIELDS)
_NAMES = {field: (field, *_ALIASES.get(field, ())) for field in FIELDS}


def parse_columns(said: str) -> dict[str, str]:
    """What “text=body,title=headline” says: field → column.

    :raises ValueError: if it does not name fields and columns.
    """
    columns: dict[str, str] = {}
    for pair in said.split(","):
        field, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or not field or not column:
            raise ValueError(
                f"the columns are given as FIELD=COLUMN,FIELD=COLUMN, not {pair.strip()!r}"
            )
        if field not in FIELDS:
            raise ValueError(f"there is no field {field!r}: the fields are {', '.join(FIELDS)}")
        if field in columns:
            raise ValueError(f"two columns are given for {field!r}")
        columns[field] = column
    return columns


def find_columns(header: Sequence[str], said: Mapping[str, str] | None) -> dict[str, int]:
    """Field → number of its column, by what somebody has said, else by the columns' names.

    :raises ValueError: if a column that was said is not there.
    """
    names = [cell.strip().lower() for cell in header]
    found = {
        field: names.index(alias)
        for field, aliases in _NAMES.items()
        for alias in reversed(aliases)
        if alias in names
    }
    for field, column in (said or {}).items():
        if column.strip().lower() not in names:
            shown = ", ".join(cell.strip() for cell in header[:20])
            raise ValueError(f"it has no column {column!r} (there are: {shown})")
        found[field] = names.index(column.strip().lower())
    return found
