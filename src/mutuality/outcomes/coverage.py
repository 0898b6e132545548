"""What a panel covers: counts of what is there, missing, late, short or revised.

In:    a panel's frame, and how many codes and left-out observations went into it.
Out:   counts by name, and the same in sentences for people.
Never: a hole that nobody mentions.
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutuality.base import Frequency
    from mutuality.outcomes.measures import Measure

WORDS = (
    ("without_value", "rows have no value"),
    ("part_missing", "rows miss a part that should have reported"),
    ("after_close", "rows hold figures reported under a code after it closed"),
    ("field_test", "rows touch a trust in the 4-hour field test"),
    ("short_period", "rows cover less than the whole period"),
    ("revised", "rows have more than one edition; the latest is used"),
    ("left_out_longer", "observations cover more than the period asked for: left out"),
)


def coverage(frame: pl.DataFrame, *, codes: int, left_out_longer: int) -> dict[str, int]:
    """Counts by name. `frame` has a panel's columns."""
    flagged = pl.col("flags").str
    counts: dict[str, int] = frame.select(
        rows=pl.len(),
        units=pl.col("unit").n_unique(),
        periods=pl.col("period_start").n_unique(),
        with_value=pl.col("value").is_not_null().sum(),
        without_value=pl.col("value").is_null().sum(),
        composite=(pl.col("parts_expected") > 1).sum(),
        part_missing=flagged.contains("part-missing", literal=True).sum(),
        after_close=flagged.contains("after-close", literal=True).sum(),
        field_test=flagged.contains("field-test", literal=True).sum(),
        short_period=flagged.contains("short-period", literal=True).sum(),
        revised=flagged.contains("vintage:", literal=True).sum(),
        breaks=flagged.contains("break:", literal=True).sum(),
    ).row(0, named=True)
    return {**counts, "codes": codes, "left_out_longer": left_out_longer}


def in_words(
    measure: Measure, frequency: Frequency, frame: pl.DataFrame, counts: dict[str, int]
) -> tuple[str, ...]:
    """The report that goes with a panel: what it covers first, then every shortcoming."""
    first, last = frame["period_start"].min(), frame["period_end"].max()
    return (
        f"{measure.title}: {counts['rows']:,} rows, {counts['units']:,} units of "
        f"{counts['codes']:,} codes, {counts['periods']:,} periods by {frequency}, "
        f"{first!s} to {last!s}.",
        *((measure.note,) if measure.note else ()),
        *(f"{counts[name]:,} {words}." for name, words in WORDS if counts[name]),
        *(() if measure.windows_overlap else _holes(frame)),
        *(f"Break {known.id} ({known.start}): {known.what}" for known in measure.breaks),
    )


def _holes(frame: pl.DataFrame) -> Iterator[str]:
    """Stretches for which nobody at all has a row."""
    periods = sorted(frame.select("period_start", "period_end").unique().rows())
    for (_, end), (start, _) in pairwise(periods):
        if start - end > dt.timedelta(days=1):
            yield f"Nobody has figures between {end} and {start}."
