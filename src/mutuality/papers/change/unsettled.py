"""What we cannot say, and what would settle it.

In:    the material of a page.
Out:   each measure that could not be compared, with what is there, what it takes and what is next.
Never: "not enough data" without how much there is, or plain figures told as an effect.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from mutuality.base import Period
from mutuality.papers.axes import Numbers
from mutuality.papers.board.words import day
from mutuality.papers.change.words import is_unborn, marks, opened, period_name
from mutuality.papers.charts import Line, line_chart
from mutuality.papers.document import Block, Bullets, Figure, Heading, Paragraph, Table
from mutuality.papers.peers import median_line, others
from mutuality.papers.shown import short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutuality.evaluation import NotEnough
    from mutuality.papers.change.material import Material, Plain

COLUMNS = (
    "Measure",
    "Why we cannot say",
    "Figures before",
    "Figures after",
    "What would settle it",
)
CHANGE = re.compile(r"[a-z][a-z-]*-(?:\d{4}(?:-\d\d){0,2}|undated)-[a-z0-9-]+")
UNCOMPARED = (
    "Compared with no body that did not change, so this says nothing about what the change did."
)
OVERLAPPING = (
    "successive figures share months, so what came before and what came after cannot be kept apart",
    "figures of quarters or years that share no month",
)
"""Why a measure with overlapping periods is never compared, and what would mend that."""


def unsettled(m: Material) -> Iterator[Block]:
    """Nothing where every measure was compared, or where nobody has tried."""
    if m.short or (m.results is not None and not m.results):
        yield Heading("What we cannot say, and what would settle it", 2, "unsettled")
    if m.short:
        yield Table(
            "Measures that could not be compared",
            COLUMNS,
            [_row(m, short) for short in m.short],
            frozenset({"Figures before", "Figures after"}),
        )
        yield Paragraph(
            "The step that is easiest to undo: load the figures that are named here and compare "
            "again. A load can be hidden at any time, and nothing is decided by it."
        )
    elif m.results is not None and not m.results:
        yield Bullets(_settling(m))
    yield from _plain(m)


def _row(m: Material, short: NotEnough) -> tuple[str, ...]:
    measure = m.measure(short.measure)
    reason, settle = short.reason, short.would_settle
    if measure and measure.windows_overlap:
        reason, settle = OVERLAPPING
    return (
        m.title(short.measure),
        opened(_readable(m, reason)) + ".",
        f"{short.periods_before} of {short.need_before}",
        f"{short.periods_after} of {short.need_after}",
        opened(_readable(m, settle)) + ".",
    )


def _readable(m: Material, reason: str) -> str:
    """Changes by their titles, dates as people write them, and one of a thing as one."""
    reason = CHANGE.sub(lambda found: m.around.names.get(found[0], found[0]), reason)
    told = re.sub(
        r"(?<![-\w])\d{4}-\d\d-\d\d(?![-\w])", lambda d: day(dt.date.fromisoformat(d[0])), reason
    )
    return re.sub(r"\b1 ((?:clean|more) )?(month|quarter|year)s\b", r"1 \1\2", told)


def _settling(m: Material) -> list[str]:
    """What stands in the way of any comparison at all."""
    change, told = m.change, list[str]()
    if is_unborn(change):
        return ["Nothing. It did not take effect, so there are no outcomes of it to compare."]
    if change.effective is None or change.effective.day is None:
        told.append("The day on which it took effect, with its source.")
    if not m.is_checked:
        told.append("Somebody who reads a source and records what it says.")
    if not change.codes:
        told.append(
            "The codes of its parties, or figures of one's own about them: any table can be loaded "
            "with the tidy reader."
        )
    return told or ["Measures to compare: none was asked for."]


def _plain(m: Material) -> Iterator[Block]:
    if not m.around.plain:
        return
    yield Heading("The figures as they are", 2, "plain-figures")
    yield Paragraph(UNCOMPARED)
    for plain in m.around.plain.values():
        yield _figure(m, plain)


def _figure(m: Material, plain: Plain) -> Figure:
    series, name = plain.series, short(plain.name)
    measure = series.measure
    frame = series.frame.filter(pl.col("value").is_not_null())
    first, last = frame["period_end"].min(), frame["period_end"].max()
    lines = [Line(name, list(series.frame.select("period_end", "value").iter_rows()))]
    periods = series.frame.select("period_start", "period_end").iter_rows()
    names = {end: period_name(Period(start, end)) for start, end in periods}
    middle = None
    if plain.others is not None:
        inside = plain.others.filter(pl.col("period_end").is_between(first, last))
        middle = median_line(others(inside, ""), measure)
    if middle:
        lines.append(Line("Median of its type", middle.points))
    figure = line_chart(
        lines,
        title=f"{measure.title}: figures alone, compared with nobody that stayed as it was",
        subtitle=f"{measure.title}, {plain.name}, {names[first]} to {names[last]}",
        source=series.source_line,
        numbers=Numbers.of(measure),
        labels=names,
        changes=marks(m.change),
    )
    return replace(figure, note=UNCOMPARED)
