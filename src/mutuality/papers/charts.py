"""Lines over time as a figure for a paper.

In:    up to four named lines of days and values, and what happened when.
Out:   a Figure: picture, words for those who cannot see it, and the table of what is drawn.
Never: a key where a name can stand beside its line, or a line drawn across a missing figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mutuality.base import Refusal
from mutuality.papers import drawing, theme
from mutuality.papers.axes import Numbers, apart, domain, milliseconds, time_axis, wrapped
from mutuality.papers.document import Figure, Table
from mutuality.papers.markers import LINE_HEIGHT, markers

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

WIDTH, HEIGHT = 600, 250


@dataclass(frozen=True, slots=True)
class Line:
    """A named line of days and values. None breaks it. `step` holds each value until the next."""

    name: str
    points: Sequence[tuple[dt.date, float | None]]
    step: bool = False


def line_chart(
    lines: Sequence[Line],
    *,
    title: str,
    subtitle: str,
    source: str,
    numbers: Numbers | None = None,
    labels: Mapping[dt.date, str] | None = None,
    changes: Sequence[tuple[dt.date, str]] = (),
) -> Figure:
    """Draw up to four lines over time, each named at its end.

    `labels` names the periods by their last day; without it the day stands. `changes` are marked
    where they fall inside the time drawn.

    Raises Refusal PAP-104 for more than four lines, or none with a figure.
    """
    numbers, labels = numbers or Numbers(), labels or {}
    drawn = [(line, [(day, v) for day, v in line.points if v is not None]) for line in lines]
    if len(lines) > theme.MOST_LINES or not all(held for _, held in drawn) or not lines:
        raise Refusal(
            "PAP-104",
            f"{len(lines)} lines were asked for, {sum(not held for _, held in drawn)} empty.",
            "Draw one to four lines, each with a figure. Use more charts for more lines.",
            where=title,
        )
    days = sorted({day for line in lines for day, _ in line.points})
    names = {day: labels.get(day, f"{day.day} {day:%B %Y}") for day in days}
    inside = sorted((day, words) for day, words in changes if days[0] <= day <= days[-1])
    said = [f"Line chart from {names[days[0]]} to {names[days[-1]]}."]
    for line, held in drawn:
        low, high = (pick(held, key=lambda point: point[1]) for pick in (min, max))
        said.append(
            f"{line.name}: {numbers.text(held[0][1])} at first, {numbers.text(held[-1][1])} at "
            f"last; lowest {numbers.text(low[1])} ({names[low[0]]}), highest "
            f"{numbers.text(high[1])} ({names[high[0]]})."
        )
    if inside:
        marked = "; ".join(f"{words}, {day.day} {day:%B %Y}" for day, words in inside)
        said.append(f"Upright lines mark: {marked}.")
    alt_text = " ".join(said)
    svg, png = drawing.draw(_lines(drawn, days, numbers, inside), alt=alt_text)
    by_line = [dict(line.points) for line in lines]
    return Figure(
        title=title,
        subtitle=subtitle,
        svg=svg,
        png=png,
        alt=alt_text,
        twin=Table(
            caption=f"Figures drawn: {subtitle}",
            columns=["Period", *(line.name for line in lines)],
            rows=[
                [names[day], *(numbers.text(v.get(day)) if day in v else "" for v in by_line)]
                for day in days
            ],
            numeric=frozenset(line.name for line in lines),
        ),
        source=source,
        last_period=names[max(held[-1][0] for _, held in drawn)],
    )


def _lines(
    drawn: Sequence[tuple[Line, list[tuple[dt.date, float]]]],
    days: Sequence[dt.date],
    numbers: Numbers,
    inside: Sequence[tuple[dt.date, str]],
) -> Any:
    import altair as alt  # noqa: PLC0415 - 1 s that `--help` need not pay

    low, high = domain([value for _, held in drawn for _, value in held])
    start, stop = milliseconds(days[0]), milliseconds(days[-1])
    room = (stop - start) * 0.015 or 1e10
    start, stop = start - room, stop + room
    x = alt.X("x:T", scale=alt.Scale(type="utc", domain=[start, stop]), axis=time_axis(days))
    y = alt.Y("y:Q", scale=alt.Scale(domain=[low, high], nice=False), axis=numbers.axis(low, high))
    ends = [HEIGHT * (high - held[-1][1]) / (high - low) for _, held in drawn]
    texts = [
        [*wrapped(line.name, width=22, lines=2), numbers.text(held[-1][1])] for line, held in drawn
    ]
    gap = max(map(len, texts)) * LINE_HEIGHT + 4
    places = apart(ends, gap=gap, lowest=0, highest=HEIGHT)
    layers = []
    for index, (line, _) in enumerate(drawn):
        colour = theme.PALETTE[index]
        data = alt.Data(values=_broken(line))
        stroke = alt.Chart(data).mark_line(
            color=colour,
            strokeWidth=2.2,
            strokeDash=theme.DASHES[index],
            interpolate="step-after" if line.step else "linear",
        )
        dots = alt.Chart(data).mark_point(
            shape=theme.SHAPES[index],
            filled=True,
            fill=colour,
            stroke=theme.INK,
            size=45,
            opacity=1,
        )
        name = alt.Chart(alt.Data(values=[{"words": "\n".join(texts[index])}])).mark_text(
            align="left",
            baseline="middle",
            lineBreak="\n",
            lineHeight=LINE_HEIGHT,
            fontSize=theme.SIZE,
        )
        layers += [
            stroke.encode(x=x, y=y, detail="run:N"),
            dots.encode(x=x, y=y),
            name.encode(
                text="words:N",
                x=alt.value(WIDTH + 8),
                y=alt.value(places[index] - LINE_HEIGHT * (len(texts[index]) - 1) / 2),
            ),
        ]
    moments = [(milliseconds(day), f"{day:%b %Y}: {words}") for day, words in inside]
    layers += markers(moments, start, stop, width=WIDTH, height=HEIGHT)
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)


def _broken(line: Line) -> list[dict[str, float]]:
    rows, run = [], 0
    for day, value in line.points:
        if value is None:
            run += 1
        else:
            rows.append({"x": milliseconds(day), "y": value, "run": run})
    return rows
