"""Sizes of effects with their intervals, side by side on one axis: a forest plot.

In:    a panel: claims that share an axis, and what they add up to.
Out:   a Figure, each claim in words below its mark.
Never: a mark that makes an association look like an effect.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from mutuality.papers import drawing, theme
from mutuality.papers.axes import domain, round_step
from mutuality.papers.board.words import counted
from mutuality.papers.document import Figure, Table
from mutuality.papers.finding_words import Axis, sentence
from mutuality.papers.stacked import BAND, GAP, LINE, TITLE, WIDTH, Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mutuality.papers.claims import Claim
    from mutuality.papers.panels import Panel

EDGE = 12
GREY = "#BFBFBF"
COLUMNS = (
    "Finding",
    "Result",
    "Design",
    "Setting",
    "Strength of evidence",
    "Bear in mind",
    "Source",
)
MARKS = (
    ("circle", True, theme.BLUE, "Strong design: an effect of the change"),
    ("circle", False, theme.BLUE, "Association only, or with a warning"),
    ("square", False, theme.PINK, "Our own evaluation"),
)
FORECAST = ("diamond", True, theme.ORANGE, "Average, on a bar for a new site")


def forest(panel: Panel, *, about: str, source: str, last_period: str) -> Figure:
    """Draw one panel. `about` says what the claims are about, such as `Merger, care quality`."""
    axis = panel.axis
    alt = f"Forest plot, {axis.title.lower()}. " + " ".join(
        f"{claim.outcome}: {claim.result}." for claim in panel.rows
    )
    for forecast in panel.forecasts:
        alt += f" {forecast.title}. {forecast.told(axis)}"
    svg, png = drawing.draw(_picture(panel).chart(), alt=alt)
    subtitle = f"{about}. {axis.title}, with 95% intervals{_which_way(axis)}"
    return Figure(
        title=message(panel.rows, "estimate"),
        subtitle=subtitle,
        svg=svg,
        png=png,
        alt=alt,
        twin=twin(panel.rows, subtitle, extra=_forecast_rows(panel)),
        source=source,
        last_period=last_period,
        note=f"Not put together with others. {' '.join(panel.reasons)}" if panel.left_out else "",
    )


def twin(rows: Sequence[Claim], subtitle: str, *, extra: Sequence[Sequence[str]] = ()) -> Table:
    """The claims as a table with everything that is known of them."""
    return Table(
        caption=f"Findings drawn: {subtitle}",
        columns=COLUMNS,
        rows=[
            [
                f"{claim.outcome} [{claim.id}]",
                f"{claim.standing}. {claim.result}" if claim.standing else claim.result,
                f"{sentence(claim.design)}. {claim.size}".rstrip(". "),
                sentence(claim.setting),
                sentence(claim.strength),
                claim.note,
                claim.source,
            ]
            for claim in rows
        ]
        + [list(row) for row in extra],
    )


def _forecast_rows(panel: Panel) -> list[list[str]]:
    return [
        [
            forecast.title,
            forecast.told(panel.axis),
            "Studies put together",
            *([""] * 3),
            f"Worked out from {', '.join(forecast.predictive.findings)}",
        ]
        for forecast in panel.forecasts
    ]


def message(rows: Sequence[Claim], what: str) -> str:
    """How many point each way and from how many studies, since findings of one study go together.

    `what` names one of them, such as `estimate`.
    """
    sound = [claim for claim in rows if claim.is_effect]
    ways = Counter(claim.direction for claim in sound)
    clear = ways["favourable"] + ways["adverse"]
    parts = (
        (ways["favourable"], "better"),
        (ways["adverse"], "worse"),
        (len(sound) - clear, "with no clear difference"),
        (len(rows) - len(sound), "not to be relied on"),
    )
    said = ", ".join(f"{number} {words}" for number, words in parts if number)
    events = len({claim.event for claim in rows})
    return f"{counted(len(rows), what)} from {counted(events, 'study', 'studies')}: {said}"


def _which_way(axis: Axis) -> str:
    return f"; {axis.better} is better" if axis.better else ""


def _picture(panel: Panel) -> Canvas:
    canvas, axis = Canvas(), panel.axis
    kinds = [MARKS[0 if claim.is_solid else 1] for claim in panel.rows if not claim.is_own]
    kinds += [MARKS[2] for claim in panel.rows if claim.is_own]
    kinds += [FORECAST for _ in panel.forecasts]
    canvas.key(list(dict.fromkeys(kinds)))
    spans = [forecast.span for forecast in panel.forecasts]
    ends = [0.0, *(end for claim in panel.rows for end in (claim.low, claim.high))]
    low, high = domain([*ends, *(end for span in spans for end in span)])
    zero = place(0, low, high)
    _sides(canvas, axis, zero)
    for claim in panel.rows:
        canvas.text(claim.outcome, size=TITLE, bold=True, lines=3)
        y = _band(canvas, zero)
        start, middle, end = (place(v, low, high) for v in (claim.low, claim.effect, claim.high))
        _, _, colour, _ = mark = MARKS[2 if claim.is_own else 0]
        dash = () if claim.is_solid else (5, 3)
        canvas.line(x=start, x2=end, y=y, y2=y, colour=colour, width=2.6, dash=dash)
        for x in (start, end):
            canvas.line(x=x, x2=x, y=y - 6, y2=y + 6, colour=colour, width=2.6)
        canvas.point(x=middle, y=y, shape=mark[0], solid=claim.is_solid, colour=colour)
        for line in claim.lines:
            canvas.text(line, lines=2)
        canvas.at += GAP
    for forecast, span in zip(panel.forecasts, spans, strict=True):
        canvas.text(forecast.title, size=TITLE, bold=True, lines=2)
        y = _band(canvas, zero)
        start, end = (place(value, low, high) for value in span)
        middle = place(forecast.predictive.mean, low, high)
        canvas.box(x=start, y=y - 6, width=end - start, height=12, fill=GREY, stroke=theme.INK)
        canvas.point(x=middle, y=y, shape="diamond", solid=True, colour=theme.ORANGE, size=190)
        canvas.text(forecast.told(axis), lines=5)
        canvas.at += GAP
    _ticks(canvas, axis, low, high)
    return canvas


def place(value: float, low: float, high: float) -> float:
    """Where a value stands across the picture, from low near its left edge to high."""
    return EDGE + (WIDTH - 2 * EDGE) * (value - low) / (high - low)


def _sides(canvas: Canvas, axis: Axis, zero: float) -> None:
    """Which side of no difference is better, over the bands."""
    if axis.better:
        lower_is, higher_is = ("better", "worse")[:: 1 if axis.better == "lower" else -1]
        y, middle = canvas.at + LINE / 2, min(max(zero, 72), WIDTH - 72)
        canvas.words(f"← {lower_is}", x=middle - 8, y=y, align="right")
        canvas.words(f"{higher_is} →", x=middle + 8, y=y)
        canvas.at += LINE + 2


def _band(canvas: Canvas, zero: float) -> float:
    """A quiet band with the line of no difference; how far down its middle is."""
    top = canvas.at + 2
    canvas.box(x=0, y=top, width=WIDTH, height=BAND, fill=theme.BAND)
    canvas.line(x=zero, x2=zero, y=top, y2=top + BAND, dash=(4, 2), colour=theme.INK)
    canvas.at = top + BAND + 3
    return top + BAND / 2


def _ticks(canvas: Canvas, axis: Axis, low: float, high: float) -> None:
    """Round figures below the last band; the line of no difference is named."""
    canvas.line(x=0, x2=WIDTH, y=canvas.at, y2=canvas.at)
    for value in round_values(axis, low, high):
        x = place(value, low, high)
        canvas.line(x=x, x2=x, y=canvas.at, y2=canvas.at + 5)
        canvas.words(axis.text(value), x=x, y=canvas.at + 15, align="center")
    canvas.at += 26
    canvas.text(f"{axis.title}; dashed line: no difference", lines=2)


def round_values(axis: Axis, low: float, high: float) -> list[float]:
    """Four or so round figures from low to high; for ratios, round once they are ratios."""
    start, stop = (math.exp(low), math.exp(high)) if axis.is_ratio else (low, high)
    step, places = round_step((stop - start) / 4)
    first, last = math.ceil(start / step), math.floor(stop / step)
    found = [round(tick * step, places) for tick in range(first, last + 1)]
    return [math.log(value) for value in found if value > 0] if axis.is_ratio else found
