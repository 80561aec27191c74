"""Which articles the page lists, as its address says it. Nothing in an address is trusted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from index import ArticleFilter, InputError
from index.storage import Order

PER_PAGE = 50
ORDERS: tuple[Order, ...] = ("date", "title", "source", "language", "characters")
FILTERS = ("title", "language", "source", "since", "until")
_DESCENDING_FIRST = ("date", "characters")  # the newest and the longest
_LONGEST = 200
_LAST_PAGE = 10**6


@dataclass(frozen=True, slots=True)
class Browsing:
    """:param title: a part of it; `language`, `source`, `since` and `until` as a filter has them;
        each is empty where it is not asked for.
    :param page: from 1.
    """

    title: str = ""
    language: str = ""
    source: str = ""
    since: str = ""
    until: str = ""
    order: Order = "date"
    descending: bool = True
    page: int = 1

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Browsing:
        """What can be read of an address; the rest of it is left out."""
        asked: dict[str, Any] = {name: _cleaned(given.get(name, "")) for name in FILTERS}
        order, _, way = given.get("sort", "").partition("-")
        number = given.get("page", "")
        page = int(number) if re.fullmatch("[0-9]{1,7}", number) else 1
        browsing = cls(**asked, page=min(max(1, page), _LAST_PAGE))
        if order in ORDERS and way in ("ascending", "descending"):
            return replace(browsing, order=order, descending=way == "descending")
        return browsing

    @property
    def sort(self) -> str:
        """The order and its direction, as an address says them."""
        return f"{self.order}-{'descending' if self.descending else 'ascending'}"

    @property
    def filters(self) -> dict[str, str]:
        """Those that are set."""
        return {name: value for name in FILTERS if (value := getattr(self, name))}

    @property
    def article_filter(self) -> ArticleFilter:
        """:raises InputError: if `since` or `until` is no date."""
        names = ("since", "until", "source", "language")
        return ArticleFilter(**{name: getattr(self, name) or None for name in names})

    @property
    def bad_date(self) -> str | None:
        """What stands for a date and is none."""
        for name in ("since", "until"):
            given = getattr(self, name)
            try:
                ArticleFilter(**{name: given or None})
            except InputError:
                return given
        return None

    def sorted_by(self, order: Order) -> Browsing:
        """By this, from the first page on; the other way round where it is ordered by it."""
        descending = order in _DESCENDING_FIRST
        if order == self.order:
            descending = not self.descending
        return replace(self, order=order, descending=descending, page=1)

    def with_(self, **changed: Any) -> Browsing:
        """From the first page on, unless another one is given."""
        return replace(self, **{"page": 1, **changed})

    @property
    def fields(self) -> dict[str, str]:
        """What an address has to say of it: what is not as it is anyway."""
        fields = dict(self.filters)
        if self.sort != Browsing().sort:
            fields["sort"] = self.sort
        if self.page > 1:
            fields["page"] = str(self.page)
        return fields

    @property
    def query(self) -> str:
        """The address below the page's own."""
        return f"?{urlencode(self.fields)}" if self.fields else "?"


def _cleaned(text: str) -> str:
    """Without half characters, which are no text to a database."""
    return " ".join(text[:_LONGEST].encode(errors="ignore").decode().split())
