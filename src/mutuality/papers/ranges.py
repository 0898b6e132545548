"""Ranges side by side as a figure for a paper.

In:    named low and high figures, with a likely value or an estimate between where there is one.
Out:   a Figure: picture, words for those who cannot see it, and the table of what is drawn.
Never: a single figure where only a range is known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from mutuality.base import Refusal
from mutuality.papers import drawing, theme
from mutuality.papers.axes import ROW, Numbers, centred, domain
from mutuality.papers.document import Figure, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

BARS = 420


@dataclass(frozen=True, slots=True)
class Range:
    """A named range; `middle` is a likely value or an estimate, where there is one.

    Raises Refusal PAP-105 where the three are not numbers in order.
    """

    name: str
    low: float
    high: float
    middle: float | None = None

    def __post_init__(self) -> None:
        ladder = [self.low, *([] if self.middle is None else [self.middle]), self.high]
        if not all(map(math.isfinite, ladder)) or any(a > b for a, b in pairwise(ladder)):
            raise Refusal(
                "PAP-105",
                f"{self.name} runs {' to '.join(map(str, ladder))}.",
                "Give a low, a middle and a high figure in that order.",
                where=self.name,
            )


def interval_chart(
    rows: Sequence[Range],
    *,
    title: str,
    subtitle: str,
    source: str,
    last_period: str,
    numbers: Numbers | None = None,
    reference: tuple[str, float] | None = None,
) -> Figure:
    """Draw ranges as bars, with a notch at the estimate where there is one.

    `reference` is a named value, such as no effect, drawn as an upright line.

    Raises Refusal PAP-106 without rows.
    """
    kind = _Kind(rows, numbers or Numbers(), reference, middle="Estimate", bars=True)
    return _figure(kind, title=title, subtitle=subtitle, source=source, last_period=last_period)


def range_chart(
    rows: Sequence[Range],
    *,
    title: str,
    subtitle: str,
    source: str,
    last_period: str,
    numbers: Numbers | None = None,
    reference: tuple[str, float] | None = None,
) -> Figure:
    """Draw low, likely and high as a line with ends and a diamond at the likely value.

    Raises Refusal PAP-106 without rows.
    """
    kind = _Kind(rows, numbers or Numbers(), reference, middle="Likely", bars=False)
    return _figure(kind, title=title, subtitle=subtitle, source=source, last_period=last_period)


@dataclass(frozen=True, slots=True)
class _Kind:
    rows: Sequence[Range]
    numbers: Numbers
    reference: tuple[str, float] | None
    middle: str
    bars: bool

    def words(self, row: Range) -> str:
        ends = self.numbers.span(row.low, row.high)
        if row.middle is None:
            return ends
        return f"{self.middle.lower()} {self.numbers.text(row.middle)} ({ends})"


def _figure(kind: _Kind, *, title: str, subtitle: str, source: str, last_period: str) -> Figure:
    if not kind.rows:
        raise nothing(title)
    said = [f"Chart of ranges, {len(kind.rows)} in all."]
    said += [f"{row.name}: {kind.words(row)}." for row in kind.rows]
    if kind.reference:
        name, value = kind.reference
        said.append(
            f"An upright line marks {name[:1].lower()}{name[1:]}, {kind.numbers.text(value)}."
        )
    alt_text = " ".join(said)
    svg, png = drawing.draw(_picture(kind), alt=alt_text)
    return Figure(
        title=title,
        subtitle=subtitle,
        svg=svg,
        png=png,
        alt=alt_text,
        twin=_twin(kind, subtitle),
        source=source,
        last_period=last_period,
    )


def nothing(where: str) -> Refusal:
    """What a chart without rows says."""
    return Refusal(
        "PAP-106",
        "There is nothing to draw.",
        "Leave the chart out, and say in words that there are no figures.",
        where=where,
    )


def _twin(kind: _Kind, subtitle: str) -> Table:
    known = any(row.middle is not None for row in kind.rows)
    columns = ["Low", *([kind.middle] if known else []), "High"]
    return Table(
        caption=f"Figures drawn: {subtitle}",
        columns=["Row", *columns],
        rows=[
            [
                row.name,
                kind.numbers.text(row.low),
                *([kind.numbers.text(row.middle)] if known else []),
                kind.numbers.text(row.high),
            ]
            for row in kind.rows
        ],
        numeric=frozenset(columns),
    )


def _picture(kind: _Kind) -> Any:
    import altair as alt  # noqa: PLC0415 - 1 s that `--help` need not pay

    ends = [value for row in kind.rows for value in (row.low, row.high)]
    ends += [kind.reference[1]] if kind.reference else []
    low, high = domain(ends)
    x = alt.X(
        "low:Q",
        scale=alt.Scale(domain=[low, high], nice=False, zero=False),
        axis=kind.numbers.axis(low, high),
    )
    y = alt.Y("row:Q", scale=alt.Scale(domain=[len(kind.rows), 0], nice=False), axis=None)
    rows = [
        {
            "row": index + 0.5,
            "low": row.low,
            "high": row.high,
            "middle": row.middle,
            "said": kind.words(row),
            **centred(row.name, index),
        }
        for index, row in enumerate(kind.rows)
    ]
    chart = alt.Chart(alt.Data(values=rows))
    marks = _bars(chart, x, y) if kind.bars else _whiskers(chart, x, y)
    text = {"baseline": "middle", "fontSize": theme.SIZE}
    names = chart.mark_text(align="right", lineBreak="\n", lineHeight=15, dx=-12, **text)
    said = chart.mark_text(align="left", dx=12, **text)
    layers = [
        *marks,
        names.encode(text="name:N", x=alt.value(0), y=alt.Y("at:Q", axis=None)),
        said.encode(text="said:N", x=alt.value(BARS), y=y),
    ]
    height = len(rows) * ROW
    if kind.reference:
        layers += _upright(kind.reference, x, height)
    return alt.layer(*layers).properties(width=BARS, height=height)


def _bars(chart: Any, x: Any, y: Any) -> list[Any]:
    bar = chart.mark_bar(height=16, color="#BFBFBF", stroke=theme.INK, strokeWidth=0.8)
    notch = chart.mark_tick(color=theme.BLUE, thickness=4, height=24, opacity=1)
    return [
        bar.encode(x=x, x2="high:Q", y=y),
        notch.transform_filter("isValid(datum.middle)").encode(x="middle:Q", y=y),
    ]


def _whiskers(chart: Any, x: Any, y: Any) -> list[Any]:
    line = chart.mark_rule(color=theme.BLUE, strokeWidth=3)
    cap = chart.mark_tick(color=theme.BLUE, thickness=3, height=14, opacity=1)
    likely = chart.mark_point(
        shape="diamond", filled=True, fill=theme.ORANGE, stroke=theme.INK, size=130, opacity=1
    )
    return [
        line.encode(x=x, x2="high:Q", y=y),
        cap.encode(x=x, y=y),
        cap.encode(x="high:Q", y=y),
        likely.transform_filter("isValid(datum.middle)").encode(x="middle:Q", y=y),
    ]


def _upright(reference: tuple[str, float], x: Any, height: float) -> list[Any]:
    import altair as alt  # noqa: PLC0415 - as above

    name, value = reference
    chart = alt.Chart(alt.Data(values=[{"low": value, "words": name}]))
    return [
        chart.mark_rule(color=theme.PINK, strokeWidth=1.8, strokeDash=[6, 3]).encode(
            x=x, y=alt.value(-6), y2=alt.value(height)
        ),
        chart.mark_text(baseline="bottom", fontSize=theme.SIZE).encode(
            text="words:N", x=x, y=alt.value(-8)
        ),
    ]
