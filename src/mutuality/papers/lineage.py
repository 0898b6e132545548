"""Who became whom, as a figure for a paper.

In:    a register and a code; or organisations with the days they opened and closed, and their
       successions.
Out:   a Figure: boxes and arrows for one body, or a line for each of several.
Never: an end drawn where none is known, or an order that says who matters more.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mutuality.base import OGL, Refusal
from mutuality.papers import drawing, theme
from mutuality.papers.axes import ROW, centred, milliseconds, time_axis
from mutuality.papers.document import Figure, Table
from mutuality.papers.family import NAMELESS, UNKNOWN, Family, family, name_of
from mutuality.papers.family_tree import Layout, draw_family
from mutuality.papers.ranges import nothing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mutuality.register import Register

SOURCE = f"Source: NHS England, Organisation Data Service, successions of organisations. {OGL}"
MANY = 8  # links read out for those who cannot see the picture; the table has them all
WIDTH = 560
BEFORE = dt.timedelta(days=2 * 365)  # how much is drawn before the first known event


def lineage_figure(
    register: Register, code: str, *, at: dt.date, layout: Layout = "wide"
) -> Figure:
    """All that one body came from and became, up to a day, as boxes and arrows.

    `wide` runs from left to right. `narrow` is 280 pixels wide and runs downwards, for a phone: a
    page that shows both hides one of them by the width of the window. Open and closed differ by
    word and by shape, and a successor that is not on record is drawn as not known.

    Raises Refusal REG-001 for an unknown code.
    """
    whole = family(register, code, at=at)
    itself = whole.itself
    name = _called(register, itself.code)
    before = sum(box.side == "before" for box in whole.boxes)
    after = sum(box.side == "after" and bool(box.code) for box in whole.boxes)
    told = [f"{before or 'none'} on record before it", f"{after or 'none'} after it"]
    alt_text = _said(register, whole, name, told)
    svg = draw_family(whole, layout=layout, label=alt_text)
    return Figure(
        title=f"Who {name} came from and became: {told[0]}, {told[1]}",
        subtitle=f"Predecessors and successors of {name} up to {_day(at)}",
        svg=svg,
        png=drawing.png(svg),
        alt=alt_text,
        twin=_twin(register, whole, name),
        source=SOURCE,
        last_period=_day(at),
        note=whole.note,
    )


def _said(register: Register, whole: Family, name: str, told: Sequence[str]) -> str:
    said = [f"Boxes and arrows from earlier to later. {name}: {', '.join(told)}."]
    said += [
        f"{_called(register, link.old)} became "
        f"{'in part ' if link.kind == 'split' else ''}{_called(register, link.new)} "
        f"on {_day(link.date)}."
        for link in whole.links[-MANY:]
    ]
    if len(whole.links) > MANY:
        said.append(f"The table lists {len(whole.links) - MANY} earlier ones.")
    said += [f"The successor of {box.next_to} is not known." for box in whole.boxes if not box.code]
    return " ".join(said)


def _twin(register: Register, whole: Family, name: str) -> Table:
    rows = []
    for link in whole.links:
        other = f" (also published as {_day(link.other_date)})" if link.other_date else ""
        kind = "new code" if link.kind == "new-code" else link.kind
        ends = [_called(register, one) for one in (link.old, link.new)]
        rows.append([f"{_day(link.date)}{other}", *ends, kind])
    rows += [
        ["not known", _called(register, box.next_to), UNKNOWN, ""]
        for box in whole.boxes
        if not box.code
    ]
    return Table(
        caption=f"Predecessors and successors of {name}, oldest first",
        columns=["Date", "Predecessor", "Successor", "Kind"],
        rows=rows or [["none", name, "no succession on record", ""]],
    )


def _called(register: Register, code: str) -> str:
    name = name_of(register, code)
    return f"{code} ({name})" if name == NAMELESS else f"{name} ({code})"


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
