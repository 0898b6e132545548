"""XmR charts by the rules of Making Data Count: what is usual, and what has changed.

In:    figures in time order, or a frame of period_end and value, and the settings of the chart.
Out:   an SpcResult: mean, limits and signal of every point, two icons, warnings and a caption.
Never: a moving range, a shift or a trend that reaches across a missing period without saying so.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import polars as pl

from mutuality.base import Refusal
from mutuality.outcomes import limits, spc_words
from mutuality.outcomes.signals import DOWN, ORDER, UP, members, resolve

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mutuality.outcomes.measures import Polarity
    from mutuality.outcomes.signals import Bools, Floats, Ints

Kind = Literal["improvement", "concern", "neutral", "common-cause"]
Variation = Literal[
    "improvement-high",
    "improvement-low",
    "concern-high",
    "concern-low",
    "neutral-high",
    "neutral-low",
    "common-cause",
]
Assurance = Literal["pass", "fail", "hit-or-miss", "none"]


@dataclass(frozen=True, slots=True)
class SpcSettings:
    """How a chart is to be drawn and read.

    `target` is compared with the last limits. Each date in `rebase` starts new limits at the first
    point whose period ends on it or later. `baseline` fixes the limits on the first 12 to 20
    points, of each part if rebased as well. `shift` and `trend` are 6, 7 or 8 points.
    `screen_outliers` leaves out moving ranges of 3.267 times their mean or more.
    `near_counts_outside` lets points past a limit count in two of three. `on_conflict` says which
    signal shows where a point is in one for the better and one for the worse.

    Raises Refusal OUT-101 for a length, baseline or target that the rules do not know.
    """

    polarity: Polarity = "neutral"
    target: float | None = None
    rebase: tuple[dt.date, ...] = ()
    baseline: int | None = None
    shift: int = 7
    trend: int = 7
    screen_outliers: bool = True
    near_counts_outside: bool = False
    on_conflict: Literal["improvement", "priority"] = "improvement"

    def __post_init__(self) -> None:
        for name, length in (("shift", self.shift), ("trend", self.trend)):
            if length not in (6, 7, 8):
                raise Refusal(
                    "OUT-101",
                    f"A {name} of {length} points was asked for.",
                    "Choose 6, 7 or 8. Making Data Count uses 7.",
                    where=name,
                )
        if self.baseline is not None and not 12 <= self.baseline <= 20:
            raise Refusal(
                "OUT-101",
                f"A baseline of {self.baseline} points was asked for.",
                "Choose between 12 and 20 points, or leave the baseline out.",
                where="baseline",
            )
        if self.target is not None and not math.isfinite(self.target):
            raise Refusal(
                "OUT-101",
                f"The target is {self.target}.",
                "Give the target as an ordinary number, or leave it out.",
                where="target",
            )


@dataclass(frozen=True, slots=True)
class SpcResult:
    """A chart as figures, with its working.

    `points` has one row a period given: `point` (from 1), `period_end` (null for plain sequences),
    `value`, `mean`, `lower`, `upper`, `near_lower`, `near_upper` (null where the part has no two
    successive points), `moving_range`, `screened`, `segment` (from 1; changes where limits are
    recalculated), `run` (from 1; changes after a gap), `signal` (the rule shown, or ""), `signals`
    (all rules met, joined by |), `direction` (1 up, -1 down, 0) and `kind`.

    `variation` and `assurance` name the icons of the latest point. `reading` says in words what
    the latest point shows. `caption` says how the limits were worked out.
    """

    points: pl.DataFrame
    settings: SpcSettings
    variation: Variation
    assurance: Assurance
    reading: str
    warnings: tuple[str, ...]
    caption: str


def xmr(
    values: Sequence[float | None] | pl.DataFrame,
    *,
    periods: Sequence[dt.date] | None = None,
    settings: SpcSettings | None = None,
) -> SpcResult:
    """Work out an XmR chart.

    `values` is a sequence in time order (None where a period has no figure), with `periods` as
    their last days if known; or a frame with `period_end` (Date) and `value`. The rules, and what
    they were checked against, are in docs/methods/spc.md.

    Raises Refusal OUT-102 (columns), OUT-103 (a period twice), OUT-104 (nothing to draw), OUT-105
    (not a finite number), OUT-106 (rebase without dates), OUT-107 (as many dates as figures).
    """
    settings = settings or SpcSettings()
    given = _checked(_frame(values, periods), settings)
    held = given.filter(pl.col("value").is_not_null())
    # Measured from the first figure, and equal within a billionth of the spread: sums of decimals
    # are not exact, and a figure that stays the same must not stray from its own mean.
    raw = held["value"].to_numpy()
    y = raw - raw[0]
    tolerance = 1e-9 * float(np.ptp(y)) + 1e-14 * float(np.abs(raw).max())
    run, gaps = limits.runs(given)
    part = limits.parts(held, settings.rebase)
    stretch = limits.stretches(run, part)
    drawn = limits.lines(
        y,
        part,
        stretch,
        tolerance=tolerance,
        baseline=settings.baseline,
        screen=settings.screen_outliers,
    )
    signs = limits.signs(
        y,
        drawn,
        stretch,
        tolerance=tolerance,
        near_counts_outside=settings.near_counts_outside,
    )
    taking_part = members(signs, shift=settings.shift, trend=settings.trend)
    good = {"higher": UP, "lower": DOWN, "neutral": None}[settings.polarity]
    winner = good if settings.on_conflict == "improvement" else None
    rule, way = resolve(taking_part, signs.step, good=winner)
    worked = pl.DataFrame(
        {
            **_levels(raw[0] + drawn.mean, drawn),
            "segment": part,
            "run": run,
            **_signals(taking_part, rule, way, settings.polarity),
        }
    )
    points = _rejoined(given, worked.with_columns(pl.selectors.float().fill_nan(None)))
    last = worked.row(-1, named=True)
    return SpcResult(
        points=points,
        settings=settings,
        variation=_variation(last["kind"], last["direction"]),
        assurance=_assurance(last["lower"], last["upper"], settings),
        reading=spc_words.reading(last, signs),
        warnings=spc_words.warnings(points, gaps, settings),
        caption=spc_words.caption(points, settings),
    )


def _frame(
    values: Sequence[float | None] | pl.DataFrame, periods: Sequence[dt.date] | None
) -> pl.DataFrame:
    if isinstance(values, pl.DataFrame):
        if values.schema.get("period_end") != pl.Date or "value" not in values.columns:
            raise Refusal(
                "OUT-102",
                f"The frame has columns {', '.join(values.columns) or 'none'}.",
                "Give it period_end (a date) and value (a number).",
            )
        return values.select("period_end", pl.col("value").cast(pl.Float64)).sort("period_end")
    ends = [None] * len(values) if periods is None else periods
    if len(ends) != len(values):
        raise Refusal(
            "OUT-107",
            f"There are {len(values)} figures and {len(ends)} period ends.",
            "Give one period end for each figure.",
            where="periods",
        )
    return pl.DataFrame(
        {"period_end": ends, "value": values},
        schema={"period_end": pl.Date, "value": pl.Float64},
        strict=False,
    ).sort("period_end", maintain_order=True)


def _checked(given: pl.DataFrame, settings: SpcSettings) -> pl.DataFrame:
    dated = given["period_end"].drop_nulls()
    if 0 < dated.len() < given.height:
        raise Refusal(
            "OUT-102",
            f"{given.height - dated.len()} of {given.height} figures have no period end.",
            "Give every figure the last day of its period, or none of them.",
            where="period_end",
        )
    if settings.rebase and dated.is_empty():
        raise Refusal(
            "OUT-106",
            "New limits were asked for from a date, but the figures have no dates.",
            "Give the last day of each period, or leave rebase out.",
            where="rebase",
        )
    if dated.is_duplicated().any():
        raise Refusal(
            "OUT-103",
            "There are two figures for the period that ends on "
            f"{dated.filter(dated.is_duplicated())[0]}.",
            "Keep one figure for each period.",
            where="period_end",
        )
    given = given.with_columns(pl.col("value").fill_nan(None))
    figures = given["value"].drop_nulls()
    if figures.is_empty():
        raise Refusal(
            "OUT-104",
            "There are no figures to draw.",
            "Load the figures first, or choose another measure.",
            where="value",
        )
    if figures.is_infinite().any():
        raise Refusal(
            "OUT-105",
            "A figure is infinite.",
            "Leave the period empty where its denominator is nought.",
            where="value",
        )
    return given


def _levels(mean: Floats, drawn: limits.Lines) -> dict[str, NDArray[Any]]:
    return {
        "mean": mean,
        "lower": mean - drawn.half,
        "upper": mean + drawn.half,
        "near_lower": mean - drawn.half * 2 / 3,
        "near_upper": mean + drawn.half * 2 / 3,
        "moving_range": drawn.moving,
        "screened": drawn.screened,
    }


def _signals(taking_part: Bools, rule: Ints, way: Ints, polarity: Polarity) -> dict[str, Any]:
    meaning: dict[Polarity, dict[int, Kind]] = {
        "higher": {1: "improvement", -1: "concern"},
        "lower": {1: "concern", -1: "improvement"},
        "neutral": {1: "neutral", -1: "neutral"},
    }
    names: dict[int, Kind] = {0: "common-cause", **meaning[polarity]}
    met = np.asarray(taking_part.any(axis=1)).T.tolist()
    return {
        "signal": [ORDER[r] if r >= 0 else "" for r in rule.tolist()],
        "signals": ["|".join(itertools.compress(ORDER, hits)) for hits in met],
        "direction": way,
        "kind": [names[w] for w in way.tolist()],
    }


def _rejoined(given: pl.DataFrame, worked: pl.DataFrame) -> pl.DataFrame:
    """The worked columns beside every row given, null where a row has no figure."""
    numbered = given.select(pl.int_range(1, pl.len() + 1).alias("point"), pl.all())
    places = numbered.filter(pl.col("value").is_not_null()).select("point")
    return numbered.join(
        pl.concat([places, worked], how="horizontal"),
        on="point",
        how="left",
        maintain_order="left",
    )


def _variation(kind: Kind, direction: int) -> Variation:
    if kind == "common-cause":
        return kind
    high: dict[Kind, Variation] = {
        "improvement": "improvement-high",
        "concern": "concern-high",
        "neutral": "neutral-high",
    }
    low: dict[Kind, Variation] = {
        "improvement": "improvement-low",
        "concern": "concern-low",
        "neutral": "neutral-low",
    }
    return (high if direction == 1 else low)[kind]


def _assurance(lower: float, upper: float, settings: SpcSettings) -> Assurance:
    target = settings.target
    if target is None or settings.polarity == "neutral" or math.isnan(upper):
        return "none"
    if lower <= target <= upper:
        return "hit-or-miss"
    above_all = target > upper
    return "fail" if above_all == (settings.polarity == "higher") else "pass"
