"""The publisher's own totals, used to check that a file was read whole.

In:    the rows that were kept, and the rows that the publisher calls totals.
Out:   a sentence on what was compared.
Never: a total stored as an organisation, or a difference explained away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.base import Refusal
from mutuality.stores.sources.figures import as_numbers

if TYPE_CHECKING:
    from collections.abc import Collection

    import polars as pl

    from mutuality.stores.sources.table import Table

HALF = 0.5
"""Counts are whole numbers but for one return (East Sussex, January 2016: 954.43 attendances), so
a true difference is at least one; half of one leaves room for the fraction and for nothing else."""


def adds_up(
    found: Table, totals: pl.Series, *, header_row: int, texts: Collection[int] = ()
) -> str:
    """Compare each column of figures with the total rows; percentages are passed over.

    `totals` holds the row numbers of the totals, and `texts` the places of columns that hold no
    figures. Raises Refusal STO-116 (no total row) and STO-117
    (a column does not add up).
    """
    if totals.is_empty():
        raise Refusal(
            "STO-116",
            "The file has no total row, so it cannot be told whether it is whole.",
            "Download it again: every file of this publication ends or begins with a total.",
            where=found.where(),
        )
    body = found.grid.cells.slice(header_row)
    places = [row - header_row - 1 for row in totals.to_list()]
    compared = 0
    for column, text in enumerate(found.grid.head[header_row - 1]):
        if not text or column in texts or "percent" in text.lower() or "%" in text:
            continue
        figure = as_numbers(body[f"c{column}"])
        stated = [figure[place] for place in places]
        if None in stated:
            continue
        compared += 1
        expected, got = sum(stated), figure.sum() - sum(stated)
        if not abs(expected - got) <= HALF:
            raise Refusal(
                "STO-117",
                f"The column '{text}' adds up to {got:,.10g}; the total row says {expected:,.10g}.",
                "Rows are missing, repeated or altered: download the file again.",
                where=found.where(totals[0]),
            )
    return f"{compared} columns add up to the file's own total row."
