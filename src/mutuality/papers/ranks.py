"""How often each option comes where, as a figure for a paper.

In:    for each option, the share of draws in which it comes first, second and so on.
Out:   a Figure: picture, words for those who cannot see it, and the table of what is drawn.
Never: a shade without its figure, or options put in another order than the paper's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mutuality.base import Refusal
from mutuality.papers import drawing, theme
from mutuality.papers.axes import ROW, centred
from mutuality.papers.document import Figure, Table
from mutuality.papers.ranges import nothing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def rank_chart(
    shares: Mapping[str, Sequence[float]],
    *,
    title: str,
    subtitle: str,
    source: str,
    last_period: str,
) -> Figure:
    """Draw how often each option comes first, second, ...: one row an option, in the order given.

    Each row's shares, from 0 to 1, go from first place to last. The figure stands in every cell;
    the shade only helps the eye.

    Raises Refusal PAP-106 without rows, PAP-107 for rows of unequal length or shares outside 0
    to 1.
    """
    if not shares:
        raise nothing(title)
    places = len(next(iter(shares.values())))
    for name, row in shares.items():
        if len(row) != places or not all(0 <= share <= 1 for share in row):
            raise Refusal(
                "PAP-107",
                f"{name} has the shares {', '.join(map(str, row))}.",
                f"Give {places} shares between 0 and 1, one for each place.",
                where=name,
            )
    heads = [ordinal(place) for place in range(1, places + 1)]
    said = [f"Table of shares, {len(shares)} options by {places} places."]
    for name, row in shares.items():
        most = max(range(places), key=row.__getitem__)
        said.append(f"{name} comes {heads[most]} most often, in {percent(row[most])} of draws.")
    alt_text = " ".join(said)
    svg, png = drawing.draw(_cells(shares, heads), alt=alt_text)
    return Figure(
        title=title,
        subtitle=subtitle,
        svg=svg,
        png=png,
        alt=alt_text,
        twin=Table(
            caption=f"Figures drawn: {subtitle}",
            columns=["Option", *heads],
            rows=[[name, *map(percent, row)] for name, row in shares.items()],
            numeric=frozenset(heads),
        ),
        source=source,
        last_period=last_period,
    )


def percent(share: float) -> str:
    """A share in whole per cent; small ones are not rounded to nothing, nor large ones to all."""
    if 0 < share < 0.005:
        return "under 1%"
    if 0.995 < share < 1:
        return "over 99%"
    return f"{share:.0%}"


def ordinal(place: int) -> str:
    """1st, 2nd, 3rd, 4th, ..., 11th."""
    teens = place % 100 in (11, 12, 13)
    return f"{place}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th')}"


def _cells(shares: Mapping[str, Sequence[float]], heads: Sequence[str]) -> Any:
    import altair as alt  # noqa: PLC0415 - 1 s that `--help` need not pay

    wide = max(64, min(96, 600 // len(heads)))
    cells = [
        {
            "x": place,
            "x2": place + 1,
            "middle": place + 0.5,
            "y": index,
            "y2": index + 1,
            "centre": index + 0.5,
            "share": share,
            "words": percent(share),
        }
        for index, row in enumerate(shares.values())
        for place, share in enumerate(row)
    ]
    span = {"nice": False, "zero": False}
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, len(heads)], **span), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[len(shares), 0], **span), axis=None)
    shade = alt.Fill(
        "share:Q",
        scale=alt.Scale(domain=[0, 1], range=[theme.WHITE, theme.DEEPEST], interpolate="rgb"),
        legend=None,
    )
    names = alt.Data(values=[centred(name, index) for index, name in enumerate(shares)])
    tops = alt.Data(values=[{"x": i + 0.5, "name": head} for i, head in enumerate(heads)])
    text = {"baseline": "middle", "fontSize": theme.SIZE}
    chart = alt.Chart(alt.Data(values=cells))
    return alt.layer(
        chart.mark_rect(opacity=1, stroke=theme.LINE, strokeWidth=0.8).encode(
            x=x, x2="x2:Q", y=y, y2="y2:Q", fill=shade
        ),
        chart.mark_text(**text).encode(
            x=alt.X("middle:Q", axis=None), y=alt.Y("centre:Q", axis=None), text="words:N"
        ),
        alt.Chart(names)
        .mark_text(align="right", dx=-12, lineBreak="\n", lineHeight=15, **text)
        .encode(text="name:N", x=alt.value(0), y=alt.Y("at:Q", axis=None)),
        alt.Chart(tops)
        .mark_text(baseline="bottom", fontSize=theme.SIZE)
        .encode(text="name:N", x=x, y=alt.value(-6)),
    ).properties(width=wide * len(heads), height=len(shares) * ROW)
