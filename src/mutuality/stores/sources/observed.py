"""Checked rows as observations of a measure.

In:    a Table with `code`, `period_start`, `period_end`, `row` and numbers.
Out:   a frame with the columns of OBSERVATIONS, in the order of the file.
Never: nought divided by nought, or a flag without a row that earned it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from mutuality.stores.sources.reading import Dropped
from mutuality.stores.sources.table import constant

if TYPE_CHECKING:
    from mutuality.stores.sources.table import Table

FIELD_TEST = "field-test"
OUT_OF_RANGE = "out-of-range-kept"
PART_MISSING = "part-missing"


def observations(
    found: Table,
    *,
    value: pl.Series,
    numerator: pl.Series | None = None,
    denominator: pl.Series | None = None,
    flags: pl.Series | None = None,
) -> pl.DataFrame:
    """One row for each row of the table. The figures must be numbers already."""
    none = found.throughout(None, pl.Float64)
    return pl.DataFrame(
        {
            "organisation": found["code"],
            "period_start": found["period_start"],
            "period_end": found["period_end"],
            "numerator": none if numerator is None else numerator,
            "denominator": none if denominator is None else denominator,
            "value": value,
            "flags": found.throughout("", pl.String) if flags is None else flags,
            "sheet": found.throughout(found.grid.sheet, pl.String),
            "row": found["row"],
        }
    )


def counts(found: Table, column: str, *, flags: pl.Series | None = None) -> pl.DataFrame:
    """Observations of a count: numerator and value are the count."""
    return observations(found, numerator=found[column], value=found[column], flags=flags)


def flagged(rows: pl.Series, flag: str, *, otherwise: str = "") -> pl.Series:
    """The flag in the rows that are marked, and the other, or none, in the others."""
    return constant(flag, pl.String).zip_with(rows, constant(otherwise, pl.String))


def where(rows: pl.Series, figures: pl.Series) -> pl.Series:
    """The figures in the rows that are marked, and null in the others."""
    return figures.zip_with(rows, constant(None, pl.Float64))


def ratio(numerator: pl.Series, denominator: pl.Series) -> pl.Series:
    """One column over another; null where the other is nought or unknown."""
    return where(denominator > 0, numerator / denominator)


def given(found: Table, column: str, measure: str) -> tuple[Table, tuple[Dropped, ...]]:
    """The rows with a figure for one measure, and a count of those without."""
    missing = found.only(found[column].is_null())
    if not missing.height:
        return found, ()
    example = f"row {missing['row'][0]}: {missing['code'][0]}"
    dropped = Dropped(f"no figure for {measure}", missing.height, example, measure)
    return found.only(found[column].is_not_null()), (dropped,)
