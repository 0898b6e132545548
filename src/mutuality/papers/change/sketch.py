"""Small pictures drawn by hand, to be read on a telephone as well as on paper.

In:    words, lines and boxes at places on a canvas 440 wide.
Out:   an SVG without script, style or identifier, and the same picture as PNG.
Never: words that run off the canvas: what is too long is wrapped before it is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape, quoteattr

from mutuality.papers import drawing, theme
from mutuality.papers.axes import wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 440
SIZE = 16  # a telephone 320 pixels wide shows the picture at six tenths, still to be read
LINE = 20
LETTER = 8.2  # the width of an average letter at 16 pixels, on the generous side
EDGE = 10

Anchor = Literal["start", "middle", "end"]


def text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: Anchor = "start",
    bold: bool = False,
    colour: str = theme.INK,
) -> str:
    """One line of words with its baseline at y."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{theme.FONT}" font-size="{SIZE}"{weight} '
        f'text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'
    )


def line(
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    *,
    colour: str = theme.INK,
    thick: float = 1.5,
    dashes: str = "",
) -> str:
    """A straight line."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
        f'stroke-width="{thick:g}"{dashed}/>'
    )


def box(
    x: float, y: float, width: float, height: float, *, fill: str, edge: str = "", dashes: str = ""
) -> str:
    """A rectangle."""
    outline = f' stroke="{edge}" stroke-width="1.5"' if edge else ""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'fill="{fill}"{outline}{dashed}/>'
    )


def shape(points: Sequence[tuple[float, float]], *, fill: str, edge: str = "") -> str:
    """A closed shape through the points."""
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    outline = f' stroke="{edge}" stroke-width="1.5"' if edge else ""
    return f'<polygon points="{places}" fill="{fill}"{outline}/>'


def dot(x: float, y: float, *, radius: float = 6, fill: str) -> str:
    """A filled circle."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}"/>'


def fit(words: str, *, width: float = WIDTH - 2 * EDGE, lines: int = 3) -> list[str]:
    """The words on at most so many lines of this width."""
    return wrapped(words, width=max(int(width / LETTER), 8), lines=lines)


def picture(parts: Sequence[str], *, height: float, alt: str) -> tuple[str, bytes]:
    """The parts on a white canvas, as (SVG, PNG at twice its size)."""
    svg = (
        f'<svg xmlns="{drawing.SVG}" width="{WIDTH}" height="{height:.0f}" '
        f'viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label={quoteattr(alt)}>'
        f'<rect width="{WIDTH}" height="{height:.0f}" fill="{theme.WHITE}"/>{"".join(parts)}</svg>'
    )
    return svg, drawing.png(svg)
