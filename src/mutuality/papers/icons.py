"""Icons for variation and assurance, drawn by us.

In:    the name of a variation or an assurance, as `outcomes.spc` gives it.
Out:   an SVG with a title and a description, or a PNG for Word, and the words beside it.
Never: a copied drawing, or a meaning that rests on colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from mutuality.base import Refusal
from mutuality.papers import drawing, theme

if TYPE_CHECKING:
    from mutuality.outcomes.spc import Assurance, Variation

BOX = 40


@dataclass(frozen=True, slots=True)
class Icon:
    """`words` stand beside the icon; `meaning` explains it; `shapes` are its SVG within."""

    name: str
    words: str
    meaning: str
    shapes: str

    @property
    def svg(self) -> str:
        """The icon as a picture of its own, 40 by 40."""
        return (
            f'<svg xmlns="{drawing.SVG}" width="{BOX}" height="{BOX}" viewBox="0 0 {BOX} {BOX}" '
            f'role="img" aria-label="{escape(self.words)}"><title>{escape(self.words)}</title>'
            f"<desc>{escape(self.meaning)}</desc>{self.shapes}</svg>"
        )

    def png(self, *, scale: float = 4) -> bytes:
        """The icon as a PNG of 40 times `scale` pixels a side."""
        return drawing.png(self.svg, scale=scale)


def icon(name: Variation | Assurance) -> Icon:
    """The icon of a variation (improvement-high, ...) or an assurance (pass, fail, ...).

    Raises Refusal PAP-101 for a name that has none.
    """
    if name not in ICONS:
        raise Refusal(
            "PAP-101",
            f"There is no icon '{name}'.",
            f"Choose one of: {', '.join(ICONS)}.",
            where="icon",
        )
    return ICONS[name]


FRAME = (
    f'<rect x="1" y="1" width="38" height="38" rx="6" fill="{theme.WHITE}" '
    f'stroke="{theme.INK}" stroke-width="1.5"/>'
)
RING = (
    f'<circle cx="20" cy="20" r="18.5" fill="{theme.WHITE}" stroke="{theme.INK}" '
    'stroke-width="1.5"/>'
)


def _level(y: float) -> str:
    """A dashed line: the mean."""
    return (
        f'<line x1="5" y1="{y:g}" x2="35" y2="{y:g}" stroke="{theme.LINE}" '
        'stroke-width="1.2" stroke-dasharray="3 2"/>'
    )


def _dot(x: float, y: float) -> str:
    grey = theme.SPC["common-cause"].colour
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="2.6" fill="{grey}" stroke="{theme.INK}" '
        'stroke-width="0.8"/>'
    )


def _marker(kind: str, x: float, y: float) -> str:
    """The shape that the chart gives a point of this kind."""
    outline = {
        "improvement": f"M{x - 5:g},{y - 5:g}h10v10h-10Z",
        "concern": f"M{x:g},{y - 7:g}l7,7l-7,7l-7,-7Z",
        "neutral": f"M{x:g},{y - 6:g}l6.5,11.5h-13Z",
    }[kind]
    return (
        f'<path d="{outline}" fill="{theme.SPC[kind].colour}" stroke="{theme.INK}" '
        'stroke-width="1"/>'
    )


def _letter(letter: str, y: float) -> str:
    return (
        f'<text x="11" y="{y:g}" text-anchor="middle" font-family="{theme.FONT}" font-size="14" '
        f'font-weight="bold" fill="{theme.INK}">{letter}</text>'
    )


def _signal(kind: str, direction: str) -> str:
    if direction == "high":
        dots = _dot(8, 30) + _dot(17, 34)
        return FRAME + _level(24) + dots + _marker(kind, 28, 12) + _letter("H", 18)
    dots = _dot(8, 10) + _dot(17, 6)
    return FRAME + _level(16) + dots + _marker(kind, 28, 28) + _letter("L", 32)


def _stroke(path: str) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="{theme.INK}" stroke-width="3.2" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


USUAL = FRAME + _level(20) + _dot(8, 24) + _dot(16, 15) + _dot(24, 25) + _dot(32, 17)

ICONS: dict[str, Icon] = {
    one.name: one
    for one in (
        Icon(
            "common-cause",
            "Usual variation",
            "The latest figure is within the limits and part of no run: no sign of change.",
            USUAL,
        ),
        Icon(
            "improvement-high",
            "Sign of improvement, high",
            "The figure is higher than its usual variation explains, and higher is better.",
            _signal("improvement", "high"),
        ),
        Icon(
            "improvement-low",
            "Sign of improvement, low",
            "The figure is lower than its usual variation explains, and lower is better.",
            _signal("improvement", "low"),
        ),
        Icon(
            "concern-high",
            "Sign of concern, high",
            "The figure is higher than its usual variation explains, and higher is worse.",
            _signal("concern", "high"),
        ),
        Icon(
            "concern-low",
            "Sign of concern, low",
            "The figure is lower than its usual variation explains, and lower is worse.",
            _signal("concern", "low"),
        ),
        Icon(
            "neutral-high",
            "Sign of change, high",
            "The figure is higher than its usual variation explains; neither way is better.",
            _signal("neutral", "high"),
        ),
        Icon(
            "neutral-low",
            "Sign of change, low",
            "The figure is lower than its usual variation explains; neither way is better.",
            _signal("neutral", "low"),
        ),
        Icon(
            "pass",
            "Target met if nothing changes",
            "The target lies outside the latest limits, on the easy side: if nothing changes, "
            "it will be met.",
            RING + _stroke("M11,21l6,6l12,-13"),
        ),
        Icon(
            "fail",
            "Target missed if nothing changes",
            "The target lies outside the latest limits, on the hard side: if nothing changes, "
            "it will be missed.",
            RING + _stroke("M13,13l14,14M27,13l-14,14"),
        ),
        Icon(
            "hit-or-miss",
            "Target met or missed by chance",
            "The target lies within the latest limits: usual variation alone decides whether a "
            "period meets it.",
            RING + _stroke("M14.5,15.5a5.5,5.5 0 1 1 7.5,5.2q-2,1 -2,4.3") + _stroke("M20,30v0.1"),
        ),
        Icon(
            "none",
            "No target to compare",
            "No target was given, or the chart has no limits to compare it with.",
            f'<circle cx="20" cy="20" r="18.5" fill="{theme.WHITE}" stroke="{theme.LINE}" '
            'stroke-width="1.5" stroke-dasharray="4 3"/>' + _stroke("M14,20h12"),
        ),
    )
}
