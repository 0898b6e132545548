"""Which way findings point where there is no interval to draw: words and arrows, no axis.

In:    claims without a size and an interval.
Out:   Figures with three lanes: worse, no clear difference, better.
Never: a distance along a lane that could be read as a size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.papers import drawing, theme
from mutuality.papers.document import Figure
from mutuality.papers.forest import message, twin
from mutuality.papers.stacked import BAND, GAP, LINE, TITLE, WIDTH, Canvas

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mutuality.papers.claims import Claim

MOST = 6
"""Rows in one picture, so that it can still be read when it is printed on a page."""
LANES = ("Worse", "No clear difference", "Better")
SHAPES = ("triangle-left", "circle", "triangle-right")
PLACES = {"adverse": 0, "favourable": 2}  # whatever else it is stands in the middle
STRONG = ("Strong design", "Weaker design, or with a warning")


def directions(
    shown: Iterable[Claim], *, about: str, source: str, last_period: str
) -> tuple[Figure, ...]:
    """Draw the claims that no axis can hold, at most six to a picture."""
    rows = [claim for claim in shown if claim.axis is None]
    parts = [rows[start : start + MOST] for start in range(0, len(rows), MOST)]
    figures = []
    for number, part in enumerate(parts, start=1):
        subtitle = f"{about}. Directions: findings without an interval"
        subtitle += f", part {number} of {len(parts)}" if len(parts) > 1 else ""
        alt = "Lanes for worse, no clear difference and better. " + " ".join(
            f"{claim.outcome}: {claim.result}." for claim in part
        )
        svg, png = drawing.draw(_picture(part).chart(), alt=alt)
        figures.append(
            Figure(
                title=message(part, "finding"),
                subtitle=subtitle,
                svg=svg,
                png=png,
                alt=alt,
                twin=twin(part, subtitle),
                source=source,
                last_period=last_period,
                note="Where an arrow stands says which way, not how far.",
            )
        )
    return tuple(figures)


def _picture(rows: Sequence[Claim]) -> Canvas:
    canvas = Canvas()
    kinds = [claim.is_solid for claim in rows]
    canvas.key(
        [
            ("circle", solid, theme.BLUE, words)
            for solid, words in zip((True, False), STRONG, strict=True)
            if solid in kinds
        ]
    )
    wide = WIDTH / len(LANES)
    for lane, name in enumerate(LANES):
        middle = wide * (lane + 0.5)
        canvas.words(name, x=middle, y=canvas.at + LINE / 2, align="center")
    canvas.at += LINE + 4
    for claim in rows:
        canvas.text(claim.outcome, size=TITLE, bold=True, lines=3)
        top, lane = canvas.at + 2, PLACES.get(claim.direction, 1)
        for place in range(len(LANES)):
            fill = theme.BAND if place == 1 else theme.WHITE
            canvas.box(x=wide * place, y=top, width=wide, height=BAND, fill=fill, stroke="#8a9097")
        colour = theme.PINK if claim.is_own else theme.BLUE
        canvas.point(
            x=wide * (lane + 0.5), y=top + BAND / 2, shape=SHAPES[lane], solid=claim.is_solid,
            colour=colour, size=170,
        )  # fmt: skip
        canvas.at = top + BAND + 3
        for line in claim.lines:
            canvas.text(line, lines=2)
        canvas.at += GAP
    return canvas
