"""Pictures that stay readable on a phone: narrow, and as tall as they need to be.

In:    lines of text and marks, placed by the pixel from the top.
Out:   a chart that is never wider than a phone held upright.
Never: text beside a mark where it can stand above it: that is what makes a picture wide.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mutuality.papers import theme
from mutuality.papers.axes import wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 344
TITLE, BODY = 15, 14
LINE = 18
BAND = 26
GAP = 16
LETTERS = {TITLE: 45, BODY: 49}
"""Letters that fit across the picture, by the size of the type."""
BOLD = 0.93  # of the letters, since bold ones are wider


@dataclass
class Canvas:
    """A column of text and marks, filled from the top; `at` is how far down the next thing goes.

    Boxes lie at the bottom, then lines, marks and words, in whatever order they were asked for.
    """

    at: float = 4
    _drawn: dict[str, dict[tuple[Any, ...], list[dict[str, Any]]]] = field(
        default_factory=lambda: {"box": {}, "line": {}, "point": {}, "words": {}}
    )

    def text(
        self,
        words: str,
        *,
        size: int = BODY,
        bold: bool = False,
        lines: int = 3,
        indent: float = 0,
        room: float = WIDTH,
    ) -> None:
        """Words from `indent` to `room`, wrapped; more than `lines` end with an ellipsis."""
        letters = int(LETTERS[size] * (BOLD if bold else 1) * (room - indent) / WIDTH)
        for line in wrapped(words, width=letters, lines=lines):
            self.words(line, x=indent, y=self.at + LINE / 2, size=size, bold=bold)
            self.at += LINE

    def words(
        self,
        line: str,
        *,
        x: float,
        y: float,
        size: int = BODY,
        bold: bool = False,
        align: str = "left",
    ) -> None:
        """One line of words anywhere."""
        self._put("words", (size, bold, align), x=x, y=y, words=line)

    def box(
        self,
        *,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        stroke: str = theme.FAINT,
    ) -> None:
        """A filled rectangle."""
        self._put("box", (fill, stroke), x=x, x2=x + width, y=y, y2=y + height)

    def line(
        self,
        *,
        x: float,
        x2: float,
        y: float,
        y2: float,
        colour: str = theme.LINE,
        width: float = 1.2,
        dash: Sequence[int] = (),
    ) -> None:
        """A straight line, level or upright."""
        self._put("line", (colour, width, tuple(dash)), x=x, x2=x2, y=y, y2=y2)

    def point(
        self,
        *,
        x: float,
        y: float,
        shape: str,
        solid: bool,
        colour: str = theme.BLUE,
        size: float = 130,
    ) -> None:
        """A mark, filled or hollow; its outline shows in either case."""
        self._put("point", (shape, solid, colour, size), x=x, y=y)

    def key(self, marks: Sequence[tuple[str, bool, str, str]]) -> None:
        """What the marks mean, one a line: shape, whether filled, colour, and the words."""
        for shape, solid, colour, words in marks:
            self.point(x=10, y=self.at + LINE / 2, shape=shape, solid=solid, colour=colour)
            self.text(words, indent=26, lines=2)
        self.at += GAP / 2

    def chart(self) -> Any:
        """All of it as one chart."""
        import altair as alt  # noqa: PLC0415 - 1 s that `--help` need not pay

        drawing = {"box": _box, "line": _line, "point": _point, "words": _words}
        layers = [
            drawing[kind](alt, style, rows)
            for kind, styles in self._drawn.items()
            for style, rows in styles.items()
        ]
        return alt.layer(*layers).properties(width=WIDTH, height=self.at)

    def _put(self, kind: str, style: tuple[Any, ...], **row: Any) -> None:
        self._drawn[kind].setdefault(style, []).append(row)


def _at(alt: Any, *names: str) -> dict[str, Any]:
    """Encodings that take their figures as pixels."""
    made = {}
    for name in names:
        if name.endswith("2"):
            made[name] = f"{name}:Q"
        else:
            channel = alt.X if name == "x" else alt.Y
            made[name] = channel(f"{name}:Q", scale=None, axis=None)
    return made


def _box(alt: Any, style: tuple[Any, ...], rows: list[dict[str, Any]]) -> Any:
    fill, stroke = style
    mark = alt.Chart(alt.Data(values=rows)).mark_rect(
        fill=fill, stroke=stroke, strokeWidth=0.8, opacity=1
    )
    return mark.encode(**_at(alt, "x", "x2", "y", "y2"))


def _line(alt: Any, style: tuple[Any, ...], rows: list[dict[str, Any]]) -> Any:
    colour, width, dash = style
    mark = alt.Chart(alt.Data(values=rows)).mark_rule(
        color=colour, strokeWidth=width, strokeDash=list(dash), opacity=1
    )
    return mark.encode(**_at(alt, "x", "x2", "y", "y2"))


def _point(alt: Any, style: tuple[Any, ...], rows: list[dict[str, Any]]) -> Any:
    shape, solid, colour, size = style
    mark = alt.Chart(alt.Data(values=rows)).mark_point(
        shape=shape,
        filled=True,
        fill=colour if solid else theme.WHITE,
        stroke=theme.INK if solid else colour,
        strokeWidth=1 if solid else 2.4,
        size=size,
        opacity=1,
    )
    return mark.encode(**_at(alt, "x", "y"))


def _words(alt: Any, style: tuple[Any, ...], rows: list[dict[str, Any]]) -> Any:
    size, bold, align = style
    mark = alt.Chart(alt.Data(values=rows)).mark_text(
        align=align,
        baseline="middle",
        fontSize=size,
        fontWeight="bold" if bold else "normal",
    )
    return mark.encode(text="words:N", **_at(alt, "x", "y"))
