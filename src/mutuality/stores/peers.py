"""How big organisations are, from the figures that are held.

In:    a workspace, a measure of size and a day.
Out:   Sizes by unit, with the words that say of what and when.
Never: a part of a unit taken for the whole, or a figure after the day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from mutuality.base import Period, Refusal
from mutuality.register import Sizes
from mutuality.stores.panels import panel_of

if TYPE_CHECKING:
    import datetime as dt

    from mutuality.register import Register
    from mutuality.stores.workspace import Workspace

MEASURES = {
    "beds": ("ga-occupancy", "denominator", "general and acute beds available overnight"),
    "attendances": ("ae-attendances", "value", "A&E attendances"),
}
"""What size can be read from: the measure, its column, and how it is called."""


def sizes_of(
    store: Workspace, by: str = "beds", *, at: dt.date, register: Register | None = None
) -> Sizes:
    """How big every unit is, over the last four quarters up to a day that have figures.

    Beds are the mean of the quarters, attendances their sum. A unit that lacks a quarter, or part
    of one, has no size: a busy winter must not make it bigger than it is.

    Raises Refusal STO-050 for another measure of size or where nothing is held by then, and what
    `panel_of` refuses.
    """
    if by not in MEASURES:
        raise _nothing(f"'{by}' is not a measure of size.")
    name, column, words = MEASURES[by]
    register = register or store.register()
    observed = store.observations(name).filter(pl.col("period_end") <= at)
    if observed.is_empty():
        raise _nothing(f"No figures of {words} are held up to {at}.")
    frame = panel_of(
        store, name, frequency="quarter", as_of=at, register=register, observed=observed
    ).frame.filter(
        ~pl.col("flags").str.contains("part-missing|short-period") & (pl.col(column) > 0)
    )
    ends = frame["period_end"].unique().sort()[-4:]
    last = frame.filter(pl.col("period_end").is_in(ends.implode()))
    whole = (
        last.group_by("unit")
        .agg(pl.col(column).mean() if by == "beds" else pl.col(column).sum(), pl.len().alias("n"))
        .filter(pl.col("n") == len(ends))
        .sort("unit")
    )
    first: Any = last["period_start"].min()
    end: Any = last["period_end"].max()
    return Sizes(
        words=f"{words}, {Period(first, end).label}",
        values=dict(whole.select("unit", column).iter_rows()),
        source=store.source_of(name).attribution,
    )


def _nothing(problem: str) -> Refusal:
    return Refusal("STO-050", problem, f"Use one of: {', '.join(MEASURES)}.", where="size")
