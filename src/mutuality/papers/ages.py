"""When a figure is too old to stand without a mark.

In:    the last day that a figure covers, and the date of the paper or page.
Out:   whether it is marked out of date.
Never: an old figure printed as if it were today's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

OLD = 18  # months after which a figure is marked out of date
MARK = " (out of date)"


def is_old(end: dt.date, at: dt.date) -> bool:
    """Whether a period that ended on this day is more than 18 months before the date."""
    months = (at.year - end.year) * 12 + at.month - end.month
    return months > OLD or (months == OLD and at.day > end.day)
