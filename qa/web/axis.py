"""An axis of time: where dates stand on it, and what its ticks say."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from dataclasses import dataclass

from babel.dates import format_skeleton

MOST_TICKS = 5
_DAYS = (1, 2, 7, 14)
_MONTHS = (1, 2, 3, 6)
_YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000)
_MOST_MONTHS = 9_999 * 12


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a date may mean: one, or all of a month or of a year."""

    first: datetime.date
    last: datetime.date

    @classmethod
    def of(cls, parts: tuple[int, ...]) -> Period:
        """:param parts: year, month and day, as far as they are known."""
        first = datetime.date(*(parts + (1, 1))[:3])
        if len(parts) == 3:
            return cls(first, first)
        months = 12 if len(parts) == 1 else 1
        return cls(first, _month(_months(first) + months - 1, last=True))


@dataclass(frozen=True, slots=True)
class Tick:
    """:param at: 0 to 1, from the axis's first day to its last.
    :param year: what stands below the label where the label does not say it; else empty.
    """

    at: float
    label: str
    year: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """From one day to a later one."""

    first: datetime.date
    last: datetime.date

    def at(self, period: Period) -> float:
        """Where the middle of a period stands, 0 to 1."""
        middle = (period.first.toordinal() + period.last.toordinal()) / 2
        return self._share(middle)

    def ends(self, period: Period) -> tuple[float, float]:
        """Where it begins and ends."""
        return self._share(period.first.toordinal()), self._share(period.last.toordinal())

    def ticks(self, language: str) -> list[Tick]:
        """At most `MOST_TICKS`, days, months or years apart, labelled in `language`."""
        days = self.last.toordinal() - self.first.toordinal()
        for step in _DAYS:
            if days // step < MOST_TICKS:
                on = (self.first + datetime.timedelta(n) for n in range(0, days + 1, step))
                return self._labelled(on, "MMMd", language)
        for step in _MONTHS:
            if len(marks := [*self._every(step)]) <= MOST_TICKS:
                return self._labelled(iter(marks), "MMM", language)
        for step in _YEARS:
            if len(marks := [*self._every(12 * step)]) <= MOST_TICKS:
                break
        return [Tick(self._share(day.toordinal()), str(day.year)) for day in marks]

    def _every(self, months: int) -> Iterator[datetime.date]:
        """The first days of each so many months, counted from the year 0."""
        number = math.ceil(_months(self.first) / months) * months
        while number < 12 or (number < _MOST_MONTHS and _month(number) < self.first):
            number += months
        while number < _MOST_MONTHS and _month(number) <= self.last:
            yield _month(number)
            number += months

    def _labelled(self, days: Iterator[datetime.date], form: str, language: str) -> list[Tick]:
        """With the year below the first tick, and wherever it is another one."""
        ticks, year = [], 0
        for day in days:
            label = format_skeleton(form, day, locale=language)
            below = "" if day.year == year else str(day.year)
            ticks.append(Tick(self._share(day.toordinal()), label, below))
            year = day.year
        return ticks

    def _share(self, ordinal: float) -> float:
        first, last = self.first.toordinal(), self.last.toordinal()
        return (ordinal - first) / (last - first)


def _months(day: datetime.date) -> int:
    return day.year * 12 + day.month - 1


def _month(number: int, last: bool = False) -> datetime.date:
    """The first day of a month, or its last."""
    if last:
        if number + 1 >= (datetime.MAXYEAR + 1) * 12:
            return datetime.date.max
        return _month(number + 1) - datetime.timedelta(1)
    return datetime.date(number // 12, number % 12 + 1, 1)
