"""What a workspace covers: how far each measure reaches, what is missing, and how old it is.

In:    a workspace, and the date as at which figures are old or not.
Out:   one Coverage a measure.
Never: an old figure listed as if it were today's, or a gap passed over.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mutuality.base import Period
from mutuality.stores.panels import registered_or_tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mutuality.stores.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far one measure reaches.

    `periods` are those that are held, oldest first; `missing` those that lie between them and are
    not. `vintage` and `file` are the edition that the last period comes from. `out_of_date` says
    whether the last period ended more than 18 months before the date. `attribution` is the line
    that must stand under every use.
    """

    measure: str
    title: str
    periods: tuple[Period, ...]
    missing: tuple[Period, ...]
    organisations: int
    figures: int
    vintage: str
    file: str
    from_reference: bool
    out_of_date: bool
    attribution: str

    @property
    def first(self) -> Period:
        """The oldest period that is held."""
        return self.periods[0]

    @property
    def last(self) -> Period:
        """The period that ends last."""
        return max(self.periods, key=lambda period: (period.end, period.start))

    def as_dict(self) -> dict[str, Any]:
        """Plain data for `--json` and for a page."""
        return {
            "measure": self.measure,
            "title": self.title,
            "first": self.first.label,
            "last": self.last.label,
            "last_day": self.last.end.isoformat(),
            "periods": len(self.periods),
            "missing": [period.label for period in self.missing],
            "organisations": self.organisations,
            "figures": self.figures,
            "vintage": self.vintage,
            "file": self.file,
            "from_reference": self.from_reference,
            "out_of_date": self.out_of_date,
            "attribution": self.attribution,
        }


def coverage(store: Workspace, *, at: dt.date) -> tuple[Coverage, ...]:
    """What is held of each measure, shipped figures included, in order of its title."""
    found = (_coverage(store, name, at=at) for name in store.measures())
    return tuple(sorted(found, key=lambda held: (held.title, held.measure)))


def _coverage(store: Workspace, name: str, *, at: dt.date) -> Coverage:
    from mutuality.papers import is_old  # noqa: PLC0415 - drawing takes a while to import

    observed = store.observations(name)
    spans = observed.select("period_start", "period_end").unique().rows()
    periods = tuple(sorted(Period(start, end) for start, end in spans))
    last = observed.sort("period_end", "row").row(-1, named=True)
    return Coverage(
        measure=name,
        title=registered_or_tidy(store, name).title,
        periods=periods,
        missing=tuple(gaps(periods)),
        organisations=observed["organisation"].n_unique(),
        figures=observed.height,
        vintage=last["vintage"],
        file=last["file"],
        from_reference=store.is_from_reference(name),
        out_of_date=is_old(last["period_end"], at),
        attribution=store.source_of(name).attribution,
    )


def gaps(periods: Iterable[Period]) -> Iterator[Period]:
    """Periods that lie between those that are held, and are not held.

    The commonest length and the commonest step say what was to be expected. A period that others
    cover whole is not missing: a quarter, say, where its months are held.
    """
    held = sorted(periods)
    length = _commonest(period.months for period in held)
    months = [_month(period.start) for period in held if period.months == length]
    step = _commonest(later - earlier for earlier, later in itertools.pairwise(months))
    covered = {
        month
        for period in held
        if period.months != length
        for month in range(_month(period.start), _month(period.end) + 1)
    }
    for month in range(months[0], months[-1], step or 1):
        span = range(month, month + length)
        if step and month not in months and not covered.issuperset(span):
            yield Period(_first_day(month), _first_day(month + length) - dt.timedelta(days=1))


def _commonest(numbers: Iterable[int]) -> int:
    """The commonest number, the smaller of two; nought where there is none."""
    counted = Counter(numbers)
    return min(counted, key=lambda number: (-counted[number], number), default=0)


def _month(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _first_day(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)
