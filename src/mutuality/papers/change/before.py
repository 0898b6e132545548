"""Outcomes before and after, beside what bodies that did not change lead us to expect.

In:    the material of a page.
Out:   a chart and the cautions of each measure that could be compared.
Never: a line drawn over the period that the change fell into, or a caution left out.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from mutuality.base import Period
from mutuality.papers.axes import Numbers
from mutuality.papers.board.words import HOW, counted
from mutuality.papers.change.words import length, marks, moved, period_name, trust
from mutuality.papers.charts import Line, line_chart
from mutuality.papers.document import Block, Bullets, Figure, Heading, Paragraph
from mutuality.papers.shown import short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutuality.evaluation import Effect
    from mutuality.papers.change.material import Material

MONTHS = {"month": 1, "quarter": 3, "year": 12}
STANDING = 1  # the first caution of an exploratory effect holds for all of them: it is said once


def before_and_after(m: Material) -> Iterator[Block]:
    """One part for each measure that could be compared; nothing where none could."""
    if not m.effects:
        return
    yield Heading("Before and after", 2, "before-and-after")
    exploratory = next((e for e in m.effects if e.exploratory), None)
    if exploratory:
        yield Paragraph(f"**All of these:** {exploratory.cautions[0]}")
    for effect in m.effects:
        yield Heading(m.title(effect.measure), 3, f"path-{effect.measure}")
        yield _figure(m, effect)
        yield Paragraph(f"{moved(m, effect)} How far to trust it: **{trust(effect).lower()}**.")
        cautions = effect.cautions[STANDING:] if effect.exploratory else effect.cautions
        yield Bullets(cautions or ["No further caution was flagged."])


def _figure(m: Material, effect: Effect) -> Figure:
    measure = m.measure(effect.measure)
    numbers = Numbers.of(measure) if measure else Numbers(2)
    title = m.title(effect.measure)
    further = "further from" if effect.stands_out else "no further from"
    labels = _labels(effect)
    name = m.name(effect.unit)
    figure = line_chart(
        _lines(effect, short(name)),
        title=f"{title}: {further} what was expected than chance allows",
        subtitle=f"{title}, {name}, {labels[min(labels)]} to {labels[max(labels)]}",
        source=m.line(effect.measure),
        numbers=numbers,
        labels=labels,
        changes=marks(m.change),
    )
    return replace(
        figure,
        note=f"Expected: how {counted(effect.n_donors, 'body', 'bodies')} that did not change "
        "moved, set to this body's own level before. The mix weighs some of them to follow this "
        f"body as closely as it can before the change. The {length(effect)} that the change fell "
        f"into belongs to neither side. {HOW}",
    )


def _lines(effect: Effect, name: str) -> list[Line]:
    back = math.exp if effect.scale == "log" else None
    ends = [point.period_end for point in effect.path]
    mixed = [
        point.actual * back(-gap) if back else point.actual - gap
        for point, gap in zip(effect.path, effect.synthetic.gap, strict=True)
    ]
    return [
        Line(name, _parted(ends, [point.actual for point in effect.path], effect)),
        Line("Expected", _parted(ends, [point.expected for point in effect.path], effect)),
        Line("Expected, by a mix", _parted(ends, mixed, effect)),
    ]


def _parted(
    ends: list[dt.date], values: list[float], effect: Effect
) -> list[tuple[dt.date, float | None]]:
    """The points, with an empty one wherever a period is missing between two of them."""
    points: list[tuple[dt.date, float | None]] = [(ends[0], values[0])]
    usual = MONTHS[length(effect)]
    for (before, after), value in zip(pairwise(ends), values[1:], strict=True):
        if Period(before, after).months - 1 > usual:
            points.append((_last_day(after, back=usual), None))
        points.append((after, value))
    return points


def _labels(effect: Effect) -> dict[dt.date, str]:
    """Each period's last day and how the NHS writes it."""
    months = MONTHS[length(effect)]
    ends = {
        day
        for day, _ in _parted(
            [point.period_end for point in effect.path],
            [point.actual for point in effect.path],
            effect,
        )
    }
    named = {}
    for end in ends:
        first = _last_day(end, back=months) + dt.timedelta(days=1)
        named[end] = period_name(Period(first, end))
    return named


def _last_day(end: dt.date, *, back: int) -> dt.date:
    """The last day of the month so many months earlier."""
    place = end.year * 12 + end.month - 1 - back
    return Period.month(place // 12, place % 12 + 1).end
