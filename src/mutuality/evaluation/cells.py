"""Any long panel, checked once and turned into numbers.

In:    a frame with a unit, a time, an outcome and an adoption column, in any order.
Out:   Cells: integer unit, period and cohort codes beside the outcome, and what was dropped.
Never: a duplicate, an infinite value or a unit that was treated throughout, silently let through.
"""

from __future__ import annotations

import bisect
import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from mutuality.base import Refusal

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cells:
    """One entry a row. `unit` counts from 0; `period` counts distinct times from 1; `cohort` is the
    first treated period, 0 for never (in this panel)."""

    units: tuple[str, ...]
    times: tuple[Any, ...]
    unit: Ints
    period: Ints
    cohort: Ints
    outcome: Floats
    notes: tuple[str, ...]

    @property
    def is_treated(self) -> NDArray[np.bool_]:
        """Whether the row's unit has adopted by then."""
        return np.asarray((self.cohort > 0) & (self.period >= self.cohort))

    @property
    def n_treated(self) -> int:
        """How many units ever adopt."""
        return int(np.unique(self.unit[self.cohort > 0]).size)

    @property
    def is_balanced(self) -> bool:
        """Whether every unit has every period."""
        return self.outcome.size == len(self.units) * len(self.times)


def read_cells(panel: pl.DataFrame, *, unit: str, time: str, outcome: str, adopted: str) -> Cells:
    """Check and code a panel.

    `adopted` is a unit's first treated period, in the words of `time`; null, NaN, 0 or empty means
    never. A date between two periods counts from the next one. Rows without an outcome are left out
    and counted in `notes`.

    Raises Refusal EVA-002 to EVA-009 and EVA-011 to EVA-013.
    """
    _need_columns(panel, (unit, time, outcome, adopted))
    frame = panel.select(
        unit=pl.col(unit).cast(pl.String), time=pl.col(time), y=pl.col(outcome), g=pl.col(adopted)
    )
    if not frame["y"].dtype.is_numeric():
        raise Refusal(
            "EVA-007",
            f"The outcome column holds {frame['y'].dtype}, not numbers.",
            "Name a column of numbers as the outcome.",
            where=outcome,
        )
    frame = frame.with_columns(pl.col("y").cast(pl.Float64).fill_nan(None))
    _need_keys(frame, unit=unit, time=time)
    empty = frame["y"].null_count()
    frame = frame.drop_nulls("y")
    if frame.is_empty():
        raise Refusal("EVA-013", "The panel holds no outcome at all.", "Give it some rows.")
    _need_clean(frame, outcome=outcome)

    times = frame["time"].unique().sort().to_list()
    cohorts = _cohorts(frame, times, adopted=adopted)
    units = tuple(frame["unit"].unique().sort().to_list())
    coded = frame.select(
        unit=pl.col("unit").replace_strict(
            {u: i for i, u in enumerate(units)}, return_dtype=pl.Int64
        ),
        period=pl.col("time").replace_strict(
            times, list(range(1, len(times) + 1)), return_dtype=pl.Int64
        ),
        cohort=pl.col("unit").replace_strict(cohorts, return_dtype=pl.Int64),
        y="y",
    ).sort("unit", "period")
    notes = [f"{empty} rows have no outcome and were left out."] if empty else []
    late = (
        frame.select("unit", "g")
        .unique()
        .filter(pl.col("unit").replace_strict(cohorts, return_dtype=pl.Int64) == 0)
    )
    later = sum(not _is_never(g) for g in late["g"])
    if later:
        notes.append(f"{later} units adopt after the last period and stand as not yet treated.")
    cells = Cells(
        units,
        tuple(times),
        coded["unit"].to_numpy(),
        coded["period"].to_numpy(),
        coded["cohort"].to_numpy(),
        coded["y"].to_numpy(),
        tuple(notes),
    )
    _need_comparison(cells)
    return cells


def _need_columns(panel: pl.DataFrame, names: tuple[str, ...]) -> None:
    for name in names:
        if name not in panel.columns:
            raise Refusal(
                "EVA-002",
                f"The panel has no column '{name}'.",
                f"It has: {', '.join(panel.columns)}. Name one of these.",
                where=name,
            )


def _need_keys(frame: pl.DataFrame, *, unit: str, time: str) -> None:
    for column, name in (("unit", unit), ("time", time)):
        if frame[column].null_count():
            raise Refusal(
                "EVA-012",
                f"{frame[column].null_count()} rows have nothing in '{name}'.",
                "Fill it in, or leave these rows out.",
                where=name,
            )
    twice = frame.group_by("unit", "time").len().filter(pl.col("len") > 1).sort("unit", "time")
    if not twice.is_empty():
        who, when, count = twice.row(0)
        raise Refusal(
            "EVA-003",
            f"{who} has {count} rows for {when} ({len(twice)} such pairs in all).",
            "Keep one row for each unit and period.",
            where=f"{unit}, {time}",
        )


def _need_clean(frame: pl.DataFrame, *, outcome: str) -> None:
    infinite = frame.filter(pl.col("y").is_infinite())
    if not infinite.is_empty():
        raise Refusal(
            "EVA-007",
            f"{len(infinite)} outcomes are infinite, the first for {infinite['unit'][0]} at "
            f"{infinite['time'][0]}.",
            "Correct them, or leave them empty.",
            where=outcome,
        )
    if frame["y"].n_unique() == 1:
        raise Refusal(
            "EVA-009",
            f"The outcome is {frame['y'][0]} in every row.",
            "Choose an outcome that varies.",
            where=outcome,
        )


def _is_never(value: Any) -> bool:
    if isinstance(value, float) and not math.isfinite(value):
        return True
    return value is None or value in {0, "", "0"}


def _cohorts(frame: pl.DataFrame, times: list[Any], *, adopted: str) -> dict[str, int]:
    """First treated period of each unit, counted from 1; 0 for never in this panel."""
    cohorts: dict[str, int] = {}
    for who, when in frame.select("unit", "g").unique().sort("unit").iter_rows():
        first = 0 if _is_never(when) else _place(when, times, adopted=adopted)
        if cohorts.setdefault(who, first) != first:
            raise Refusal(
                "EVA-006",
                f"{who} has more than one adoption time.",
                "Give each unit one time from which it counts as treated, on all its rows.",
                where=adopted,
            )
    return cohorts


def _place(when: Any, times: list[Any], *, adopted: str) -> int:
    if isinstance(times[0], dt.datetime) is not isinstance(when, dt.datetime) and isinstance(
        when, dt.date
    ):
        when, times = _day(when), [_day(t) for t in times]
    try:
        place = bisect.bisect_left(times, when) + 1
    except TypeError:
        raise Refusal(
            "EVA-011",
            f"Adoption '{when}' cannot be set beside times such as '{times[0]}'.",
            "Write both columns the same way: both years, both dates, or both labels that sort.",
            where=adopted,
        ) from None
    return 0 if place > len(times) else place


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, dt.datetime) else value


def _need_comparison(cells: Cells) -> None:
    if not cells.is_treated.any():
        raise Refusal(
            "EVA-008",
            "No unit is treated inside the panel.",
            "Give at least one unit an adoption time between the first and the last period.",
        )
    first = np.full(len(cells.units), np.iinfo(np.int64).max)
    np.minimum.at(first, cells.unit, cells.period)
    always = np.unique(cells.unit[(cells.cohort > 0) & (cells.cohort <= first[cells.unit])])
    if always.size:
        raise Refusal(
            "EVA-004",
            f"{always.size} units are treated from their first period on, {cells.units[always[0]]} "
            "among them.",
            "Leave them out: nothing shows what they were like before.",
        )
    alone = np.setdiff1d(cells.period[cells.is_treated], cells.period[~cells.is_treated])
    if alone.size:
        raise Refusal(
            "EVA-005",
            f"At {cells.times[alone[0] - 1]} every unit is treated: there are no donors.",
            "Add units that had not changed by then, or end the panel before that time.",
        )
    apart = _apart(cells)
    if apart.size:
        row = apart[0]
        raise Refusal(
            "EVA-005",
            f"No chain of untreated figures joins {cells.units[cells.unit[row]]} to "
            f"{cells.times[cells.period[row] - 1]}, so no donor says what to expect then.",
            "Add units that have figures both before and after the change.",
        )


def _apart(cells: Cells) -> Ints:
    """Treated rows whose unit effect and period effect no untreated rows tie together."""
    units, free = len(cells.units), ~cells.is_treated
    size = units + len(cells.times)
    links = coo_array(
        (np.ones(int(free.sum())), (cells.unit[free], units + cells.period[free] - 1)),
        shape=(size, size),
    )
    _, part = connected_components(links, directed=False)
    return np.flatnonzero(part[cells.unit] != part[units + cells.period - 1])
