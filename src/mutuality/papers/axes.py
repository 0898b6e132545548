"""Numbers, dates and labels on a chart.

In:    figures, days and words.
Out:   how a figure is written, where the ticks of a time axis stand, and where labels fit.
Never: two labels on top of each other, or a slanted one.
"""

from __future__ import annotations

import datetime as dt
import math
import textwrap
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mutuality.outcomes import Measure

MOST_TICKS = 9
ROW = 46  # the height of a row in charts of rows
NAMES = 30  # letters to a line in the names of rows
LETTER = 6.4  # the width of an average letter at 13 pixels, on the generous side


@dataclass(frozen=True, slots=True)
class Numbers:
    """How figures are written: `times` scales them for print (100 for shares), `suffix` follows."""

    decimals: int = 1
    times: float = 1.0
    prefix: str = ""
    suffix: str = ""

    @classmethod
    def of(cls, measure: Measure) -> Numbers:
        """As the measure's unit asks: shares in per cent, counts with commas."""
        if measure.unit == "share":
            return cls(max(measure.decimals - 2, 0), 100, suffix="%")
        return cls(measure.decimals, suffix="%" if measure.unit.startswith("per cent") else "")

    def text(self, value: float | None) -> str:
        """The figure for print; "no figure" for None."""
        if value is None:
            return "no figure"
        rounded = f"{abs(value) * self.times:,.{self.decimals}f}"
        below = value < 0 and any(digit in rounded for digit in "123456789")
        return f"{'−' if below else ''}{self.prefix}{rounded}{self.suffix}"

    def span(self, low: float, high: float) -> str:
        """From low to high, the unit said once where it is a word."""
        lower, upper = self.text(low), self.text(high)
        return f"{lower.removesuffix(self.suffix) if ' ' in self.suffix else lower} to {upper}"

    def axis(self, low: float, high: float) -> Any:
        """A quiet axis from low to high, its round ticks written alike and no finer than needed."""
        import altair as alt  # noqa: PLC0415 - 1 s that `--help` need not pay

        step, places = round_step((high - low) * self.times / 5)
        first, last = math.ceil(low * self.times / step), math.floor(high * self.times / step)
        written = f"format(abs(datum.value) * {self.times}, ',.{places}f')"
        below = f"(datum.value < 0 && +{written} != 0 ? '−' : '')"
        return alt.Axis(
            title=None,
            values=[tick * step / self.times for tick in range(first, last + 1)],
            labelExpr=f"{below} + '{self.prefix}' + {written} + '{self.suffix}'",
            domain=False,
            ticks=False,
        )


def round_step(about: float) -> tuple[float, int]:
    """The round number (1, 2 or 5 times a power of ten) nearest in ratio, and its decimals."""
    power = math.floor(math.log10(about))
    times = next(
        n for n, top in ((1, 1.42), (2, 3.17), (5, 7.08), (10, 10)) if about <= top * 10**power
    )
    power, times = (power + 1, 1) if times == 10 else (power, times)
    return times * 10.0**power, max(0, -power)


def milliseconds(day: dt.date) -> float:
    """The day as a Vega time."""
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp() * 1000


def time_axis(ends: Sequence[dt.date]) -> Any:
    """A time axis for these period ends, labelled by year, financial year or month."""
    import altair as alt  # noqa: PLC0415 - as above

    ticks = time_ticks(ends)
    names = ", ".join(f"'{milliseconds(day):.0f}': '{name}'" for day, name in ticks)
    return alt.Axis(
        title=None,
        grid=False,
        values=[milliseconds(day) for day, _ in ticks],
        labelExpr=f"({{{names}}})[toNumber(datum.value)]",
        labelFlush=False,
    )


def time_ticks(ends: Sequence[dt.date]) -> list[tuple[dt.date, str]]:
    """At most nine ticks: at the points of a yearly series, else at the start of a month."""
    first, last = min(ends), max(ends)
    span = (last - first).days
    steps = sorted((b - a).days for a, b in pairwise(sorted(set(ends))))
    if not steps or steps[len(steps) // 2] > 300:
        days = sorted(set(ends))
        return [(day, _year(day)) for day in days[:: -(-len(days) // MOST_TICKS)]]
    if span > 3 * 365:
        years = range(first.year + 1, last.year + 1)
        step = -(-len(years) // MOST_TICKS)
        return [(dt.date(year, 1, 1), str(year)) for year in years[::step]]
    months = [
        dt.date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= dt.date(year, month, 1) <= last
    ]
    step = next(s for s in (1, 2, 3, 6) if len(months) <= s * MOST_TICKS)
    return [(day, f"{day:%b %Y}") for day in months if (day.month - 1) % step == 0]


def _year(end: dt.date) -> str:
    return f"{end.year - 1}/{end.year % 100:02d}" if end.month == 3 else str(end.year)


def domain(values: Sequence[float], *, margin: float = 0.08) -> tuple[float, float]:
    """From the lowest to the highest value with a margin; a little room for a single value."""
    low, high = min(values), max(values)
    room = (high - low) * margin or abs(high) * margin or 1.0
    return low - room, high + room


def apart(places: Sequence[float], *, gap: float, lowest: float, highest: float) -> list[float]:
    """The places moved as little as it takes for each to stand `gap` from the next.

    Pushed towards the high end first, and back where they would leave the stretch.
    """
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + gap)
    limit = highest
    for index in reversed(order):
        moved[index] = max(min(moved[index], limit), lowest)
        limit = moved[index] - gap
    return moved


def wrapped(words: str, *, width: int, lines: int = 3) -> list[str]:
    """The words on at most so many lines, shortened with an ellipsis if they must be."""
    return textwrap.wrap(words, width, max_lines=lines, placeholder=" …", break_long_words=True)


def centred(name: str, row: int) -> dict[str, str | float]:
    """A row's name on a few lines, and where its first line must stand to centre them."""
    lines = wrapped(name, width=NAMES)
    return {"name": "\n".join(lines), "at": row + 0.5 - (len(lines) - 1) * 7.5 / ROW}


def levels(starts: Sequence[float], widths: Sequence[float]) -> list[int]:
    """How many rows up each label must stand so that no label meets another or another's line.

    Labels run to the right of their line. An earlier label that reaches a later line stands above
    the later label, so that neither crosses the other.
    """
    rows = [0] * len(starts)
    order = sorted(range(len(starts)), key=starts.__getitem__)
    for place in reversed(range(len(order))):
        here = order[place]
        met = [rows[i] for i in order[place + 1 :] if starts[i] < starts[here] + widths[here]]
        rows[here] = max(met, default=-1) + 1
    return rows
