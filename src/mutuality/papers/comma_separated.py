"""A table as CSV that opens safely in a spreadsheet and reads straight into a script.

In:    a Grid and its Attribution.
Out:   UTF-8 with a byte order mark (Excel needs it; readers skip it), one header row, CRLF line
       ends; the attribution as six columns at the right, in every row.
Never: a cell that a spreadsheet would run.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl
from polars import selectors

from mutuality.base import Refusal
from mutuality.papers.attribution import ADVICE
from mutuality.papers.grid import clean

if TYPE_CHECKING:
    from mutuality.papers.attribution import Attribution
    from mutuality.papers.grid import Grid

# What opens a formula, after any space or invisible mark; also the wide forms that a keyboard set
# to Japanese types. The quotes before it make the rule reversible: one more goes on, one comes off.
STARTS = "^'*(?:[\\s\u200b\ufeff]*[=+\\-@＝＋－＠]|[\t\n])"
HONEST = r"^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?$"


def to_csv(grid: Grid, attribution: Attribution) -> bytes:
    """The rows as they are, empty where nothing is held, each with its attribution.

    A text that would start a formula gets one `'` before it; a plain number such as -1.5 does not.
    Raises Refusal PAP-026 where the table already has a column of the attribution's names.
    """
    added = {
        "data_source": "; ".join(attribution.publications),
        "data_accessed": attribution.accessed.isoformat()
        if attribution.accessed
        else attribution.access,
        "data_version": attribution.version,
        "data_licence": attribution.licence,
        "made_with": attribution.software,
        "advice": ADVICE,
    }
    taken = sorted(added.keys() & {name.casefold() for name in grid.frame.columns})
    if taken:
        raise Refusal(
            "PAP-026",
            f"The table has a column '{taken[0]}', where a CSV says whence the figures come.",
            "Give the table's own column another name.",
            where="table",
        )
    full = grid.frame.with_columns(pl.lit(clean(text)).alias(name) for name, text in added.items())
    safe = full.with_columns(_safe(selectors.string()))
    names = pl.DataFrame({"name": safe.columns}).select(_safe(pl.col("name")))["name"]
    safe.columns = names.to_list()
    file = BytesIO()
    safe.write_csv(
        file, include_bom=True, line_terminator="\r\n", datetime_format="%Y-%m-%d %H:%M:%S%.f"
    )
    return file.getvalue()


def _safe(column: pl.Expr) -> pl.Expr:
    runs = column.str.contains(STARTS) & ~column.str.contains(HONEST)
    return pl.when(runs).then(pl.lit("'") + column).otherwise(column).name.keep()
