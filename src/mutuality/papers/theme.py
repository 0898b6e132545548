"""How our pictures look: one font stack, one palette, shapes beside colours.

In:    nothing.
Out:   colours, shapes and a Vega-Lite configuration that every chart shares.
Never: a meaning carried by colour alone, a font that must be fetched, or a font we may not use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

FONT = "Arial, Liberation Sans, Helvetica, sans-serif"
SIZE = 13
SMALL = 12

WHITE = "#ffffff"
INK = "#1a1a1a"
LINE = "#3D3D3D"
FAINT = "#d6d9dd"
BAND = "#eef1f5"

# The Government Analysis Function's categorical palette, in its order.
BLUE, TURQUOISE, PINK, ORANGE, GREY, PURPLE = (
    "#12436D",
    "#28A197",
    "#801650",
    "#F46A25",
    "#3D3D3D",
    "#A285D1",
)
# The darkest shade on which ink still reaches a contrast of 4.5 to 1.
DEEPEST = "#6a93bb"
PALETTE = (BLUE, TURQUOISE, PINK, ORANGE, GREY, PURPLE)
DASHES: tuple[list[int], ...] = ([], [6, 3], [2, 2], [8, 3, 2, 3])
SHAPES = ("circle", "square", "diamond", "triangle-up")
MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """How a kind of point is drawn and named. The outline keeps it visible in any colour."""

    colour: str
    shape: str
    size: int
    words: str


# Making Data Count's colours. Two of them are too pale for white on their own, so every point has
# a dark outline and every kind its own shape.
SPC: dict[str, Mark] = {
    "common-cause": Mark("#a6a6a6", "circle", 50, "Usual variation"),
    "improvement": Mark("#00b0f0", "square", 95, "Sign of improvement"),
    "concern": Mark("#e46c0a", "diamond", 120, "Sign of concern"),
    "neutral": Mark("#490092", "triangle-up", 105, "Sign of change"),
}


def config() -> dict[str, Any]:
    """The Vega-Lite configuration: white panel, quiet axes, horizontal text."""
    text = {"font": FONT, "fontSize": SIZE, "color": INK}
    axis = {
        "labelFont": FONT,
        "labelFontSize": SIZE,
        "labelColor": INK,
        "titleFont": FONT,
        "titleFontSize": SIZE,
        "titleFontWeight": "normal",
        "titleColor": INK,
        "domainColor": LINE,
        "tickColor": LINE,
        "gridColor": FAINT,
        "labelAngle": 0,
    }
    legend = {
        "labelFont": FONT,
        "labelFontSize": SIZE,
        "labelColor": INK,
        "titleFont": FONT,
        "labelLimit": 400,
        "symbolStrokeWidth": 1,
    }
    return {
        "background": WHITE,
        "padding": 8,
        "font": FONT,
        "axis": axis,
        "legend": legend,
        "text": text,
        "view": {"stroke": None, "fill": WHITE},
        "aria": False,
    }
