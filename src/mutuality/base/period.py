"""The stretch of time that a figure covers.

In:    first and last day, both included.
Out:   a Period that knows its length and how the NHS writes it.
Never: a guess at a year. Financial years and calendar years are built by different functions.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Literal

from mutuality.base.refusal import Refusal

Frequency = Literal["month", "quarter", "year"]
"""How long the periods of a panel are."""
MONTHS = tuple(calendar.month_name)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """First and last day of what a figure covers, both included.

    Raises Refusal BAS-001 where the last day is before the first.
    """

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise Refusal(
                "BAS-001",
                f"A period cannot end on {self.end} when it starts on {self.start}.",
                "Swap the two dates, or correct one of them.",
            )

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """A calendar month."""
        return cls(
            dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        )

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        """A calendar quarter: 1 is January to March."""
        last = 3 * quarter
        return cls(dt.date(year, last - 2, 1), cls.month(year, last).end)

    @classmethod
    def year(cls, year: int) -> Period:
        """A calendar year."""
        return cls(dt.date(year, 1, 1), dt.date(year, 12, 31))

    @property
    def months(self) -> int:
        """How many calendar months it touches."""
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def frequency(self) -> Frequency | None:
        """month, quarter or year where it is exactly that long; None for any other stretch."""
        lengths: dict[int, Frequency] = {1: "month", 3: "quarter", 12: "year"}
        whole = self.start.day == 1 and self.end == Period.month(self.end.year, self.end.month).end
        return lengths.get(self.months) if whole else None

    @property
    def label(self) -> str:
        """As the NHS writes it: `July 2015`, `Q2 2025/26` (financial), `2014` (calendar year)."""
        if self.frequency == "month":
            return f"{MONTHS[self.start.month]} {self.start.year}"
        if self.frequency == "quarter" and self.start.month % 3 == 1:
            first = self.start.year - (self.start.month < 4)
            quarter = (self.start.month - 4) % 12 // 3 + 1
            return f"Q{quarter} {first}/{(first + 1) % 100:02d}"
        if self.frequency == "year" and self.start.month == 4:
            return f"{self.start.year}/{self.end.year % 100:02d}"
        if self.frequency == "year" and self.start.month == 1:
            return str(self.start.year)
        return f"{_month_year(self.start)} to {_month_year(self.end)}"


def _month_year(day: dt.date) -> str:
    return f"{MONTHS[day.month]} {day.year}"
