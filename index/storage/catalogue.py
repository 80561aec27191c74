"""The articles as a list that people leaf through: filtered, in an order, a page at a time.

However many there are, a page is found in the indexes of the schema alone, which leave the texts
out; then its few rows are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from index.articles import ArticleDescription
from index.errors import InputError
from index.storage.article_filter import ArticleFilter, holds, part_of
from index.storage.bookkeeping import Bookkeeping
from index.storage.damage import damage_told
from index.storage.schema import DATED, DESCRIPTION_COLUMNS, IS_DATED, TITLE_KEY, record

Order = Literal["date", "title", "source", "language", "size"]
ORDERS: tuple[Order, ...] = get_args(Order)
# A plus leaves an index alone that has not all that is asked.
_KEYS: dict[Order, str] = {
    "date": DATED,
    "title": TITLE_KEY,
    "source": "source COLLATE NOCASE",
    "language": "+language",
    "size": "characters",
}
_DESCRIPTION = ", ".join(f'"{name}"' for name in DESCRIPTION_COLUMNS)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles are listed, and in which order; what they know nothing of stands last.

    :param title: a part of the title, without regard to case; any where it is empty.
    :param order: what they are ordered by.
    :raises InputError: for an order that there is not.
    """

    filter: ArticleFilter = ArticleFilter()
    title: str = ""
    order: Order = "date"
    descending: bool = True

    def __post_init__(self) -> None:
        if self.order not in ORDERS:
            raise InputError(f"articles have no order {self.order!r}: try {', '.join(ORDERS)}")

    def condition(self) -> tuple[str, dict[str, str]]:
        """As SQL says it of the table of articles, and the values in it."""
        conditions, values = self.filter.conditions()
        conditions = [f"+{said}" if said.startswith("language") else said for said in conditions]
        on_dates, of_dates = self.filter.date_conditions()
        if on_dates:
            conditions += [IS_DATED, *on_dates]
        if self.title:
            conditions.append(holds("title", "title"))
            values |= part_of("title", self.title)
        return " AND ".join(conditions) or "TRUE", values | of_dates


@dataclass(frozen=True, slots=True)
class Listed:
    """:param size: of the article's text, in characters."""

    article: ArticleDescription
    size: int


class Catalogue(Bookkeeping):
    """Reading it."""

    def browse(self, which: Selection, limit: int, offset: int = 0) -> list[Listed]:
        """The articles from `offset` on, counted from 0, at most `limit`."""
        condition, values = which.condition()
        direction = "DESC" if which.descending else "ASC"
        ordered = f"{_KEYS[which.order]} {direction} NULLS LAST, number {direction}"
        rows = self._rows(
            f"SELECT number, characters, {_DESCRIPTION} FROM articles WHERE number IN"
            f" (SELECT number FROM articles WHERE {condition}"
            f" ORDER BY {ordered} LIMIT :limit OFFSET :offset) ORDER BY {ordered}",
            values | {"limit": limit, "offset": offset},
        )
        with damage_told(self._index_dir, self._name):
            return [Listed(record(ArticleDescription, row), row["characters"]) for row in rows]

    def count(self, which: Selection) -> int:
        """How many articles are listed."""
        condition, values = which.condition()
        rows = self._rows(f"SELECT count(*) AS number FROM articles WHERE {condition}", values)
        return int(rows[0]["number"])

    def years(self) -> dict[int, int]:
        """How many articles there are of each year, the first first; undated ones do not count."""
        rows = self._rows(
            f"SELECT substr({DATED}, 1, 4) AS year, count(*) AS number FROM articles"
            f" WHERE {DATED} IS NOT NULL GROUP BY year ORDER BY year"
        )
        with damage_told(self._index_dir, self._name):
            return {int(row["year"]): row["number"] for row in rows}
