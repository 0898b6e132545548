"""What an XmR chart says, in words.

In:    the points of a chart, the signs of its latest point, and its settings.
Out:   a reading of the latest point, warnings, and how the limits were worked out.
Never: a cause. A signal says that something changed, not why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from mutuality.outcomes.limits import LIMIT, SCREEN
from mutuality.outcomes.signals import tail

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from mutuality.outcomes.signals import Signs
    from mutuality.outcomes.spc import SpcSettings

ENOUGH = 13  # fewer points than this give trial limits only

MEANING = {
    "improvement": ", a sign of improvement",
    "concern": ", a sign of concern",
    "neutral": ", a sign of change",
    "common-cause": "",
}


def reading(last: Mapping[str, object], signs: Signs) -> str:
    """What the latest figure shows, as a sentence."""
    way = last["direction"]
    up = way == 1
    said = {
        "": "The latest figure is within usual variation",
        "outside": f"The latest figure is {'above the upper' if up else 'below the lower'} limit",
        "trend": f"The figures have {'risen' if up else 'fallen'} "
        f"{tail(signs.step == way, signs.stretch)} times running",
        "two-of-three": "At least 2 of the last 3 figures are close to the "
        f"{'upper' if up else 'lower'} limit",
        "shift": f"The last {tail(signs.side == way, signs.stretch)} figures are all "
        f"{'above' if up else 'below'} the mean",
    }[str(last["signal"])]
    return f"{said}{MEANING[str(last['kind'])]}."


def warnings(
    points: pl.DataFrame, gaps: Sequence[tuple[int, int]], settings: SpcSettings
) -> tuple[str, ...]:
    """What a reader must know before trusting the limits."""
    held = points.filter(pl.col("value").is_not_null())
    by_part = held.group_by("segment", maintain_order=True).agg(
        pl.len().alias("count"), pl.col("upper").null_count().alias("without")
    )
    said = []
    for part, count, without in by_part.iter_rows():
        where = f"Part {part} of the chart" if by_part.height > 1 else "The chart"
        if without:
            said.append(f"{where} has no two successive points, so it has no limits.")
        elif count < ENOUGH:
            said.append(
                f"{where} has {count} points. "
                f"With fewer than {ENOUGH}, the limits are trial limits."
            )
    if gaps:
        said.append(
            f"Figures are missing {_gaps(points, gaps)}. No moving range is taken across a gap, "
            "and shifts and trends stop there."
        )
    last = held["period_end"][-1]
    said += [
        f"No figure ends on or after {day_in_words(day)}, so no new limits start there."
        for day in settings.rebase
        if day > last
    ]
    return tuple(said)


def caption(points: pl.DataFrame, settings: SpcSettings) -> str:
    """How the limits were worked out, with the switches that were set."""
    screening = (
        f"moving ranges of {SCREEN} times their mean or more are left out "
        f"({points['screened'].sum()} here)"
        if settings.screen_outliers
        else "no moving range is left out"
    )
    basis = f" of the first {settings.baseline} points" if settings.baseline else ""
    starts = points.filter((pl.col("segment") > 1) & pl.col("segment").is_first_distinct())
    days = [day_in_words(day) for day in starts["period_end"]]
    rebased = f" New limits start at {' and at '.join(days)}." if days else ""
    near = ", or past it," if settings.near_counts_outside else ""
    return (
        f"XmR chart. The limits are the mean{basis} plus and minus {LIMIT} times the mean moving "
        f"range; {screening}.{rebased} Signals: a point outside the limits; a trend of "
        f"{settings.trend} points rising or falling; 2 of 3 points close to a limit{near} on one "
        f"side of the mean; a shift of {settings.shift} points on one side of the mean."
    )


def day_in_words(day: dt.date) -> str:
    """6 August 2018."""
    return f"{day.day} {day:%B %Y}"


def _gaps(points: pl.DataFrame, gaps: Sequence[tuple[int, int]]) -> str:
    named = [f"between {_name(points, a)} and {_name(points, b)}" for a, b in gaps[:3]]
    more = len(gaps) - len(named)
    return "; ".join(named) + (f"; and {more} more" if more else "")


def _name(points: pl.DataFrame, row: int) -> str:
    end: dt.date | None = points["period_end"][row]
    return day_in_words(end) if end else f"point {row + 1}"
