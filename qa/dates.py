"""Dates as articles carry them: a year, a month or a day, or words that are none of these."""

from __future__ import annotations

import datetime
import re

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?!\d))?)?(?=$|[T ])")


def parts_of(date: str | None) -> tuple[int, ...]:
    """Year, month and day, as far as an ISO 8601 date says them; none of any other text."""
    match = _DATE.match(date or "")
    if match is None:
        return ()
    parts = tuple(int(part) for part in match.groups() if part is not None)
    try:
        datetime.date(*(parts + (1, 1))[:3])
    except ValueError:  # a year 0, a month 13
        return ()
    return parts
