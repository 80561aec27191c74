"""Which passages there are, which of them pass a filter, and what filters ask of their articles."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from index.storage.article_filter import IS_DATED, ArticleFilter
from index.storage.bookkeeping import Bookkeeping
from index.storage.records import Within


class Selection(Bookkeeping):
    """Reading it."""

    def within(self, articles: ArticleFilter) -> Within:
        """What passes a filter; looked up when it is asked for."""
        return Within(
            articles,
            partial(self._passages_within, articles),
            partial(self._undated, articles),
        )

    def _passages_within(self, articles: ArticleFilter) -> list[int]:
        conditions, values = articles.conditions()
        on_dates, of_dates = articles.date_conditions()
        other = " AND ".join(conditions) or "TRUE"
        dated = " AND ".join([IS_DATED, *on_dates]) if on_dates else "TRUE"
        passages = self._numbers(
            "SELECT passages.id FROM passages JOIN articles ON number = article"
            f" WHERE {other} AND {dated} ORDER BY 1",
            values | of_dates,
        )
        return passages.tolist()

    def _undated(self, articles: ArticleFilter) -> int:
        if articles.since is None and articles.until is None:
            return 0
        conditions, values = articles.conditions()
        (row,) = self._rows(
            "SELECT count(*) AS number FROM articles"
            f" WHERE {' AND '.join(conditions) or 'TRUE'} AND NOT ({IS_DATED})",
            values,
        )
        return row["number"]

    def passing(
        self,
        ids: Sequence[int],
        articles: ArticleFilter | None = None,
        language: str | None = None,
    ) -> set[int]:
        """Which of these passages there are, of articles that pass a filter, in a language."""
        conditions, values = articles.conditions() if articles is not None else ([], {})
        on_dates, of_dates = articles.date_conditions() if articles is not None else ([], {})
        conditions += [IS_DATED, *on_dates] if on_dates else []
        conditions += ["language = :spoken"] if language is not None else []
        values |= of_dates | {"spoken": language or "", "ids": json.dumps([int(i) for i in ids])}
        found = self._numbers(
            # In this order: there are few of these, and perhaps millions in the language.
            "SELECT passages.id FROM (SELECT value AS asked FROM json_each(:ids))"
            " CROSS JOIN passages ON passages.id = asked CROSS JOIN articles ON number = article"
            f" WHERE {' AND '.join(conditions) or 'TRUE'}",
            values,
        )
        return set(found.tolist())

    def described(self) -> np.ndarray:
        """The passages whose articles Milvus does not describe as they are now: int64, sorted."""
        return self._numbers("SELECT passage FROM described ORDER BY passage")

    def highest_passage(self) -> int:
        """The highest id that a passage ever had: the next ones are given to none before."""
        rows = self._rows("SELECT seq FROM sqlite_sequence WHERE name = 'passages'")
        return rows[0]["seq"] if rows else 0

    def passages_between(self, first: int, after: int) -> np.ndarray:
        """Ids from `first` to before `after`: int64, sorted."""
        return self._numbers(
            "SELECT id FROM passages WHERE id >= ? AND id < ? ORDER BY id", (first, after)
        )

    def passages_in(self, language: str) -> np.ndarray:
        """The ids of all in a language: int64, sorted."""
        return self._numbers(
            "SELECT passages.id FROM passages JOIN articles ON number = article"
            " WHERE language = ? ORDER BY 1",
            (language,),
        )

    def passages_of(self, article_id: str) -> list[int]:
        """The ids of an article's, in reading order."""
        ids = self._numbers(
            "SELECT passages.id FROM passages JOIN articles ON number = article"
            " WHERE articles.id = ? ORDER BY 1",
            (article_id,),
        )
        return ids.tolist()

    def descriptions_of(self, passage_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        """What filters ask of the articles that these passages are in."""
        rows = self._among(
            "SELECT passages.id, language, date, source, author, path"
            " FROM passages JOIN articles ON number = article WHERE passages.id",
            passage_ids,
        )
        return {row["id"]: row for row in rows}
