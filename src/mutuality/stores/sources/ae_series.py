"""A&E by trust from April 2021, from a third party's extract of the monthly files.

In:    one row a trust and month; attendances are unbooked and booked together.
Out:   `ae-4h`, `ae-attendances`, `emergency-admissions`.
Never: a 4-hour share for a trust that tested other standards: the extract leaves it empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.stores.sources import publications
from mutuality.stores.sources.ae_monthly import four_hours
from mutuality.stores.sources.editions import EXTRACT
from mutuality.stores.sources.figures import at_least_nought, months, numbers, once_each, part_of
from mutuality.stores.sources.observed import counts
from mutuality.stores.sources.publication import Publication
from mutuality.stores.sources.reading import Reading
from mutuality.stores.sources.table import has_columns, names_in, table, with_codes

if TYPE_CHECKING:
    from mutuality.stores.sources.grid import Grid

_COLUMNS = {
    "code": ("nhs trust22 code", "nhs trust code", "trust code"),
    "period": ("date", "month"),
    "attendances": ("total attendances",),
    "over 4 hours": ("attendances over 4hours", "attendances over 4 hours"),
    "admissions": ("total emergency admissions",),
}
_FIGURES = ("attendances", "over 4 hours", "admissions")


def _read(grid: Grid) -> Reading:
    found = numbers(with_codes(table(grid, _COLUMNS)), _FIGURES, may_be_missing=("over 4 hours",))
    at_least_nought(found, _FIGURES)
    part_of(found, "over 4 hours", "attendances")
    found = months(found)
    once_each(found, "code", "period_start")
    return Reading(
        reader="ae-trust-series",
        source=publications.AE_TRUST_SERIES,
        vintage=EXTRACT,
        tables={
            "ae-4h": four_hours(found),
            "ae-attendances": counts(found, "attendances"),
            "emergency-admissions": counts(found, "admissions"),
        },
        dropped=found.dropped,
        names=names_in(found),
        rows=found.height,
    )


AE_TRUST_SERIES = Publication(
    id="ae-trust-series",
    reads="A&E by trust and month from April 2021, third party's extract (csv)",
    looks_like=lambda grid: has_columns(grid, _COLUMNS),
    of=_read,
)
