"""What a page says of one measure of one organisation.

In:    a series, the figures of peers, changes, and the date of the page.
Out:   a Shown: figure, latest value, what it shows, where peers stand, and notes.
Never: a signal from overlapping periods, or a figure later than the date of the page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from mutuality.base import Period
from mutuality.outcomes import SpcSettings, xmr
from mutuality.papers.ages import MARK, is_old
from mutuality.papers.axes import Numbers
from mutuality.papers.charts import Line, line_chart
from mutuality.papers.peers import SAME_TYPE, median_line, others, place
from mutuality.papers.spc_chart import spc_chart

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mutuality.outcomes import Measure, SpcResult
    from mutuality.papers.document import Figure

FEWEST_FOR_LIMITS = 8  # with fewer figures, limits say more about luck than about what is usual
OVERLAPPING = (
    "Not tested for change: the periods overlap.",
    "Successive periods share months, so limits drawn from them would be too narrow to trust.",
)


@dataclass(frozen=True, slots=True)
class Series:
    """One measure of the organisation.

    `frame` has `period_end` and `value`, and `period_start` and `flags` where known. `source_line`
    is the attribution with its licence. `target` and `rebase` are as in SpcSettings.
    """

    measure: Measure
    frame: pl.DataFrame
    source_line: str
    target: float | None = None
    rebase: tuple[dt.date, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page says of one series. `old` is true where its last figure is out of date."""

    measure: Measure
    figure: Figure
    latest: str
    period: str
    shows: str
    peers: str
    notes: tuple[str, ...]
    old: bool


@dataclass(frozen=True, slots=True)
class _Ground:
    """A series as at the date of the page, with all that its chart needs."""

    series: Series
    name: str
    frame: pl.DataFrame
    labels: list[str]
    numbers: Numbers
    figures: pl.DataFrame | None
    changes: Sequence[tuple[dt.date, str]]
    rule: str

    @property
    def subtitle(self) -> str:
        title = self.series.measure.title
        span = dict.fromkeys((self.labels[0], self.labels[-1]))
        return f"{title}, {self.name}, {' to '.join(span)}"


def until(frame: pl.DataFrame, at: dt.date) -> pl.DataFrame:
    """The rows of periods that end on the date or before it, in time order."""
    return frame.filter(pl.col("period_end") <= at).sort("period_end")


def show(
    series: Series,
    *,
    code: str,
    name: str,
    peers: pl.DataFrame | None,
    changes: Sequence[tuple[dt.date, str]],
    at: dt.date,
    rule: str = "",
) -> Shown:
    """Draw and describe one series with at least one figure up to the date.

    `rule` says how the peers were chosen, where they are others than those of the same type.

    Raises what `outcomes.xmr` refuses.
    """
    measure, frame = series.measure, until(series.frame, at)
    ground = _Ground(
        series=series,
        name=name,
        frame=frame,
        labels=_labels(frame),
        numbers=Numbers.of(measure),
        figures=None if peers is None else others(until(peers, at), code),
        changes=changes,
        rule=rule,
    )
    drawn = frame["value"].count()
    if measure.windows_overlap:
        figure, shows, limits, warnings = _plain(ground, *OVERLAPPING)
    elif drawn < FEWEST_FOR_LIMITS:
        few = f"Only {drawn} figures are held: too few to tell what is usual."
        figure, shows, limits, warnings = _plain(ground, "Not tested for change.", few)
    else:
        figure, shows, limits, warnings = _tested(ground)
    last = frame.filter(pl.col("value").is_not_null()).row(-1, named=True)
    old = is_old(last["period_end"], at)
    later = series.frame.height - frame.height
    notes = [
        *([measure.note] if measure.note else []),
        *warnings,
        *_breaks(measure, frame),
        *_flags(frame),
        *([f"{later} figures of later periods are left out."] if later else []),
    ]
    return Shown(
        measure=measure,
        figure=replace(figure, last_period=figure.last_period + MARK) if old else figure,
        latest=ground.numbers.text(last["value"]),
        period=figure.last_period,
        shows=shows,
        peers=_peers(ground, last["period_end"], last["value"], limits),
        notes=tuple(notes),
        old=old,
    )


def _tested(ground: _Ground) -> tuple[Figure, str, tuple[float, float] | None, Sequence[str]]:
    series, measure = ground.series, ground.series.measure
    settings = SpcSettings(polarity=measure.polarity, target=series.target, rebase=series.rebase)
    result = _possible(xmr(ground.frame, settings=settings), measure)
    figure = spc_chart(
        result,
        title=f"{measure.title}: {result.reading[0].lower()}{result.reading[1:-1]}",
        subtitle=ground.subtitle,
        source=series.source_line,
        numbers=ground.numbers,
        labels=ground.labels,
        changes=ground.changes,
        comparison=None if ground.figures is None else median_line(ground.figures, measure),
    )
    last = result.points.filter(pl.col("value").is_not_null()).row(-1, named=True)
    limits = None if last["upper"] is None else (last["lower"], last["upper"])
    compared = f"Peers: {ground.rule}." if ground.rule and ground.figures is not None else ""
    told = replace(figure, note=" ".join([*result.warnings, *filter(None, [compared])]))
    return told, result.reading, limits, result.warnings


def _possible(result: SpcResult, measure: Measure) -> SpcResult:
    """The same result with limits no further out than the measure can go: no share is below 0."""
    drawn = pl.col("lower", "upper", "near_lower", "near_upper")
    points = result.points.with_columns(drawn.clip(measure.lowest, measure.highest))
    return replace(result, points=points)


def _plain(ground: _Ground, shows: str, why: str) -> tuple[Figure, str, None, Sequence[str]]:
    """A line without limits, and why it has none."""
    measure, frame = ground.series.measure, ground.frame
    latest = ground.numbers.text(frame["value"].drop_nulls()[-1])
    points = list(frame.select("period_end", "value").iter_rows())
    figure = line_chart(
        [Line(short(ground.name), points)],
        title=f"{measure.title}: {latest} in the latest period",
        subtitle=ground.subtitle,
        source=ground.series.source_line,
        numbers=ground.numbers,
        labels=dict(zip(frame["period_end"], ground.labels, strict=True)),
        changes=ground.changes,
    )
    return replace(figure, note=why), shows, None, [why]


def _peers(ground: _Ground, end: dt.date, value: float, limits: tuple[float, float] | None) -> str:
    if ground.figures is None:
        return "Figures of peers are not supplied."
    return place(
        ground.figures,
        name=short(ground.name),
        measure=ground.series.measure,
        numbers=ground.numbers,
        end=end,
        value=value,
        limits=limits,
        whom="in the chosen group" if ground.rule else SAME_TYPE,
    )


def short(name: str) -> str:
    """The name without what every trust's name ends with."""
    return name.removesuffix(" Trust").removesuffix(" Foundation").removesuffix(" NHS") or name


def _labels(frame: pl.DataFrame) -> list[str]:
    if "period_start" not in frame.columns:
        return [_day(end) for end in frame["period_end"]]
    return [
        _label(Period(start, end))
        for start, end in frame.select("period_start", "period_end").iter_rows()
    ]


def _label(period: Period) -> str:
    calendar = period.frequency == "year" and period.start.month == 1
    return str(period.end.year) if calendar else period.label


def _breaks(measure: Measure, frame: pl.DataFrame) -> list[str]:
    first, last = frame["period_end"][0], frame["period_end"][-1]
    return [
        f"From {_day(one.start)}: {one.what}" for one in measure.breaks if first < one.start <= last
    ]


def _flags(frame: pl.DataFrame) -> list[str]:
    if "flags" not in frame.columns:
        return []
    each = frame["flags"].str.split("|").explode()
    counted = each.filter(each.is_not_null() & (each != "")).value_counts().sort("flags")
    said = [f"{flag} ({count})" for flag, count in counted.iter_rows()]
    return [f"Flagged periods: {', '.join(said)}."] if said else []


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
