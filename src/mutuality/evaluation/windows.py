"""The clean stretch of time around a change, for one unit.

In:    the panel, a treatment, the plan, and every other event that met the same unit.
Out:   the periods before and after that can be compared, and why the stretch ends where it does.
Never: a period filled in, stepped over, or shared with another change.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mutuality.evaluation.protocol import Protocol, Treatment

# Legal dates such as 2 April 2018 open a quarter for all practical purposes.
GRACE = dt.timedelta(days=7)
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """Period ends in time order. `why_start` and `why_end` say what stopped the stretch."""

    before: tuple[dt.date, ...]
    after: tuple[dt.date, ...]
    start: dt.date
    end: dt.date
    why_start: str
    why_end: str

    @property
    def periods(self) -> tuple[dt.date, ...]:
        """Every period that is compared."""
        return self.before + self.after


@dataclass(frozen=True, slots=True)
class _Cell:
    start: dt.date
    end: dt.date
    fault: str


def window(
    panel: pl.DataFrame,
    *,
    treatment: Treatment,
    protocol: Protocol,
    disturbed: Iterable[tuple[dt.date, str]] = (),
) -> Window:
    """Walk outwards from the legal date until something is missing.

    `disturbed` lists the dates, with a name, of whatever else happened to this unit: the stretch
    never reaches past them.
    """
    legal = treatment.effective
    cells = _cells(panel, unit=treatment.unit)
    after = [c for c in cells if c.start >= legal - GRACE]
    before = [c for c in cells if c.end < legal and c not in after]
    between = before and after  # else one side is empty, and says so itself
    apart = _far(before[-1], legal) if between else "", _far(after[0], legal) if between else ""
    before = before[: max(0, len(before) - protocol.anticipation)]
    earlier = max(((d, name) for d, name in disturbed if d < legal), default=None)
    later = min(((d, name) for d, name in disturbed if d >= legal), default=None)
    late, why_end = _run(
        after,
        protocol.after,
        met=lambda c: (
            f"{later[1]} met the same body on {later[0]}" if later and later[0] <= c.end else ""
        ),
        edge="the figures end there",
        far=apart[1],
    )
    early, why_start = _run(
        before[::-1],
        protocol.before,
        met=lambda c: (
            f"{earlier[1]} met the same body on {earlier[0]}"
            if earlier and earlier[0] > c.start + GRACE
            else ""
        ),
        edge="the figures begin there",
        far=apart[0],
    )
    early.reverse()
    kept = early + late
    return Window(
        before=tuple(c.end for c in early),
        after=tuple(c.end for c in late),
        start=kept[0].start if kept else legal,
        end=kept[-1].end if kept else legal,
        why_start=why_start,
        why_end=why_end,
    )


def _cells(panel: pl.DataFrame, *, unit: str) -> list[_Cell]:
    """One cell for each period that anybody reported, whether this unit did or not."""
    own = panel.filter(pl.col("unit") == unit).select(
        "period_end", "value", "parts_expected", "parts_present"
    )
    calendar = panel.select("period_start", "period_end").unique().sort("period_end")
    rows = calendar.join(own, on="period_end", how="left", maintain_order="left")
    return [_Cell(row[0], row[1], _fault(*row[1:])) for row in rows.iter_rows()]


def _fault(end: dt.date, value: float | None, expected: int | None, present: int | None) -> str:
    if expected is not None and present is not None and present < expected:
        return f"only {present} of {expected} parts have figures in the period to {end}"
    if value is None or not math.isfinite(value):
        return f"there is no figure in the period to {end}"
    return ""


def _run(
    cells: Sequence[_Cell],
    most: int,
    *,
    met: Callable[[_Cell], str],
    edge: str,
    far: str,
) -> tuple[list[_Cell], str]:
    """Cells from the change outwards, and what ended the run."""
    kept: list[_Cell] = []
    if far:
        return kept, far
    for cell in cells:
        if len(kept) == most:
            return kept, f"the plan uses at most {most} periods on a side"
        stop = met(cell) or _hole(cell, kept[-1] if kept else None) or cell.fault
        if stop:
            return kept, stop
        kept.append(cell)
    return kept, edge


def _far(cell: _Cell, legal: dt.date) -> str:
    """Where the nearest period lies more than one whole period away from the change itself.

    The quarter that a change falls into is lost to both sides; a year that nobody reported is not
    a window, whatever stands on either side of it.
    """
    length = cell.end - cell.start + ONE_DAY
    nearest = cell.start - legal if cell.start > legal else legal - cell.end
    if nearest <= length + GRACE:
        return ""
    between = sorted((legal, cell.start if cell.start > legal else cell.end))
    return f"nobody has figures between {between[0]} and {between[1]}"


def _hole(cell: _Cell, neighbour: _Cell | None) -> str:
    """Where a whole period is missing from everybody, the panel has no row for it."""
    if neighbour is None:
        return ""
    first, second = sorted((cell, neighbour), key=lambda c: c.start)
    if second.start - first.end == ONE_DAY:
        return ""
    return f"nobody has figures between {first.end} and {second.start}"
