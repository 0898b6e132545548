"""Moments on a time axis, named where they stand.

In:    times and words, and the size of the plot.
Out:   upright lines with their words above the plot, each clear of the others.
Never: a claim that what happened there caused what the chart shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mutuality.papers import theme
from mutuality.papers.axes import LETTER, levels, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

LINE_HEIGHT = 15


def markers(
    moments: Sequence[tuple[float, str]], start: float, stop: float, *, width: int, height: int
) -> list[Any]:
    """Layers for these moments (Vega times and words) on a plot from `start` to `stop`."""
    import altair as alt  # noqa: PLC0415 - as above

    texts = [wrapped(words, width=28) for _, words in moments]
    places = [width * (when - start) / (stop - start) for when, _ in moments]
    widths = [max(map(len, lines)) * LETTER + 14 for lines in texts]
    tall = max(map(len, texts), default=0) * LINE_HEIGHT + 6
    layers = []
    for place, lines, row in zip(places, texts, levels(places, widths), strict=True):
        top = -8 - row * tall - (len(lines) - 1) * LINE_HEIGHT
        data = alt.Data(values=[{"words": "\n".join(lines)}])
        layers += [
            alt.Chart(data)
            .mark_rule(color=theme.INK, strokeDash=[2, 2], strokeWidth=1.2)
            .encode(x=alt.value(place), y=alt.value(top - 10), y2=alt.value(height)),
            alt.Chart(data)
            .mark_text(
                align="left",
                baseline="middle",
                lineBreak="\n",
                lineHeight=LINE_HEIGHT,
                fontSize=theme.SMALL,
                dx=4,
            )
            .encode(text="words:N", x=alt.value(place), y=alt.value(top)),
        ]
    return layers
