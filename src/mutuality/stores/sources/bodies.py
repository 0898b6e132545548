"""Rows about organisations and who became whom, in the shapes of ORGANISATIONS and SUCCESSIONS.

In:    checked columns of a Table.
Out:   frames with every column of the schema, null where a file does not say.
Never: a date that cannot be read taken for no date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from mutuality.stores.sources.reading import ORGANISATIONS

if TYPE_CHECKING:
    from mutuality.stores.sources.table import Table


def organisations(found: Table, **columns: pl.Series | pl.Expr) -> pl.DataFrame:
    """One row for each body. Columns that are not given are null."""
    given = found.frame.select(pl.col("code"), pl.col("row"), **columns)
    missing = [name for name in ORGANISATIONS if name not in given.columns]
    return given.with_columns(pl.lit(None).alias(name) for name in missing).select(
        pl.col(name).cast(kind) for name, kind in ORGANISATIONS.items()
    )


def dates(found: Table, *columns: str, may_be_missing: bool = False) -> Table:
    """The table with dates in these columns, from `20171001` or `2017-10-01`.

    Raises Refusal STO-118 for text that is not a date, or for nothing unless it may be missing.
    """
    read = found.frame.select(
        pl.coalesce(
            pl.col(column).str.to_date("%Y%m%d", strict=False),
            pl.col(column).str.to_date("%Y-%m-%d", strict=False),
        )
        for column in columns
    )
    for column in columns:
        wrong = read[column].is_null()
        if may_be_missing:
            wrong &= found[column].is_not_null()
        found.refuse(
            wrong,
            "STO-118",
            lambda row, column=column: (  # type: ignore[misc] # the loop's own column
                f"A date such as 20171001 was expected in '{column}' and '{row[column] or ''}' was "
                "found."
            ),
            "Correct the date, or download the file again.",
        )
    return found.having(**{column: read[column] for column in columns})
