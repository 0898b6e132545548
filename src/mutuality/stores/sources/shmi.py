"""Deaths observed and expected: the Summary Hospital-level Mortality Indicator.

In:    the quarterly files of 2011 to 2014 (all of them in one with a DATE, or one alone), or a
       later file at trust level whose name or title states its twelve months.
Out:   `shmi`: observed over expected, for the twelve months that the figures cover.
Never: a publication's date taken for the period of its figures.

A quarterly publication covers the twelve months that ended six months before it: October 2011
covers April 2010 to March 2011. Later publications come monthly and with another delay, so they
must state their months. Rows are coded as at publication: R1H, opened in April 2012, already stands
in the publication of July 2012, which covers 2011.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from mutuality.base import Period, Refusal
from mutuality.stores.sources import publications
from mutuality.stores.sources.editions import edition
from mutuality.stores.sources.figures import (
    agrees,
    at_least_nought,
    numbers,
    of_one_period,
    once_each,
    periods,
    within,
)
from mutuality.stores.sources.months import day_in, month_in, span_in
from mutuality.stores.sources.observed import observations, ratio
from mutuality.stores.sources.publication import Publication
from mutuality.stores.sources.reading import Reading
from mutuality.stores.sources.table import (
    Table,
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

LAST_QUARTERLY_YEAR = 2018
FOUR_DECIMALS = 0.0001
"""The value is printed with four decimals and the expected deaths with four, so they may differ by
half a unit in the last place of each; twice that is allowed."""

_FIGURES = ("observed", "expected", "value")
_COLUMNS = {
    "code": ("provider", "provider code"),
    "observed": ("observed", "observed deaths"),
    "expected": ("expected", "expected deaths"),
    "value": ("value", "shmi value"),
}
_MORE = {
    "period": ("date", "publication date"),
    "name": ("provider name",),
    "indicator": ("indicator code",),
}


def window(published: dt.date) -> Period | None:
    """The twelve months that a quarterly publication covers; None for any other day."""
    quarterly = published.day == 1 and published.month in (1, 4, 7, 10)
    if not quarterly or published.year > LAST_QUARTERLY_YEAR:
        return None
    half_year_before = published.year * 12 + published.month - 1 - 6
    year, month = divmod(half_year_before, 12)
    end = dt.date(year, month + 1, 1) - dt.timedelta(days=1)
    return Period(dt.date(year - 1, month + 1, 1), end)


def _read(grid: Grid) -> Reading:
    found = without_notes(table(grid, _COLUMNS, _MORE), _FIGURES)
    found = leave_out(found, says_total(found, "code", "name"), "total row")
    found = numbers(with_codes(found), _FIGURES)
    at_least_nought(found, _FIGURES)
    agrees(found, "value", found["observed"] / found["expected"], tolerance=_tolerance(found))
    within(found, "value", 0.1, 5)
    found = _dated(found)
    once_each(found, "code", "period_start")
    return Reading(
        reader="shmi",
        source=publications.SHMI,
        vintage=edition(grid),
        tables={
            "shmi": observations(
                found,
                numerator=found["observed"],
                denominator=found["expected"],
                value=ratio(found["observed"], found["expected"]),
            )
        },
        dropped=found.dropped,
        checks=("Each value is its observed over its expected deaths, but for rounding.",),
        names=names_in(found),
        rows=found.height,
    )


def _tolerance(found: Table) -> pl.Series:
    """How far a value may be from its counts: later files round both counts to the nearest five."""
    counts = found.frame.select("observed", "expected")
    rounded = counts.select(pl.all_horizontal(pl.all() % 5 == 0).all()).item()
    half = 2.5 if rounded else 0.0
    return half * (1 + found["value"]) / found["expected"] + FOUR_DECIMALS


def _dated(found: Table) -> Table:
    if "period" in found:
        return periods(found, _stated, "the first day of a quarter up to 2018")
    file = found.grid.file
    titles = " ".join(cell for row in found.grid.head for cell in row)
    period = span_in(file) or span_in(titles)
    if period is None and "indicator" in found and (month := month_in(file)):
        period = window(month.start)
    if period is None or period.months != 12:
        raise Refusal(
            "STO-114",
            "The file does not say which twelve months its figures cover.",
            "Keep the publisher's name for the file ('SHMI data at trust level, Jul20-Jun21'), or "
            "name a quarterly file of 2011 to 2018 by its month of publication "
            "('shmi-2011-october.csv').",
            where=found.where(),
        )
    return of_one_period(found, period)


def _stated(text: str) -> Period | None:
    day = day_in(text)
    return window(day) if day else None


SHMI = Publication(
    id="shmi",
    reads="SHMI by trust: observed and expected deaths (quarterly 2011 to 2018, or at trust level)",
    looks_like=lambda grid: has_columns(grid, _COLUMNS),
    of=_read,
)
