"""The picture of a family: boxes and arrows, from left to right or from top to bottom.

In:    a Family.
Out:   an SVG of plain shapes, its text at the size of the page.
Never: open and closed told apart by colour, or text that shrinks on a phone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape, quoteattr

from mutuality.papers import theme
from mutuality.papers.axes import LETTER, wrapped
from mutuality.papers.drawing import SVG

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mutuality.papers.family import Box, Family, Side

Layout = Literal["wide", "narrow"]
PAD = 8  # inside a box and around the picture
LINE = 17  # from one line of text to the next
GAP = 12  # between two boxes, one above the other
WIDE_BOX, ARROW = 184, 36
NARROW, INDENT = 280, 16
HEAD = 26  # the line above the boxes that says which way time runs


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A box with its place, and the lines that stand below its code."""

    box: Box
    lines: tuple[str, ...]
    left: float
    top: float
    width: float

    @property
    def lead(self) -> str:
        """What is bold in the first line."""
        return self.box.code or "?"

    @property
    def height(self) -> float:
        return _height(self.lines)

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    @property
    def right(self) -> float:
        return self.left + self.width


def draw_family(family: Family, *, layout: Layout, label: str) -> str:
    """The SVG: `wide` runs from left to right, `narrow` fits 280 pixels and runs downwards."""
    drawn = _wide(family) if layout == "wide" else _narrow(family)
    by_code = {one.box.code: one for one in drawn if one.box.code}
    width = max(one.right for one in drawn) + PAD
    foot = max(one.top + one.height for one in drawn) + 2 * GAP
    arrows = [
        _arrow(one, by_code[one.box.next_to], layout) for one in drawn if one.box.side != "itself"
    ]
    key, height = _key(foot, width)
    way = ("Earlier", "Later") if layout == "wide" else ("Earlier above, later below", "")
    head = _text(PAD, HEAD - 10, way[0]) + (
        _text(width - PAD, HEAD - 10, f"{way[1]} →", anchor="end") if way[1] else ""
    )
    body = "".join([head, *arrows, *(_shape(one) for one in drawn), key])
    return (
        f'<svg xmlns="{SVG}" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img" aria-label={quoteattr(label)} '
        f'font-family="{theme.FONT}" font-size="{theme.SIZE}" fill="{theme.INK}">'
        f'<rect width="{width:g}" height="{height:g}" fill="{theme.WHITE}"/>{body}</svg>'
    )


def _lines(box: Box, width: float) -> tuple[str, ...]:
    """What stands in a box: code, state and day, then name, then links beside the arrows."""
    letters = int((width - 2 * PAD) / LETTER)
    said = [f"{box.code or '?'} {box.state} {box.when}".rstrip() if box.code else "?"]
    said += [box.name, *_joined(box.more)]
    return tuple(line for words in said for line in wrapped(words, width=letters, lines=6))


def _joined(more: Sequence[str]) -> Iterator[str]:
    """Links beside the arrows, those of one kind on one line."""
    for words in ("also became ", "also from "):
        codes = [one.removeprefix(words) for one in more if one.startswith(words)]
        if codes:
            yield words + ", ".join(codes)


def _height(lines: Sequence[object]) -> float:
    return len(lines) * LINE + PAD


def _wide(family: Family) -> list[_Drawn]:
    """Columns by steps from the body itself; each box level with the middle of what joins it."""
    before = [
        _tree(family, family.itself, "before", 0.0),
        _tree(family, family.itself, "after", 0.0),
    ]
    first = max((box.steps for box in family.boxes if box.side == "before"), default=0)
    centres = [next(top for box, top in tree if box is family.itself) for tree in before]
    drop = max(centres)
    found: list[_Drawn] = []
    for tree, centre in zip(before, centres, strict=True):
        for box, top in tree:
            if box is family.itself and found and any(one.box is box for one in found):
                continue
            column = first + (box.steps if box.side == "after" else -box.steps)
            left = PAD + column * (WIDE_BOX + ARROW)
            lines = _lines(box, WIDE_BOX)
            found.append(_Drawn(box, lines, left, HEAD + top + drop - centre, WIDE_BOX))
    return found


def _tree(family: Family, box: Box, side: Side, top: float) -> list[tuple[Box, float]]:
    """Boxes of one side with their tops, a box centred on those beside it; the box itself last."""
    own = _height(_lines(box, WIDE_BOX))
    placed: list[tuple[Box, float]] = []
    middles: list[float] = []
    below = top
    for child in family.beside(box, side):
        branch = _tree(family, child, side, below)
        placed += branch
        middles.append(branch[-1][1] + _height(_lines(child, WIDE_BOX)) / 2)
        below = max(at + _height(_lines(one, WIDE_BOX)) for one, at in branch) + GAP
    if not middles:
        return [(box, top)]
    start = (middles[0] + middles[-1]) / 2 - own / 2
    if start < top:  # taller than all that joins it: these move down to its middle
        placed = [(one, at + top - start) for one, at in placed]
        start = top
    return [*placed, (box, start)]


def _narrow(family: Family) -> list[_Drawn]:
    """One box a row, oldest first, stepped in by how far it is from the body itself."""
    found: list[_Drawn] = []
    top = float(HEAD)
    for box in _rows(family, family.itself):
        left = PAD + box.steps * INDENT
        lines = _lines(box, NARROW - PAD - left)
        found.append(_Drawn(box, lines, left, top, NARROW - PAD - left))
        top += _height(lines) + GAP
    return found


def _rows(family: Family, box: Box) -> Iterator[Box]:
    """What came before a box, the box, and what came after it."""
    for one in family.beside(box, "before"):
        yield from _rows(family, one)
    yield box
    for one in family.beside(box, "after"):
        yield from _rows(family, one)


def _arrow(one: _Drawn, other: _Drawn, layout: Layout) -> str:
    """The line between two boxes, with its head at the later one."""
    early, late = (one, other) if one.box.side == "before" else (other, one)
    if layout == "wide":
        turn = late.left - ARROW / 2 if one.box.side == "before" else early.right + ARROW / 2
        path = f"M{early.right:g} {early.middle:g}H{turn:g}V{late.middle:g}H{late.left - 7:g}"
        tip = f"{late.left:g},{late.middle:g}"
        head = f"{tip} {late.left - 9:g},{late.middle - 5:g} {late.left - 9:g},{late.middle + 5:g}"
    elif one.box.side == "before":
        rail = late.left + INDENT / 2
        path = f"M{early.left:g} {early.middle:g}H{rail:g}V{late.top - 7:g}"
        head = f"{rail:g},{late.top:g} {rail - 5:g},{late.top - 9:g} {rail + 5:g},{late.top - 9:g}"
    else:
        rail = early.left + INDENT / 2
        path = f"M{rail:g} {early.top + early.height:g}V{late.middle:g}H{late.left - 3:g}"
        tip = f"{late.left:g},{late.middle:g}"
        head = f"{tip} {late.left - 7:g},{late.middle - 4:g} {late.left - 7:g},{late.middle + 4:g}"
    return (
        f'<path d="{path}" fill="none" stroke="{theme.LINE}" stroke-width="2"/>'
        f'<polygon points="{head}" fill="{theme.LINE}"/>'
    )


def _shape(one: _Drawn) -> str:
    """A box: round where open, square and dashed where closed, dotted where not known."""
    text = "".join(
        _text(one.left + PAD, one.top + LINE * (row + 1), words, bold=0 if row else len(one.lead))
        for row, words in enumerate(one.lines)
    )
    return _frame(one.box.state, one.left, one.top, one.width, one.height, one.box.side) + text


def _frame(state: str, left: float, top: float, width: float, height: float, side: str) -> str:
    mark = {
        "open": f'rx="{min(10, height / 3):g}" stroke="{theme.BLUE}"',
        "closed": f'stroke="{theme.LINE}" stroke-dasharray="6 3"',
    }.get(state, f'rx="3" stroke="{theme.PINK}" stroke-dasharray="2 3"')
    fill, thick = (theme.BAND, 4) if side == "itself" else (theme.WHITE, 2)
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" fill="{fill}" '
        f'stroke-width="{thick}" {mark}/>'
    )


def _key(top: float, width: float) -> tuple[str, float]:
    """What the shapes mean, wrapped to the width; and the height of the whole picture."""
    parts, left, row = [], float(PAD), top
    for state, side, words in (
        ("open", "after", "open"),
        ("closed", "after", "closed"),
        ("not known", "after", "not known, or not yet"),
        ("open", "itself", "this organisation"),
    ):
        wide = 30 + len(words) * LETTER + 18
        if left > PAD and left + wide > width:
            left, row = float(PAD), row + 24
        parts.append(_frame(state, left, row, 22, 16, side))
        parts.append(_text(left + 30, row + 13, words))
        left += wide
    return "".join(parts), row + 16 + PAD


def _text(left: float, top: float, words: str, *, bold: int = 0, anchor: str = "") -> str:
    """A line of text, its first letters bold."""
    where = f' text-anchor="{anchor}"' if anchor else ""
    lead = f'<tspan font-weight="bold">{escape(words[:bold])}</tspan>' if bold else ""
    return f'<text x="{left:g}" y="{top:g}"{where}>{lead}{escape(words[bold:])}</text>'
