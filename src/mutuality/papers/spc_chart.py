"""An SPC chart as a figure for a paper.

In:    an SpcResult with dates, how its numbers are written, and what happened when.
Out:   a Figure: picture, words for those who cannot see it, and the table of what is drawn.
Never: a point told apart by colour alone, a cause read into a marker, a figure without its source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from mutuality.base import Refusal
from mutuality.papers import drawing, theme
from mutuality.papers.axes import (
    Numbers,
    apart,
    domain,
    milliseconds,
    time_axis,
)
from mutuality.papers.document import Figure
from mutuality.papers.icons import BOX, icon
from mutuality.papers.markers import LINE_HEIGHT, markers
from mutuality.papers.spc_text import Comparison, alt_text, twin

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mutuality.outcomes import SpcResult

WIDTH, HEIGHT = 600, 250
HEAD = BOX + 12


def spc_chart(
    result: SpcResult,
    *,
    title: str,
    subtitle: str,
    source: str,
    numbers: Numbers | None = None,
    labels: Sequence[str] = (),
    changes: Sequence[tuple[dt.date, str]] = (),
    comparison: Comparison | None = None,
) -> Figure:
    """Draw an SPC chart.

    `labels` names the periods, one a row of the result; without them the last day stands.
    `changes` are marked on the time axis where they fall inside it, and named in the alt text.
    `comparison` is drawn where its days fall inside the chart.

    Raises Refusal PAP-102 for a result without dates, PAP-103 for labels that do not match.
    """
    points = _named(result.points, labels)
    numbers = numbers or Numbers()
    held = points.filter(pl.col("value").is_not_null())
    first, last = points["period_end"][0], points["period_end"][-1]
    marked = sorted((day, words) for day, words in changes if first <= day <= last)
    alt = alt_text(result, held, numbers, marked, comparison)
    svg, _ = drawing.draw(_chart(result, held, numbers, marked, comparison), alt=alt)
    framed = _under_icons(svg, result, alt)
    return Figure(
        title=title,
        subtitle=subtitle,
        svg=framed,
        png=drawing.png(framed),
        alt=alt,
        twin=twin(result, points, numbers, subtitle, comparison),
        source=source,
        last_period=held["label"][-1],
    )


def _named(points: pl.DataFrame, labels: Sequence[str]) -> pl.DataFrame:
    if points["period_end"].null_count():
        raise Refusal(
            "PAP-102",
            "A chart over time was asked for, but the figures have no dates.",
            "Give the last day of each period when working out the chart.",
            where="period_end",
        )
    if not labels:
        return points.with_columns(pl.col("period_end").dt.strftime("%-d %B %Y").alias("label"))
    if len(labels) != points.height:
        raise Refusal(
            "PAP-103",
            f"There are {points.height} periods and {len(labels)} labels.",
            "Give one label for each period, or none at all.",
            where="labels",
        )
    return points.with_columns(pl.Series("label", list(labels)))


def _chart(
    result: SpcResult,
    held: pl.DataFrame,
    numbers: Numbers,
    marked: Sequence[tuple[dt.date, str]],
    comparison: Comparison | None,
) -> Any:
    import altair as alt  # noqa: PLC0415 - 1 s that `--help` need not pay

    ends = held["period_end"].to_list()
    inside = _inside(comparison, ends)
    target = result.settings.target
    heights = [
        value
        for column in ("value", "lower", "upper", "mean")
        for value in held[column].drop_nulls()
    ] + [value for _, value in inside]
    low, high = domain([*heights, *([] if target is None else [target])])
    start, stop = milliseconds(ends[0]), milliseconds(ends[-1])
    room = (stop - start) * 0.015 or 1e10
    start, stop = start - room, stop + room
    x = alt.X("x:T", scale=alt.Scale(type="utc", domain=[start, stop]), axis=time_axis(ends))
    y = alt.Y(
        "y:Q",
        scale=alt.Scale(domain=[low, high], nice=False, zero=False),
        axis=numbers.axis(low, high),
    )

    def down(value: float) -> float:
        """Pixels from the top of the plot."""
        return HEIGHT * (high - value) / (high - low)

    parts = _parts(held, room)
    layers = [_band(parts, x, y), *_part_lines(parts, x, y)]
    tags = [("Upper limit", held["upper"][-1]), ("Mean", held["mean"][-1])]
    tags += [("Lower limit", held["lower"][-1])]
    if target is not None:
        layers.append(_level(target, y, colour=theme.PINK, dash=[8, 3, 2, 3]))
        tags.append(("Target", target))
    if comparison and inside:
        layers.append(_dotted(inside, x, y))
        tags.append((comparison.name, inside[-1][1]))
    layers += _value_line(held, x, y)
    layers += _tags(tags, numbers, down)
    moments = [(milliseconds(day), f"{day:%b %Y}: {words}") for day, words in marked]
    moments += _new_limits(held)
    layers += markers(moments, start, stop, width=WIDTH, height=HEIGHT)
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)


def _inside(comparison: Comparison | None, ends: Sequence[dt.date]) -> list[tuple[dt.date, float]]:
    if comparison is None:
        return []
    return sorted((day, value) for day, value in comparison.points if ends[0] <= day <= ends[-1])


def _parts(held: pl.DataFrame, room: float) -> list[dict[str, float | None]]:
    """Where each part's lines run: half a step beyond its first and last points."""
    return [
        {
            "x": milliseconds(part["period_end"][0]) - room / 2,
            "x2": milliseconds(part["period_end"][-1]) + room / 2,
            "mean": part["mean"][0],
            "lower": part["lower"][0],
            "upper": part["upper"][0],
        }
        for part in held.partition_by("segment", maintain_order=True)
    ]


def _band(parts: list[dict[str, float | None]], x: Any, y: Any) -> Any:
    import altair as alt  # noqa: PLC0415 - as above

    limited = [{**part, "y": part["lower"]} for part in parts if part["lower"] is not None]
    return (
        alt.Chart(alt.Data(values=limited))
        .mark_rect(fill=theme.BAND)
        .encode(x=x, x2="x2:T", y=y, y2="upper:Q")
    )


def _part_lines(parts: list[dict[str, float | None]], x: Any, y: Any) -> list[Any]:
    import altair as alt  # noqa: PLC0415 - as above

    return [
        alt.Chart(alt.Data(values=[{**p, "y": p[name]} for p in parts if p[name] is not None]))
        .mark_rule(color=theme.LINE, strokeDash=dash, strokeWidth=width)
        .encode(x=x, x2="x2:T", y=y)
        for name, dash, width in (
            ("mean", [], 1.4),
            ("lower", [5, 4], 1.2),
            ("upper", [5, 4], 1.2),
        )
    ]


def _level(value: float, y: Any, *, colour: str, dash: list[int]) -> Any:
    import altair as alt  # noqa: PLC0415 - as above

    return (
        alt.Chart(alt.Data(values=[{"y": value}]))
        .mark_rule(color=colour, strokeDash=dash, strokeWidth=1.8)
        .encode(y=y)
    )


def _dotted(points: Sequence[tuple[dt.date, float]], x: Any, y: Any) -> Any:
    import altair as alt  # noqa: PLC0415 - as above

    rows = [{"x": milliseconds(day), "y": value} for day, value in points]
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_line(color=theme.BLUE, strokeDash=[2, 3], strokeWidth=2)
        .encode(x=x, y=y)
    )


def _value_line(held: pl.DataFrame, x: Any, y: Any) -> list[Any]:
    """The figures: a line that breaks at gaps, and points by kind."""
    import altair as alt  # noqa: PLC0415 - as above

    rows = [
        {"x": milliseconds(end), "y": value, "run": run, "kind": theme.SPC[kind].words}
        for end, value, run, kind in held.select("period_end", "value", "run", "kind").iter_rows()
    ]
    data = alt.Data(values=rows)
    kinds = list(theme.SPC.values())
    words = [mark.words for mark in kinds]
    seen = [mark.words for kind, mark in theme.SPC.items() if kind in set(held["kind"])]
    legend = alt.Legend(title=None, orient="bottom", direction="horizontal", offset=6, values=seen)
    line = alt.Chart(data).mark_line(color=theme.LINE, strokeWidth=1, strokeOpacity=0.7)
    dots = alt.Chart(data).mark_point(filled=True, stroke=theme.INK, strokeWidth=0.9, opacity=1)
    return [
        line.encode(x=x, y=y, detail="run:N"),
        dots.encode(
            x=x,
            y=y,
            shape=alt.Shape(
                "kind:N",
                scale=alt.Scale(domain=words, range=[mark.shape for mark in kinds]),
                legend=legend,
            ),
            fill=alt.Fill(
                "kind:N",
                scale=alt.Scale(domain=words, range=[mark.colour for mark in kinds]),
                legend=legend,
            ),
            size=alt.Size(
                "kind:N",
                scale=alt.Scale(domain=words, range=[mark.size for mark in kinds]),
                legend=legend,
            ),
        ),
    ]


def _tags(tags: Sequence[tuple[str, float | None]], numbers: Numbers, down: Any) -> list[Any]:
    """Names and figures of the lines, at their right-hand ends."""
    import altair as alt  # noqa: PLC0415 - as above

    known = [(name, value) for name, value in tags if value is not None]
    places = apart(
        [down(value) for _, value in known], gap=LINE_HEIGHT + 1, lowest=0, highest=HEIGHT
    )
    return [
        alt.Chart(alt.Data(values=[{"words": f"{name} {numbers.text(value)}"}]))
        .mark_text(align="left", baseline="middle", fontSize=theme.SIZE)
        .encode(text="words:N", x=alt.value(WIDTH + 8), y=alt.value(place))
        for (name, value), place in zip(known, places, strict=True)
    ]


def _new_limits(held: pl.DataFrame) -> list[tuple[float, str]]:
    starts = held.filter(pl.col("segment").is_first_distinct() & (pl.col("segment") > 1))[
        "period_end"
    ]
    return [(milliseconds(day), f"{day:%b %Y}: new limits") for day in starts]


def _under_icons(svg: str, result: SpcResult, alt: str) -> str:
    """The picture with its icons and their words in a row above it."""
    shown = [icon(result.variation)]
    if result.assurance != "none":
        shown.append(icon(result.assurance))
    return drawing.headed(svg, [(one.shapes, one.words) for one in shown], label=alt, height=HEAD)
