"""A&E attendances and emergency admissions by provider, a month at a time.

In:    the workbooks of 2015 to 2019 and their like, and the CSV files that came after.
Out:   `ae-4h`, `ae-attendances`, `emergency-admissions`.
Never: a share for a return that has no 4-hour figure, or a file that misses its own total.

Fourteen trusts tried other standards from May 2019 to May 2023 and reported no 4-hour figure; the
workbooks print a dash. Their attendances count, their share is null and flagged. Booked
appointments are added where they stand in columns of their own.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mutuality.base import Refusal
from mutuality.stores.sources import ae_columns, publications
from mutuality.stores.sources.editions import edition, label
from mutuality.stores.sources.figures import (
    agrees,
    at_least_nought,
    is_apart,
    months,
    numbers,
    of_one_period,
    once_each,
    part_of,
    same_as_name,
)
from mutuality.stores.sources.months import month_in
from mutuality.stores.sources.observed import (
    FIELD_TEST,
    OUT_OF_RANGE,
    PART_MISSING,
    counts,
    flagged,
    observations,
    ratio,
    where,
)
from mutuality.stores.sources.publication import Publication
from mutuality.stores.sources.reading import Reading
from mutuality.stores.sources.table import (
    Table,
    leave_out,
    missing_columns,
    names_in,
    says_total,
    under,
    with_codes,
    without_notes,
)
from mutuality.stores.sources.totals import HALF, adds_up

if TYPE_CHECKING:
    import polars as pl

    from mutuality.stores.sources.grid import Grid

FIELD_TEST_BEGAN = dt.date(2019, 5, 1)
FIELD_TEST_ENDED = dt.date(2023, 5, 31)


def read(grid: Grid) -> Reading:
    """One file, whole."""
    header_row, places = ae_columns.header(grid)
    if missing := ae_columns.lacking(places):
        raise missing_columns(grid, max(header_row, 1), missing)
    found = under(grid, header_row, places)
    total = says_total(found, *ae_columns.TEXTS)
    totals = found["row"].filter(total)
    texts = [place for name, place in places.items() if name in ae_columns.TEXTS]
    figures = [name for name in places if name not in ae_columns.TEXTS]
    over = [name for name in figures if name.startswith("over")]
    found = with_codes(without_notes(leave_out(found, total, "total row"), figures))
    found = numbers(found, figures, may_be_missing=over)
    at_least_nought(found, figures)
    _all_or_none(found, over)
    found = _dated(_added_up(found, places))
    part_of(found, "over 4 hours", "attendances")
    once_each(found, "code", "period_start")
    same_as_name(found)
    return Reading(
        reader="ae-monthly",
        source=publications.AE_MONTHLY,
        vintage=edition(grid),
        tables={
            "ae-4h": four_hours(found),
            "ae-attendances": counted(found, "attendances"),
            "emergency-admissions": counted(found, "admissions"),
        },
        dropped=found.dropped,
        checks=(adds_up(found, totals, header_row=header_row, texts=texts),),
        names=names_in(found),
        rows=found.height,
    )


def four_hours(found: Table) -> pl.DataFrame:
    """Observations of `ae-4h` from `attendances` and `over 4 hours`, which may be null.

    A return without the figure is flagged as field-test within the years of the test, and as
    part-missing outside them.
    """
    attendances = found["attendances"]
    within = attendances - found["over 4 hours"]
    denominator, flags = attendances, has_fraction(attendances)
    if within.null_count():
        reported, end = within.is_not_null(), found["period_end"]
        tested = (end >= FIELD_TEST_BEGAN) & (end <= FIELD_TEST_ENDED)
        denominator = where(reported, attendances)
        flags = flags.zip_with(reported, flagged(tested, FIELD_TEST, otherwise=PART_MISSING))
    return observations(
        found,
        numerator=within,
        denominator=denominator,
        value=ratio(within, attendances),
        flags=flags,
    )


def counted(found: Table, column: str) -> pl.DataFrame:
    """Observations of a count, flagged where it is not whole."""
    return counts(found, column, flags=has_fraction(found[column]))


def has_fraction(count: pl.Series) -> pl.Series:
    """The flag for a count that is not whole: it is kept as the publisher printed it."""
    return flagged(count % 1 != 0, OUT_OF_RANGE)


def _all_or_none(found: Table, over: list[str]) -> None:
    """Refuse a return that gives the 4-hour figure for some departments and not for others."""
    if not any(found[name].null_count() for name in over):
        return
    missing = found[over[0]].is_null()
    for name in over[1:]:
        found.refuse(
            found[name].is_null() != missing,
            "STO-108",
            lambda row: (
                f"'{row['code']}' gives the 4-hour figure for some departments and not for others."
            ),
            "Correct the row: a return gives the figure for all its departments or for none.",
        )


def _added_up(found: Table, places: ae_columns.Places) -> Table:
    """The table with `attendances`, `over 4 hours` and `admissions`, checked against its totals."""
    return found.having(
        **{
            "attendances": _sum(found, places, "attendances", "attendances total"),
            "over 4 hours": _sum(found, places, "over", "over total"),
            "admissions": _admissions(found, places),
        }
    )


def _admissions(found: Table, places: ae_columns.Places) -> pl.Series:
    """Emergency admissions through A&E and others, or the row's own total where that is all."""
    via = "admissions via" in places or ae_columns.departments(places, "admissions")
    if not via or "admissions other" not in places:
        return found["admissions total"]
    both = _sum(found, places, "admissions", "admissions via") + found["admissions other"]
    if "admissions total" in places:
        agrees(found, "admissions total", both, tolerance=HALF)
    return both


def _sum(found: Table, places: ae_columns.Places, kind: str, total: str) -> pl.Series:
    """Departments and booked appointments added up; null where any of them is.

    The row's own total must say the same, with or without the booked. Where departments are not
    given, the total stands for them.
    """
    columns = ae_columns.departments(places, kind)
    unbooked = _plus(found, columns) if columns else found[total]
    booked = [f"{kind} booked {number}" for number in ae_columns.DEPARTMENTS]
    everyone = unbooked
    if booked[0] in places:
        everyone = unbooked + _plus(found, booked)
    if columns and total in places:
        differ = is_apart(found[total], everyone, HALF).any()
        agrees(found, total, unbooked if differ else everyone, tolerance=HALF)
    return everyone


def _plus(found: Table, columns: list[str]) -> pl.Series:
    first, *rest = (found[column] for column in columns)
    return sum(rest, start=first)


def _dated(found: Table) -> Table:
    """The period of each row: its own, else the one above the table, else the file's name."""
    if "period" in found:
        return months(found)
    stated = label(found.grid, "period")
    month = month_in(stated) or (month_in(found.grid.file) if not stated else None)
    if month is None:
        raise Refusal(
            "STO-114",
            f"'{stated}' was found where a month and a year, such as April 2024, was expected.",
            "Write the month beside 'Period:' above the table, or in the file's name.",
            where=found.where(),
        )
    return of_one_period(found, month)


AE_MONTHLY = Publication(
    id="ae-monthly",
    reads="A&E attendances and emergency admissions by provider, monthly (xls, xlsx, csv)",
    looks_like=ae_columns.looks_like,
    of=read,
)
