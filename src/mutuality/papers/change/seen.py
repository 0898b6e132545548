"""The smallest effect that could have been seen, measure by measure.

In:    the material of a page.
Out:   a picture with a panel for each unit: estimates, intervals, and sizes that could be missed.
Never: measures of different units on one scale, or "no effect" without the size that would show.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from mutuality.papers import theme
from mutuality.papers.board.words import HOW, day, lower
from mutuality.papers.change import sketch
from mutuality.papers.change.sketch import EDGE, LINE, WIDTH
from mutuality.papers.change.words import (
    interval,
    is_overstated,
    shift,
    smallest,
    sources_line,
    yardstick,
)
from mutuality.papers.document import Block, Bullets, Figure, Heading, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mutuality.evaluation import Effect
    from mutuality.papers.change.material import Material
    from mutuality.papers.change.words import Yardstick

STRIP = 34
COLUMNS = (
    "Measure",
    "Unit",
    "Estimate",
    "Low",
    "High",
    "Smallest that would have shown",
    "Stands out",
)
BETTER = {"higher": " Higher is better.", "lower": " Lower is better.", "neutral": ""}


def smallest_seen(m: Material) -> Iterator[Block]:
    """The picture, and each measure's blind spot in a sentence."""
    yield Heading("The smallest effect that could have been seen", 2, "smallest")
    if not m.effects:
        yield Paragraph(
            "Not known. Until outcomes are compared with those of bodies that did not change, "
            "nobody can say how large an effect would have had to be to show."
        )
        return
    yield Paragraph(
        "Bodies that did not change also rise and fall. An effect shows only where it is larger "
        "than that. The band is the size that would have stood out in 4 of 5 such comparisons."
    )
    yield _figure(m)
    yield Bullets([_words(m, effect) for effect in m.effects])


def _words(m: Material, effect: Effect) -> str:
    title = lower(m.title(effect.measure))
    if not math.isfinite(effect.smallest_seen):
        return f"No effect on {title}, however large, could have been told from chance."
    least = smallest(m, effect)
    told = f"A rise or fall in {title} of less than {least} could not reliably have been told from "
    told += "chance."
    if is_overstated(effect):
        told += (
            " The estimate is smaller than that and shows all the same: it is likely overstated."
        )
    return told


@dataclass(frozen=True, slots=True)
class _Row:
    """One measure, in the figures that are printed. Bounds may be infinite."""

    title: str
    estimate: float
    low: float
    high: float
    seen: float
    stick: Yardstick
    better: str
    stands_out: bool

    @property
    def told(self) -> str:
        return f"{self.stick.signed(self.estimate)} ({self.stick.span(self.low, self.high)})"

    @property
    def reach(self) -> float:
        """The furthest from zero that anything finite in it lies."""
        sizes = [abs(v) for v in (self.estimate, self.low, self.high, self.seen)]
        return max(size for size in sizes if math.isfinite(size))

    @property
    def cells(self) -> tuple[str, ...]:
        seen = self.stick.number(self.seen) if math.isfinite(self.seen) else "none would"
        signed = (self.stick.signed(v) for v in (self.estimate, self.low, self.high))
        return (self.title, self.stick.unit, *signed, seen, "yes" if self.stands_out else "no")


def _row(m: Material, effect: Effect) -> _Row:
    measure = m.measure(effect.measure)
    return _Row(
        m.title(effect.measure),
        shift(effect, effect.estimate),
        *interval(effect),
        shift(effect, effect.smallest_seen),
        yardstick(m, effect),
        BETTER[measure.polarity] if measure else "",
        effect.stands_out,
    )


def _figure(m: Material) -> Figure:
    rows = sorted((_row(m, effect) for effect in m.effects), key=lambda row: row.stick.unit)
    alt = " ".join(
        [
            f"Chart of {len(rows)} estimates with their intervals, around zero.",
            *(
                f"{row.title}: {row.told} {row.stick.unit}; "
                + (
                    f"sizes up to {row.stick.size(row.seen)} could have been missed."
                    if math.isfinite(row.seen)
                    else "any size could have been missed."
                )
                for row in rows
            ),
        ]
    )
    parts, height = _parts(rows)
    svg, png = sketch.picture(parts, height=height, alt=alt)
    measures = dict.fromkeys(effect.measure for effect in m.effects)
    return Figure(
        title="An effect inside its grey band could have been missed",
        subtitle="Difference from what bodies that did not change lead us to expect",
        svg=svg,
        png=png,
        alt=alt,
        twin=Table(
            "Estimates, 95% intervals, and the smallest effect that would have shown",
            COLUMNS,
            [row.cells for row in rows],
            frozenset(COLUMNS[2:6]),
        ),
        source=sources_line(m.line(measure) for measure in measures),
        last_period=day(max(effect.last for effect in m.effects)),
        note=HOW,
    )


def _parts(rows: Sequence[_Row]) -> tuple[list[str], float]:
    y = 8.0
    parts = [
        sketch.box(EDGE, y + 3, 44, 16, fill=theme.BAND, edge=theme.LINE, dashes="4 3"),
        sketch.text(EDGE + 56, y + 17, "A rise or fall this small could be missed"),
        *_estimate(EDGE + 22, EDGE, EDGE + 44, y + 37),
        sketch.text(EDGE + 56, y + 43, "Estimate, with its 95% interval"),
    ]
    y += 58
    for unit, group in groupby(rows, key=lambda row: row.stick.unit):
        panel = list(group)
        half = max(row.reach for row in panel) * 1.15 or 1.0
        y += 14
        parts += [
            sketch.line(EDGE, y, WIDTH - EDGE, y, colour=theme.LINE),
            sketch.text(EDGE, y + LINE, f"Scale: {unit or 'as published'}"),
        ]
        y += LINE + 10
        for row in panel:
            drawn, y = _strip(row, half, y)
            parts += drawn
    return parts, y + 4


def _strip(row: _Row, half: float, y: float) -> tuple[list[str], float]:
    """One measure's words and picture from y downwards, and where the next may start."""
    middle, wide = WIDTH / 2, WIDTH / 2 - EDGE

    def x(value: float) -> float:
        return middle + wide * min(max(value / half, -1.0), 1.0)

    parts = []
    for words, bold in (
        *((words, True) for words in sketch.fit(row.title)),
        (f"{row.told}.{row.better}", False),
    ):
        y += LINE
        parts.append(sketch.text(EDGE, y, words, bold=bold))
    y += 8
    left, right = x(-row.seen), x(row.seen)
    centre = y + STRIP / 2
    parts += [
        sketch.box(left, y, right - left, STRIP, fill=theme.BAND, edge=theme.LINE, dashes="4 3"),
        sketch.line(middle, y - 3, middle, y + STRIP + 3, colour=theme.INK),
        *_estimate(x(row.estimate), x(row.low), x(row.high), centre),
    ]
    y += STRIP + LINE
    parts.append(sketch.text(middle, y, "0", anchor="middle"))
    if math.isfinite(row.seen):
        for value in (-row.seen, row.seen):
            place = min(max(x(value), EDGE + 24), WIDTH - EDGE - 24)
            parts.append(sketch.text(place, y, row.stick.signed(value), anchor="middle"))
    return parts, y + 10


def _estimate(x: float, low: float, high: float, y: float) -> list[str]:
    diamond = [(x, y - 9), (x + 9, y), (x, y + 9), (x - 9, y)]
    return [
        sketch.line(low, y, high, y, colour=theme.BLUE, thick=4),
        sketch.line(low, y - 7, low, y + 7, colour=theme.BLUE, thick=3),
        sketch.line(high, y - 7, high, y + 7, colour=theme.BLUE, thick=3),
        sketch.shape(diamond, fill=theme.ORANGE, edge=theme.INK),
    ]
