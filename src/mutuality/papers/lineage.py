"""Who became whom, as a figure for a paper.

In:    organisations with the days they opened and closed, and their successions.
Out:   a Figure: a line for each organisation, joined where one became another.
Never: an end drawn where none is known, or an order that says who matters more.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mutuality.base import Refusal
from mutuality.papers import drawing, theme
from mutuality.papers.axes import ROW, centred, milliseconds, time_axis
from mutuality.papers.document import Figure, Table
from mutuality.papers.ranges import nothing

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 560
BEFORE = dt.timedelta(days=2 * 365)  # how much is drawn before the first known event


@dataclass(frozen=True, slots=True)
class Life:
    """An organisation: code, name, and when it opened and closed where that is known."""

    code: str
    name: str
    opened: dt.date | None = None
    closed: dt.date | None = None


def lineage_chart(
    lives: Sequence[Life],
    links: Sequence[tuple[str, str, dt.date]],
    *,
    at: dt.date,
    title: str,
    subtitle: str,
    source: str,
) -> Figure:
    """Draw the lives up to `at`, and the links (predecessor, successor, date) between them.

    A life whose opening is not known starts at the left edge.

    Raises Refusal PAP-106 without lives, PAP-108 for a link to a code that has no life.
    """
    if not lives:
        raise nothing(title)
    by_code = {life.code: life for life in lives}
    for before, after, _ in links:
        if not {before, after} <= by_code.keys():
            raise Refusal(
                "PAP-108",
                f"{before} became {after}, but one of them is not among the organisations.",
                "Give every organisation that a succession names.",
                where=title,
            )
    links = sorted(links, key=lambda link: (link[2], link))
    order = _order(lives, links)
    said = [f"Picture of {len(lives)} organisations as lines over time."]
    said += [
        f"{by_code[before].name} ({before}) became part of {by_code[after].name} ({after}) on "
        f"{_day(day)}."
        for before, after, day in links
    ]
    alt_text = " ".join(said)
    chart = _picture([by_code[code] for code in order], links, at)
    svg, png = drawing.draw(chart, alt=alt_text)
    return Figure(
        title=title,
        subtitle=subtitle,
        svg=svg,
        png=png,
        alt=alt_text,
        twin=Table(
            caption=f"Successions drawn: {subtitle}",
            columns=["Date", "Predecessor", "Successor"],
            rows=[
                [_day(day), f"{by_code[a].name} ({a})", f"{by_code[b].name} ({b})"]
                for a, b, day in links
            ],
        ),
        source=source,
        last_period=_day(at),
    )


def _order(lives: Sequence[Life], links: Sequence[tuple[str, str, dt.date]]) -> list[str]:
    """Predecessors in date order, each above what it became; the rest as given."""
    order: dict[str, None] = {}

    def put(code: str, path: tuple[str, ...]) -> None:
        for before, after, _ in links:
            if after == code and before not in order and before not in path:
                put(before, (*path, code))
        order.setdefault(code)

    ends = {before for before, _, _ in links}
    for life in sorted(lives, key=lambda life: life.code in ends):
        put(life.code, ())
    return list(order)


def _picture(lives: Sequence[Life], links: Sequence[tuple[str, str, dt.date]], at: dt.date) -> Any:
    import altair as alt  # noqa: PLC0415 - 1 s that `--help` need not pay

    known = [day for _, _, day in links] + [day for life in lives for day in (life.closed,) if day]
    first = min([*known, at]) - BEFORE
    row = {life.code: index + 0.5 for index, life in enumerate(lives)}
    bars = [
        {
            "x": milliseconds(max(life.opened or first, first)),
            "x2": milliseconds(min(life.closed or at, at)),
            "y": row[life.code],
            **centred(f"{life.code}: {life.name}", index),
        }
        for index, life in enumerate(lives)
    ]
    joins = [
        {
            "x": milliseconds(day),
            "y": row[before],
            "y2": row[after],
            "down": row[after] > row[before],
        }
        for before, after, day in links
    ]
    x = alt.X(
        "x:T",
        scale=alt.Scale(type="utc", domain=[milliseconds(first), milliseconds(at)]),
        axis=time_axis([first, *(first + dt.timedelta(days=d) for d in (30, 60)), at]),
    )
    y = alt.Y("y:Q", scale=alt.Scale(domain=[len(lives), 0], nice=False), axis=None)
    lines, steps = alt.Chart(alt.Data(values=bars)), alt.Chart(alt.Data(values=joins))
    heads = [
        steps.transform_filter(f"datum.down === {down}")
        .mark_point(shape=shape, filled=True, fill=theme.PINK, size=90, opacity=1, yOffset=offset)
        .encode(x=x, y=alt.Y("y2:Q", axis=None))
        for down, shape, offset in (
            ("true", "triangle-down", -6),
            ("false", "triangle-up", 6),
        )
    ]
    return alt.layer(
        lines.mark_rule(color=theme.BLUE, strokeWidth=4).encode(x=x, x2="x2:T", y=y),
        steps.mark_rule(color=theme.PINK, strokeWidth=2).encode(x=x, y=y, y2="y2:Q"),
        steps.mark_point(shape="circle", filled=True, fill=theme.PINK, size=60, opacity=1).encode(
            x=x, y=y
        ),
        *heads,
        lines.mark_text(
            align="right",
            baseline="middle",
            dx=-12,
            lineBreak="\n",
            lineHeight=15,
            fontSize=theme.SIZE,
        ).encode(text="name:N", x=alt.value(0), y=alt.Y("at:Q", axis=None)),
    ).properties(width=WIDTH, height=len(lives) * ROW)


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
