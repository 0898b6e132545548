"""A panel that survives mergers: the same units in every period, predecessors added up.

In:    observations of one measure, the units as at a date, and a frequency.
Out:   one row for every unit and period, with how many parts it should have and has.
Never: a gap filled, a part dropped without a flag, or a score averaged without stated weights.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from mutuality.base import Frequency, Refusal
from mutuality.outcomes.coverage import coverage, in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mutuality.outcomes.measures import Measure
    from mutuality.register import Units

MONTHS: dict[Frequency, int] = {"month": 1, "quarter": 3, "year": 12}
PANEL = (
    "unit",
    "period_start",
    "period_end",
    "numerator",
    "denominator",
    "value",
    "parts_expected",
    "parts_present",
    "flags",
)
GRACE_DAYS = 366
"""A part that stops returning less than a year before its legal end is still expected till then."""

Composites = Literal["refuse", "exclude"]


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel and what its coverage is.

    `frame` has the columns of PANEL, sorted by unit and period; one row a unit and period.
    `coverage` holds counts by name; `notes` are sentences for people.
    """

    measure: Measure
    frequency: Frequency
    frame: pl.DataFrame
    coverage: Mapping[str, int]
    notes: tuple[str, ...]

    @property
    def last_period(self) -> dt.date | None:
        """The last day covered, which every chart must name."""
        last = self.frame["period_end"].max()
        return last if isinstance(last, dt.date) else None


def panel(
    observations: pl.DataFrame,
    measure: Measure,
    *,
    units: Units,
    frequency: Frequency | None = None,
    weights: pl.DataFrame | None = None,
    composites: Composites = "refuse",
) -> Panel:
    """Build the panel of one measure.

    `observations` has organisation, period_start, period_end, numerator, denominator, value, flags
    and, where the store tells it, `vintages` (how many editions of the figure are held). Rows
    longer than `frequency` (default: the shortest that leaves none out) are left out and counted.
    `weights` (organisation, period_start, weight) is what scores without a denominator are
    averaged by; without it a unit of several parts is refused, or left empty where `composites`
    is "exclude".

    Raises Refusal OUT-002 (no observations), OUT-003 (all rows longer than the frequency) and
    OUT-004 (parts that cannot be pooled).
    """
    if observations.is_empty():
        raise Refusal(
            "OUT-002",
            f"Nothing is held for the measure '{measure.id}'.",
            "Load a publication that reports it: `mutuality sources` lists which.",
            where="measure",
        )
    length = _length()
    lengths = observations.select(length.alias("length"))["length"]
    frequency = frequency or _natural(lengths, measure)
    rows = _at_frequency(observations, measure, frequency, length)
    if rows.is_empty():
        raise Refusal(
            "OUT-003",
            f"The figures held for '{measure.id}' cover {lengths.min()!s} months each at the "
            f"least: longer than a {frequency}.",
            "Ask for a longer --frequency, or load the publication's own monthly files.",
            where="frequency",
        )
    rows = _in_units(rows, measure, units)
    expected = _expected(rows)
    frame = _pool(rows, expected, measure, weights=weights, composites=composites)
    frame = _mark_breaks(frame, measure).select(PANEL).sort("unit", "period_start")
    longer = int((lengths > MONTHS[frequency]).sum()) if not measure.windows_overlap else 0
    counts = coverage(frame, codes=rows["organisation"].n_unique(), left_out_longer=longer)
    notes = in_words(measure, frequency, frame, counts)
    if weights is not None and measure.pooling == "weights":
        notes += ("Parts of merged units are averaged by the weights that were stated.",)
    return Panel(measure, frequency, frame, counts, notes)


def _length() -> pl.Expr:
    """Calendar months from the first day to the last."""
    start, end = pl.col("period_start").dt, pl.col("period_end").dt
    return (end.year() - start.year()) * 12 + end.month() - start.month() + 1


def _natural(lengths: pl.Series, measure: Measure) -> Frequency:
    """The shortest frequency that leaves no figure out."""
    if measure.windows_overlap:
        return measure.native
    longest = max(int(lengths.max() or 1), MONTHS[measure.native])  # type: ignore[arg-type]
    return next((name for name, months in MONTHS.items() if months >= longest), "year")


def _bucket(frequency: Frequency) -> pl.Expr:
    """First day of the month, calendar quarter or year that a row falls in."""
    every = {"month": "1mo", "quarter": "1q", "year": "1y"}[frequency]
    return pl.col("period_start").dt.truncate(every)


def _at_frequency(
    observations: pl.DataFrame, measure: Measure, frequency: Frequency, length: pl.Expr
) -> pl.DataFrame:
    """One row a code and period of the wanted length, from rows of that length or shorter.

    Shorter rows that fill the period are preferred to one long row, because they are what the
    publisher counts; shorter rows that do not fill it are used only where there is no long row,
    and flagged. Overlapping windows are taken as they stand.
    """
    months = MONTHS[frequency]
    if "vintages" not in observations.columns:
        observations = observations.with_columns(vintages=pl.lit(1, pl.Int64))
    if measure.windows_overlap:
        keep = pl.col("period_end").dt.month() == 3 if frequency == "year" else pl.lit(value=True)
        return observations.filter(keep).with_columns(short=pl.lit(value=False))
    rows = observations.with_columns(months=length).filter(pl.col("months") <= months)
    # A financial year is a year too: it keeps its own first day.
    exact = pl.col("months") == months
    rows = rows.with_columns(
        bucket=pl.when(exact).then(pl.col("period_start")).otherwise(_bucket(frequency))
    )
    if rows.select(exact.all()).item():
        return rows.with_columns(short=pl.lit(value=False)).drop("months", "bucket")
    filled = pl.col("months").filter(~exact).sum().over("organisation", "bucket") >= months
    has_exact = exact.any().over("organisation", "bucket")
    rows = rows.filter(pl.when(exact).then(~filled).otherwise(filled | ~has_exact))
    pooled = pl.col("value" if _is_score(measure) else "numerator").is_not_null()
    total = pl.sum if measure.over_time == "sum" else pl.mean
    some = pl.col("numerator").is_not_null().any()
    grouped = rows.group_by("organisation", "bucket").agg(
        numerator=pl.when(some).then(total("numerator")),
        denominator=pl.when(pl.col("denominator").is_not_null().any()).then(total("denominator")),
        mean=pl.mean("value"),
        flags=pl.col("flags").filter(pl.col("flags") != "").unique().sort().str.join("|"),
        vintages=pl.max("vintages"),
        counted=pl.col("months").filter(pooled).sum(),
    )
    return grouped.select(
        "organisation",
        period_start="bucket",
        period_end=pl.col("bucket").dt.offset_by(f"{months}mo").dt.offset_by("-1d"),
        numerator="numerator",
        denominator="denominator",
        value=pl.col("mean") if _is_score(measure) else _value(measure),
        flags="flags",
        vintages="vintages",
        short=(pl.col("counted") < months) & (pl.col("counted") > 0),
    )


def _value(measure: Measure) -> pl.Expr:
    """Value from sums: a ratio, a percentage of respondents, or a count."""
    if measure.pooling == "sums":
        return pl.when(pl.col("denominator") > 0).then(pl.col("numerator") / pl.col("denominator"))
    if measure.pooling == "base":
        return pl.when(pl.col("denominator") > 0).then(
            100 * pl.col("numerator") / pl.col("denominator")
        )
    return pl.col("numerator")


def _is_score(measure: Measure) -> bool:
    """A value without a base, which only stated weights can average, if anything can."""
    return measure.pooling in ("weights", "refused")


def _in_units(rows: pl.DataFrame, measure: Measure, units: Units) -> pl.DataFrame:
    """Name each row's unit, and flag rows reported after their code handed over."""
    closing = pl.col("organisation").replace_strict(
        dict(units.closes), default=None, return_dtype=pl.Date
    )
    late = pl.lit(value=False) if measure.windows_overlap else pl.col("period_start") >= closing
    return rows.with_columns(
        unit=pl.col("organisation").replace(dict(units.of)),
        closes=closing,
        late=late.fill_null(value=False),
        present=pl.col("value" if _is_score(measure) else "numerator").is_not_null(),
    )


def _expected(rows: pl.DataFrame) -> pl.DataFrame:
    """How many parts each unit should have in each period that anybody reported.

    A code is expected from its first return to its last, and on to its legal end where that
    follows within a year, since a return that stops just before a merger is what fakes an effect.
    """
    periods = rows.select("period_start", "period_end").unique()
    spans = rows.group_by("unit", "organisation").agg(
        first=pl.min("period_start"), last=pl.max("period_end"), closes=pl.first("closes")
    )
    legal_end = pl.col("closes").dt.offset_by("-1d")
    near = (legal_end > pl.col("last")) & (
        legal_end <= pl.col("last") + pl.duration(days=GRACE_DAYS)
    )
    spans = spans.with_columns(until=pl.when(near).then(legal_end).otherwise(pl.col("last")))
    return (
        spans.join(periods, how="cross")
        .filter(
            (pl.col("period_start") >= pl.col("first")) & (pl.col("period_end") <= pl.col("until"))
        )
        .group_by("unit", "period_start", "period_end")
        .agg(parts_expected=pl.len())
    )


def _pool(
    rows: pl.DataFrame,
    expected: pl.DataFrame,
    measure: Measure,
    *,
    weights: pl.DataFrame | None,
    composites: Composites,
) -> pl.DataFrame:
    """Add up the parts of each unit in each period, and say what is missing."""
    key = ["unit", "period_start", "period_end"]
    scores = _is_score(measure)
    if scores and weights is not None and measure.pooling == "weights":
        rows = rows.join(weights, on=["organisation", "period_start"], how="left")
    else:
        rows = rows.with_columns(weight=pl.lit(1.0))
        weights = None
    present = pl.col("present")
    some = present.any()
    found = rows.group_by(key).agg(
        numerator=pl.when(some).then(pl.col("numerator").filter(present).sum()),
        denominator=pl.when(pl.col("denominator").filter(present).is_not_null().any()).then(
            pl.col("denominator").filter(present).sum()
        ),
        only=pl.col("value").filter(present).first(),
        weighed=(
            (pl.col("value") * pl.col("weight")).filter(present).sum()
            / pl.col("weight").filter(present).sum()
        ),
        unweighed=pl.col("weight").filter(present).null_count(),
        parts_present=present.sum(),
        late=pl.any("late"),
        short=pl.any("short"),
        vintages=pl.max("vintages"),
        own=pl.col("flags").filter(pl.col("flags") != "").unique().sort().str.join("|"),
    )
    frame = expected.join(found, on=key, how="full", coalesce=True)
    several = pl.col("parts_present") > 1
    value: pl.Expr
    if scores and weights is None:
        clash = frame.filter(several)
        if not clash.is_empty() and composites == "refuse":
            raise _cannot_pool(measure, clash)
        value = pl.when(~several).then(pl.col("only"))
    elif scores:
        value = (
            pl.when(~several)
            .then(pl.col("only"))
            .otherwise(pl.when(pl.col("unweighed") == 0).then(pl.col("weighed")))
        )
    else:
        value = _value(measure)
    frame = frame.with_columns(
        pl.col("parts_present").fill_null(0).cast(pl.Int32),
        pl.col("parts_expected").fill_null(0).cast(pl.Int32),
    )
    # Returns outside every code's own span cannot happen; a late return can exceed the span's end.
    frame = frame.with_columns(
        parts_expected=pl.max_horizontal("parts_expected", "parts_present"),
        value=value,
        numerator=pl.lit(None, pl.Float64) if scores else pl.col("numerator"),
        denominator=pl.lit(None, pl.Float64) if scores else pl.col("denominator"),
    )
    flags = pl.concat_list(
        _flag(pl.col("parts_present") < pl.col("parts_expected"), "part-missing"),
        _flag(pl.col("late"), "after-close"),
        pl.col("own").replace("", None).str.split("|").fill_null([]),
        _flag(pl.col("vintages") > 1, pl.format("vintage:{}", "vintages")),
        _flag(pl.col("short"), "short-period"),
    )
    return frame.with_columns(flags=flags.list.drop_nulls().list.unique(maintain_order=True))


def _flag(when: pl.Expr, text: str | pl.Expr) -> pl.Expr:
    word = pl.lit(text) if isinstance(text, str) else text
    one = pl.when(when).then(word).otherwise(None)
    return pl.concat_list(one)


def _cannot_pool(measure: Measure, clash: pl.DataFrame) -> Refusal:
    units = clash["unit"].unique().sort()
    shown = ", ".join(units.head(5)) + (" and others" if len(units) > 5 else "")
    weigh = "state the weights (`--weights beds`), " if measure.pooling == "weights" else ""
    why = (
        "a score without a base"
        if measure.pooling == "weights"
        else "an index without its observed and expected counts"
    )
    return Refusal(
        "OUT-004",
        f"{len(clash)} figures of {len(units)} merged units ({shown}) would need several parts of "
        f"'{measure.id}' to be averaged, and it is {why}.",
        f"To go on, {weigh}leave those figures empty (`--composites exclude`), or look as at a "
        "date before the mergers (`--as-of`).",
        where="measure",
    )


def _mark_breaks(frame: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """Flag the first period of each unit from which the figures mean something else."""
    marks = [
        pl.when(
            (pl.col("period_start") <= known.start) & (pl.col("period_end") >= known.start)
        ).then(pl.lit(f"break:{known.id}"))
        for known in measure.breaks
    ]
    listed = pl.col("flags")
    if marks:
        listed = pl.concat_list(listed, *[pl.concat_list(mark) for mark in marks]).list.drop_nulls()
    return frame.with_columns(flags=listed.list.join("|"))
