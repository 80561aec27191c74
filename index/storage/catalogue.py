"""Articles as a list to leaf through, however many there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from index.articles import ArticleDescription
from index.storage.article_filter import IS_DATED, ArticleFilter
from index.storage.bookkeeping import Bookkeeping
from index.storage.damage import damage_told
from index.storage.schema import DESCRIPTION_COLUMNS, record

Order = Literal["title", "date", "characters", "added"]
ORDERS: tuple[Order, ...] = get_args(Order)
_KEYS = {
    "title": "title COLLATE NOCASE",
    "date": "coalesce(date, '')",
    "characters": "characters",
    "added": "number",
}
_DESCRIPTION = ", ".join(f'"{name}"' for name in DESCRIPTION_COLUMNS)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in an order an article stands: by what it is ordered by, and its number."""

    key: str | int
    number: int


@dataclass(frozen=True, slots=True)
class Listed:
    """:param characters: of the article's text.
    :param place: in the order that was asked for."""

    article: ArticleDescription
    characters: int
    place: Place


class Catalogue(Bookkeeping):
    """Reading it."""

    def leaf(
        self,
        limit: int,
        order: Order = "title",
        descending: bool = False,
        after: Place | None = None,
        articles: ArticleFilter | None = None,
        title: str | None = None,
    ) -> list[Listed]:
        """The next articles in an order; of those that are equal in it, the first added first.

        :param after: where the leaf before ended; the first one where it is None.
        :param title: a part of it, in any case.
        """
        conditions, values = _conditions(articles, title)
        key, way = _KEYS[order], "DESC" if descending else "ASC"
        if after is not None:
            further = "<" if descending else ">"
            conditions.append(f"({key}, number) {further} (:key, :number)")
            values |= {"key": after.key, "number": after.number}
        rows = self._rows(
            f"SELECT {key} AS key, number, characters, {_DESCRIPTION} FROM articles"
            f" WHERE {' AND '.join(conditions)} ORDER BY {key} {way}, number {way} LIMIT :limit",
            values | {"limit": limit},
        )
        with damage_told(self._index_dir, self._name):
            return [
                Listed(
                    record(ArticleDescription, row),
                    row["characters"],
                    Place(row["key"], row["number"]),
                )
                for row in rows
            ]

    def count(self, articles: ArticleFilter | None = None, title: str | None = None) -> int:
        """How many articles `leaf` gives in all."""
        conditions, values = _conditions(articles, title)
        (row,) = self._rows(
            f"SELECT count(*) AS count FROM articles WHERE {' AND '.join(conditions)}", values
        )
        return row["count"]


def _conditions(
    articles: ArticleFilter | None, title: str | None
) -> tuple[list[str], dict[str, str | int]]:
    conditions, values = ["TRUE"], dict[str, str | int]()
    if articles is not None:
        other, said = articles.conditions()
        on_dates, of_dates = articles.date_conditions()
        conditions += [*other, *([IS_DATED, *on_dates] if on_dates else [])]
        values |= said | of_dates
    if title is not None:
        conditions.append("is_in(:title, title)")
        values["title"] = title
    return conditions, values
