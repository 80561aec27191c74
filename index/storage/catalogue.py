"""Articles as a list to leaf through, however many there are.

A leaf is found in the indexes of the schema alone, which leave the texts out; then its few rows
are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from index.articles import ArticleDescription
from index.storage.article_filter import IS_DATED, ArticleFilter, holds, part_of
from index.storage.bookkeeping import Bookkeeping
from index.storage.damage import damage_told
from index.storage.schema import DATED, DESCRIPTION_COLUMNS, TITLE_KEY, record

Order = Literal["title", "date", "source", "language", "characters", "added"]
ORDERS: tuple[Order, ...] = get_args(Order)
# A plus leaves an index alone that has not all that is asked.
_KEYS: dict[Order, str] = {
    "title": TITLE_KEY,
    "date": DATED,
    "source": "nullif(source, '') COLLATE NOCASE",
    "language": "+language",
    "characters": "characters",
    "added": "number",
}
_MAY_BE_UNKNOWN = ("date", "source")
_DESCRIPTION = ", ".join(f'"{name}"' for name in DESCRIPTION_COLUMNS)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in an order an article stands: by what it is ordered by, empty where that is not known,
    and its number."""

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
        offset: int = 0,
    ) -> list[Listed]:
        """The next articles in an order; of those that are equal in it, the first added first.
        Those of which is not known what they are ordered by come last, either way.

        :param after: where the leaf before ended; the first one where it is None.
        :param title: a part of it, in any case.
        :param offset: how many more are passed over.
        """
        condition, values = _condition(articles, title)
        way = "DESC" if descending else "ASC"
        ordered = f"ORDER BY {_KEYS[order]} {way} NULLS LAST, number {way}"
        if after is not None:
            condition += f" AND {_further(order, descending, after)}"
            values |= {"key": after.key, "number": after.number}
        rows = self._rows(
            f"SELECT {_KEYS[order]} AS key, number, characters, {_DESCRIPTION} FROM articles"
            f" WHERE number IN (SELECT number FROM articles WHERE {condition}"
            f" {ordered} LIMIT :limit OFFSET :offset) {ordered}",
            values | {"limit": limit, "offset": offset},
        )
        with damage_told(self._index_dir, self._name):
            return [
                Listed(
                    record(ArticleDescription, row),
                    row["characters"],
                    Place("" if row["key"] is None else row["key"], row["number"]),
                )
                for row in rows
            ]

    def count(self, articles: ArticleFilter | None = None, title: str | None = None) -> int:
        """How many articles `leaf` gives in all."""
        condition, values = _condition(articles, title)
        query = f"SELECT count(*) AS count FROM articles WHERE {condition}"
        (row,) = self._rows(query, values)
        return row["count"]

    def years(self) -> dict[int, int]:
        """How many articles there are of each year, the first first; undated ones do not count."""
        rows = self._rows(
            f"SELECT substr({DATED}, 1, 4) AS year, count(*) AS count FROM articles"
            f" WHERE {DATED} IS NOT NULL GROUP BY year ORDER BY year"
        )
        with damage_told(self._index_dir, self._name):
            return {int(row["year"]): row["count"] for row in rows}


def _condition(
    articles: ArticleFilter | None, title: str | None
) -> tuple[str, dict[str, str | int]]:
    """What SQL is to go by, and the values in it."""
    conditions, values = ["TRUE"], dict[str, str | int]()
    if articles is not None:
        other, said = articles.conditions()
        on_dates, of_dates = articles.date_conditions()
        conditions += [f"+{one}" if one.startswith("language") else one for one in other]
        conditions += [IS_DATED, *on_dates] if on_dates else []
        values |= said | of_dates
    if title:
        conditions.append(holds("title", "title"))
        values |= part_of("title", title)
    return " AND ".join(conditions), values


def _further(order: Order, descending: bool, after: Place) -> str:
    """What stands behind a place; :key and :number are its own."""
    key, sign = _KEYS[order], "<" if descending else ">"
    if order not in _MAY_BE_UNKNOWN:
        return f"({key}, number) {sign} (:key, :number)"
    if after.key == "":
        return f"({key} IS NULL AND number {sign} :number)"
    return f"(({key}, number) {sign} (:key, :number) OR {key} IS NULL)"
