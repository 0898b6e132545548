"""Mean and limits of an XmR chart, part by part.

In:    figures, the days their periods end, and the days from which new limits start.
Out:   unbroken runs of periods, parts of the chart, and mean, limits and moving range by point.
Never: a moving range across a gap, or a limit from a single point.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from mutuality.outcomes.signals import Signs

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mutuality.outcomes.signals import Bools, Floats, Ints

LIMIT = 2.66  # 3 / d2 for ranges of two points, d2 = 1.128
SCREEN = 3.267  # D4: a moving range of this many means is itself out of the ordinary
GAP = 1.5  # a step this many times the usual one has skipped a period


@dataclass(frozen=True, slots=True)
class Lines:
    """Mean, distance from it to a limit, moving range, and whether that range was left out.

    One entry a point. `half` is NaN in a part without two successive points.
    """

    mean: Floats
    half: Floats
    moving: Floats
    screened: Bools


def runs(given: pl.DataFrame) -> tuple[Ints, list[tuple[int, int]]]:
    """Number the unbroken runs of rows that hold a figure, from 1, and name the rows round gaps.

    A period is missing where its row holds no figure, or where the step between two dates is more
    than one and a half times the usual (median) step of all rows. Leading and trailing empty rows
    are no gap.
    """
    held = given.with_row_index("place").filter(pl.col("value").is_not_null())
    place = held["place"].to_numpy().astype(np.int64)
    broken = np.diff(place) > 1
    if given["period_end"].null_count() == 0 and given.height > 1:
        usual = np.median(np.diff(_days(given)))
        broken = broken | (np.diff(_days(held)) > GAP * usual)
    round_gaps = [(int(place[i]), int(place[i + 1])) for i in np.flatnonzero(broken)]
    return np.concatenate([[1], 1 + np.cumsum(broken)]).astype(np.int64), round_gaps


def parts(held: pl.DataFrame, rebase: Sequence[dt.date]) -> Ints:
    """The part of the chart that each figure is in, from 1: a new one at each rebase date."""
    starts = np.zeros(held.height, dtype=np.int64)
    starts[0] = 1
    for day in rebase:
        later = (held["period_end"] >= day).to_numpy()
        if later.any():
            starts[later.argmax()] = 1
    return np.cumsum(starts)


def stretches(run: Ints, part: Ints) -> Ints:
    """Number the stretches in which neither a gap nor a new part comes between two points."""
    moved = (np.diff(run) != 0) | (np.diff(part) != 0)
    return np.concatenate([[0], np.cumsum(moved)]).astype(np.int64)


def lines(
    y: Floats, part: Ints, stretch: Ints, *, tolerance: float, baseline: int | None, screen: bool
) -> Lines:
    """Mean and limits of each part, from its first `baseline` points or from all of them."""
    since_start = np.arange(y.size) - np.searchsorted(part, part)
    used = since_start < (baseline or y.size)
    mean = _mean_by(part, y, used)
    moving = np.abs(np.diff(y, prepend=np.nan))
    moving[1:][stretch[1:] != stretch[:-1]] = np.nan
    counted = used & ~np.isnan(moving)
    typical = _mean_by(part, moving, counted)
    screened = np.zeros(y.size, dtype=bool)
    if screen:
        large = (typical > tolerance) & (moving >= SCREEN * typical - tolerance)
        screened = counted & large
        typical = _mean_by(part, moving, counted & ~screened)
    return Lines(mean, LIMIT * typical, moving, screened)


def signs(
    y: Floats, drawn: Lines, stretch: Ints, *, tolerance: float, near_counts_outside: bool
) -> Signs:
    """Where each figure stands against its mean and limits. Without limits it is past none."""
    away = y - drawn.mean
    distance = np.abs(away)
    side = np.where(distance <= tolerance, 0, np.sign(away)).astype(np.int64)
    outside = distance > drawn.half + tolerance
    outer = distance > drawn.half * 2 / 3 + tolerance
    near = outer & (near_counts_outside | ~outside)
    move = np.diff(y, prepend=y[0])
    move[1:][stretch[1:] != stretch[:-1]] = 0.0
    step = np.where(np.abs(move) <= tolerance, 0, np.sign(move)).astype(np.int64)
    return Signs(side, side * outside, side * near, step, stretch)


def _days(frame: pl.DataFrame) -> Ints:
    return frame["period_end"].to_physical().to_numpy().astype(np.int64)


def _mean_by(part: Ints, values: Floats, chosen: Bools) -> Floats:
    """For each point, the mean of the chosen values of its part; NaN where none is chosen."""
    total = np.bincount(part, weights=np.where(chosen, values, 0.0))
    count = np.bincount(part, weights=chosen)
    mean = np.full(total.size, np.nan)
    np.divide(total, count, out=mean, where=count > 0)
    return np.asarray(mean[part])
