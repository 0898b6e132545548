"""Figures in our own plain layout, for whatever no publisher's reader covers.

In:    CSV, xlsx or Parquet with one row an organisation, measure and period: `organisation`,
       `measure`, `period_start`, `period_end` and `value`, or `numerator` with or without
       `denominator`.
Out:   a table for each measure.
Never: a row believed because the others were.

Dates are days, both included, ISO or as 30/04/2024. A measure that the registry knows follows the
registry: its rule for adding up says which figures are needed and its range which are allowed. Any
other measure must describe itself in the file: see declared.py. Where a row has numerator and
denominator its value is worked out from them (times 100 for per cent of respondents), and a value
that stands beside them must agree to two decimals. A count is its own value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from mutuality.outcomes import REGISTRY, Measure
from mutuality.stores.sources import publications
from mutuality.stores.sources.declared import OFFERED, measure_of
from mutuality.stores.sources.editions import EXTRACT
from mutuality.stores.sources.figures import (
    agrees,
    at_least_nought,
    days,
    numbers,
    once_each,
    part_of,
    within,
)
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
)

if TYPE_CHECKING:
    from mutuality.stores.sources.grid import Grid

TWO_DECIMALS = 0.005
_FIGURES = ("numerator", "denominator", "value")
_COLUMNS = {
    "code": ("organisation", "organisation code", "org code", "code"),
    "measure": ("measure",),
    "period_start": ("period start",),
    "period_end": ("period end",),
}
_MORE = {
    **{name: (name,) for name in (*_FIGURES, *OFFERED)},
    "name": ("name", "organisation name", "org name"),
}


def _read(grid: Grid) -> Reading:
    found = table(grid, _COLUMNS, _MORE)
    found = with_codes(leave_out(found, says_total(found, "code"), "total row"))
    absent = [name for name in _FIGURES if name not in found]
    found = found.having(**{name: found.throughout(None, pl.String) for name in absent})
    found = numbers(found, _FIGURES, may_be_missing=_FIGURES)
    at_least_nought(found, ("numerator", "denominator"))
    found = days(found, "period_start", "period_end")
    found.refuse(
        found["period_end"] < found["period_start"],
        "STO-119",
        lambda row: f"The period ends on {row['period_end']}, before {row['period_start']}.",
        "Swap the two dates, or correct one of them.",
    )
    once_each(found, "code", "measure", "period_start", "period_end")
    tables, declared = {}, {}
    for code in found["measure"].fill_null("").unique(maintain_order=True):
        rows = found.only(found["measure"].fill_null("") == code)
        measure = measure_of(code, rows)
        tables[code] = _observed(rows, measure)
        if code not in REGISTRY:
            declared[code] = measure
    return Reading(
        reader="tidy",
        source=publications.TIDY,
        vintage=EXTRACT,
        tables=tables,
        dropped=found.dropped,
        names=names_in(found),
        rows=found.height,
        declared=declared,
    )


def _observed(rows: Table, measure: Measure) -> pl.DataFrame:
    """The rows of one measure, by its rule for adding up."""
    needed: tuple[str, ...] = ("value",)
    if measure.is_rate:
        needed = ("numerator", "denominator")
        scale = 100 if measure.pooling == "base" else 1
        worked_out = scale * ratio(rows["numerator"], rows["denominator"])
        agrees(rows, "value", worked_out, tolerance=TWO_DECIMALS)
        if measure.pooling == "base" or measure.unit == "share":
            part_of(rows, "numerator", "denominator")
    else:
        worked_out = rows.frame.select(pl.coalesce("value", "numerator")).to_series()
    found = rows.having(**{"given": rows["value"], "value": worked_out})
    for name in needed:
        found.refuse(
            found[name].is_null(),
            "STO-120",
            lambda row, name=name: (  # type: ignore[misc] # the loop's own column
                f"'{measure.id}' needs a {name} and the row has none."
            ),
            "Give the figure, or leave the row out and say so.",
        )
    within(found, "value", measure.lowest, measure.highest)
    return observations(
        found,
        numerator=found["value" if measure.pooling == "sum" else "numerator"],
        denominator=found["denominator"],
        value=found["value"],
    )


TIDY = Publication(
    id="tidy",
    reads="our own plain layout: organisation, measure, period_start, period_end, value "
    "(csv, xlsx, parquet)",
    looks_like=lambda grid: has_columns(grid, _COLUMNS),
    of=_read,
)
