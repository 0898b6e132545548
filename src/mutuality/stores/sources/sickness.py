"""Staff sickness absence by organisation and month, from the Electronic Staff Record.

In:    a monthly file (`30/04/2024`), or the history (`2009-APR`).
Out:   `sickness`: full-time equivalent days lost over days available.
Never: a rate that its own days do not give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.base import Period
from mutuality.stores.sources import publications
from mutuality.stores.sources.editions import edition
from mutuality.stores.sources.figures import (
    agrees,
    at_least_nought,
    numbers,
    once_each,
    part_of,
    periods,
    same_as_name,
)
from mutuality.stores.sources.months import day_in, month_in
from mutuality.stores.sources.observed import observations, ratio
from mutuality.stores.sources.publication import Publication
from mutuality.stores.sources.reading import Reading
from mutuality.stores.sources.table import (
    has_columns,
    leave_out,
    names_in,
    says_total,
    table,
    with_codes,
    without_notes,
)

if TYPE_CHECKING:
    from mutuality.stores.sources.grid import Grid

TWO_DECIMALS = 0.006
"""The rate is printed as a percentage with two decimals: half of the last place, and a little."""

_FIGURES = ("days lost", "days available")
_COLUMNS = {
    "code": ("org code", "organisation code"),
    "period": ("date", "month"),
    "days lost": ("fte days lost", "fte days sick"),
    "days available": ("fte days available",),
}
_MORE = {
    "name": ("org name", "organisation name"),
    "rate": ("sickness absence rate percent", "sickness absence rate %", "sa rate %", "sa rate"),
}


def _month(text: str) -> Period | None:
    if day := day_in(text):
        return Period.month(day.year, day.month)
    return month_in(text)


def _read(grid: Grid) -> Reading:
    found = table(grid, _COLUMNS, _MORE)
    found = leave_out(found, says_total(found, "code", "name"), "total row")
    found = with_codes(without_notes(found, _FIGURES))
    rates = ("rate",) if "rate" in found else ()
    found = numbers(found, (*_FIGURES, *rates), may_be_missing=rates)
    at_least_nought(found, _FIGURES)
    part_of(found, *_FIGURES)
    lost, available = (found[name] for name in _FIGURES)
    share = ratio(lost, available)
    if rates:
        agrees(found, "rate", 100 * share, tolerance=TWO_DECIMALS)
    found = periods(found, _month, "a day or a month, such as 30/04/2024 or 2009-APR")
    once_each(found, "code", "period_start")
    same_as_name(found)
    return Reading(
        reader="sickness",
        source=publications.SICKNESS,
        vintage=edition(grid),
        tables={
            "sickness": observations(
                found,
                numerator=lost,
                denominator=available,
                value=share,
            )
        },
        dropped=found.dropped,
        checks=("Each rate is its days lost over its days available.",) if rates else (),
        names=names_in(found),
        rows=found.height,
    )


SICKNESS = Publication(
    id="sickness",
    reads="Sickness absence by organisation and month (monthly csv, or the history)",
    looks_like=lambda grid: has_columns(grid, _COLUMNS),
    of=_read,
)
