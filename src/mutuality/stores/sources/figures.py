"""Figures in a table, checked before they are believed.

In:    a Table of text.
Out:   the same rows with numbers and dates.
Never: text read as nought, or a figure out of its range let through.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import polars as pl

from mutuality.base import Period, Refusal
from mutuality.stores.sources.months import day_in, month_in

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from mutuality.stores.sources.table import Table

NOT_GIVEN = ("", "-", "–", "n/a", "na", "nan", "null", "*", "..", "x")
ROUNDING = 1e-9
THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
"""Only these commas are taken out: 6,25 is not 625, and may be meant as 6.25."""
_FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")
"""A whole date in a file's name says when it was fetched, not what it is about."""
_COMPARE = (
    "Compare the row with the publisher's file; ask the publisher if it reads the same there."
)


def as_numbers(texts: pl.Series) -> pl.Series:
    """Text as numbers, null for text that is none. Publishers write 1,234."""
    found = texts.cast(pl.Float64, strict=False)
    if found.null_count() > texts.null_count():
        # Only now, because few columns have commas and taking them out takes longer than all else.
        without = [
            text.replace(",", "") if text and THOUSANDS.fullmatch(text) else text
            for text in texts.to_list()
        ]
        return pl.Series(without, dtype=pl.String).cast(pl.Float64, strict=False)
    return found


def numbers(found: Table, columns: Sequence[str], *, may_be_missing: Sequence[str] = ()) -> Table:
    """The table with numbers in these columns.

    A column of `may_be_missing` is null where the publisher wrote a dash, NA or nothing. Raises
    Refusal STO-108 for text, or for nothing in any other column.
    """
    read = {column: as_numbers(found[column]) for column in columns}
    for column, number in read.items():
        if not number.null_count() and math.isfinite(number.sum()):
            continue
        figures = [_finite(figure) for figure in number.to_list()]
        read[column] = pl.Series(figures, dtype=pl.Float64)
        allowed = NOT_GIVEN if column in may_be_missing else ()
        wrong = [
            figure is None and (text or "").lower() not in allowed
            for figure, text in zip(figures, found[column].to_list(), strict=True)
        ]
        found.refuse(
            pl.Series(wrong, dtype=pl.Boolean),
            "STO-108",
            lambda row, column=column: (  # type: ignore[misc] # the loop's own column
                f"A number was expected in '{column}' and '{row[column] or ''}' was found."
            ),
            "Correct the cell, or leave the row out and say so.",
        )
    return found.having(**read)


def _finite(figure: float | None) -> float | None:
    return figure if figure is not None and math.isfinite(figure) else None


def at_least_nought(found: Table, columns: Sequence[str]) -> None:
    """Raises Refusal STO-109 for a count below nought."""
    for column in columns:
        if not _lowest(found[column]) < 0:
            continue
        found.refuse(
            found[column] < 0,
            "STO-109",
            lambda row, column=column: (  # type: ignore[misc] # the loop's own column
                f"'{column}' is {row[column]:g}; a count cannot be below nought."
            ),
            _COMPARE,
        )


def _lowest(numbers: pl.Series) -> float:
    """The lowest number; nought where there is none."""
    lowest = numbers.min()
    return lowest if isinstance(lowest, float) else 0.0


def part_of(found: Table, part: str, whole: str) -> None:
    """Raises Refusal STO-110 where a part is larger than its whole."""
    found.refuse(
        found[part] > found[whole] * (1 + ROUNDING),
        "STO-110",
        lambda row: (
            f"'{part}' is {row[part]:,.10g}, which is more than '{whole}' ({row[whole]:,.10g})."
        ),
        _COMPARE,
    )


def within(found: Table, column: str, lowest: float, highest: float) -> None:
    """Raises Refusal STO-111 for a figure outside its range."""
    found.refuse(
        (found[column] < lowest) | (found[column] > highest),
        "STO-111",
        lambda row: f"'{column}' is {row[column]:g}; {lowest:g} to {highest:g} was expected.",
        _COMPARE,
    )


def agrees(
    found: Table, published: str, worked_out: pl.Series, *, tolerance: float | pl.Series
) -> None:
    """Raises Refusal STO-112 where a figure differs from what its own row works out to."""
    wrong = is_apart(found[published], worked_out, tolerance)
    if wrong.any():
        found.having(**{"worked out": worked_out}).refuse(
            wrong,
            "STO-112",
            lambda row: (
                f"'{published}' is {row[published]:,.10g}, but the other cells of the row give "
                f"{row['worked out']:,.10g}."
            ),
            _COMPARE,
        )


def is_apart(first: pl.Series, second: pl.Series, tolerance: float | pl.Series) -> pl.Series:
    """Which rows differ by more than the tolerance; null where either is."""
    apart = first - second
    return (apart > tolerance) | (apart < -tolerance)


def once_each(found: Table, *columns: str) -> None:
    """Raises Refusal STO-113 for an organisation that stands twice in a period."""
    # Where one column never repeats itself the whole key cannot, and one is counted much faster.
    if any(found[column].n_unique() == found.height for column in columns):
        return
    keys = found.frame.select(columns)
    if keys.n_unique() == keys.height:
        return
    again = found.frame.filter(~keys.select(pl.struct(columns).is_first_distinct()).to_series())
    second = again.row(0, named=True)
    first = found.frame.row(
        by_predicate=pl.all_horizontal(pl.col(c).eq_missing(second[c]) for c in columns)
        & (pl.col("row") < second["row"])
        & pl.struct(columns).is_first_distinct(),
        named=True,
    )
    shown = ", ".join(str(second[column]) for column in columns)
    raise Refusal(
        "STO-113",
        f"{shown} stands in rows {first['row']} and {second['row']}; once was expected.",
        "Take out the row that is wrong. Nothing is added up on your behalf.",
        where=found.where(second["row"]),
    )


def months(found: Table) -> Table:
    """The table with the period that its column `period` names as a month."""
    return periods(found, month_in, "a month and a year, such as April 2024")


def periods(found: Table, read: Callable[[str], Period | None], expected: str) -> Table:
    """The table with `period_start` and `period_end` from `period`, each text read once.

    Raises Refusal STO-114 for text that names no such period.
    """
    texts = found["period"].unique().to_list()
    known = {text: read(text) for text in texts if text is not None}
    unread = [text for text in texts if known.get(text) is None]
    if unread:
        found.refuse(
            found["period"].is_in(unread, nulls_equal=True),
            "STO-114",
            lambda row: f"'{row['period'] or ''}' was found where {expected}, was expected.",
            "Write the period as the publisher does.",
        )
    spans = {text: period for text, period in known.items() if period}
    return found.having(
        period_start=_mapped(found["period"], {text: p.start for text, p in spans.items()}),
        period_end=_mapped(found["period"], {text: p.end for text, p in spans.items()}),
    )


def of_one_period(found: Table, period: Period) -> Table:
    """The table with one period in every row."""
    return found.having(
        period_start=found.throughout(period.start, pl.Date),
        period_end=found.throughout(period.end, pl.Date),
    )


def _mapped(texts: pl.Series, dates: Mapping[str, dt.date | None]) -> pl.Series:
    return texts.replace_strict(dates, return_dtype=pl.Date)


def days(found: Table, *columns: str) -> Table:
    """The table with days in these columns. Raises Refusal STO-118 for text that is none."""
    for column in columns:
        texts = found[column].unique().to_list()
        known = {text: day_in(text) for text in texts if text is not None}
        unread = [text for text in texts if known.get(text) is None]
        found.refuse(
            found[column].is_in(unread, nulls_equal=True),
            "STO-118",
            lambda row, column=column: (  # type: ignore[misc] # the loop's own column
                f"A date such as 2024-04-30 was expected in '{column}' and "
                f"'{row[column] or ''}' was found."
            ),
            "Correct the date.",
        )
        found = found.having(**{column: _mapped(found[column], known)})
    return found


def same_as_name(found: Table) -> None:
    """Raises Refusal STO-115 where the file's name gives one month and its rows another."""
    named = month_in(_FULL_DATE.sub("", found.grid.file))
    if named is None or not found.height:
        return
    first, last = found["period_start"].min(), found["period_start"].max()
    if first != last or first == named.start:
        return
    found.refuse(
        found["period_start"] == first,
        "STO-115",
        lambda row: (
            f"The name of the file says {named.label}; its contents are of "
            f"{row['period_start']:%B %Y}."
        ),
        "Check which is right, then rename the file or download it again.",
    )
