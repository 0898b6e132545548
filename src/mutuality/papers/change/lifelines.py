"""Bodies as lines over time, drawn narrow: the name stands above its line.

In:    lives, successions and the dates of one change.
Out:   the parts of a picture and how tall it is.
Never: a body drawn past the date of the page, or a date that is not known.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mutuality.papers import theme
from mutuality.papers.change.sketch import (
    EDGE,
    LETTER,
    LINE,
    WIDTH,
    box,
    dot,
    fit,
    line,
    shape,
    text,
)
from mutuality.papers.change.words import moments, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutuality.papers.change.material import Around
    from mutuality.papers.lineage import Life
    from mutuality.register import Change

BEFORE, AFTER = dt.timedelta(days=2 * 365), dt.timedelta(days=3 * 365)
RIGHT = WIDTH - EDGE - 14
BAR, THIN = 8, 4
ROOM = 32  # under a line, before the next name
CLEAR, ARROW = 8, 22  # between a name and its line, without and with an arrow from above
TICK = 62  # the least room for a year on the axis


@dataclass(frozen=True, slots=True)
class _Row:
    """A body, its name on lines, where the name begins and where its line runs."""

    life: Life
    is_party: bool
    label: tuple[str, ...]
    top: float
    head: float

    @property
    def y(self) -> float:
        """The height of its line: lower where arrows come down to it, clear of the name."""
        return self.top + len(self.label) * LINE + self.head

    @property
    def bottom(self) -> float:
        return self.y + ROOM


@dataclass(frozen=True, slots=True)
class Lifelines:
    """The picture's bodies in order, its successions, and the stretch of time that it shows."""

    around: Around
    change: Change
    at: dt.date
    first: dt.date
    last: dt.date

    @classmethod
    def of(cls, around: Around, change: Change, *, at: dt.date) -> Lifelines | None:
        """None where there is nobody to draw, or no date to draw anybody by."""
        days = [when.period.start for _, when in moments(change)]
        days += [on for _, _, on in around.links]
        if not days or not around.lives:
            return None
        return cls(around, change, at, min(days) - BEFORE, max(days) + AFTER)

    def parts(self) -> tuple[list[str], float]:
        """Shapes from back to front, and the height of the whole."""
        marks = moments(self.change)
        rows = self._rows(8 + len(marks) * (LINE + 4))
        foot = rows[-1].bottom
        by_code = {row.life.code: row for row in rows}
        drawn = [*self._span(rows), *self._moments(foot), *self._axis(foot)]
        for old, new, on in self.around.links:
            x, tip = self._x(on), by_code[new].y
            drawn.append(line(x, by_code[old].y, x, tip, colour=theme.PINK, thick=3))
        for row in rows:
            drawn += self._name(row)
            drawn += self._life(row)
        for old, new, on in self.around.links:
            drawn += self._arrow(by_code[old], by_code[new], on)
        return drawn, foot + LINE + 14

    def _x(self, when: dt.date) -> float:
        share = (when - self.first) / (self.last - self.first)
        return EDGE + min(max(share, 0.0), 1.0) * (RIGHT - EDGE)

    def _rows(self, top: float) -> list[_Row]:
        """Bodies that became others first, by date; then the parties; then the rest."""
        roles = {one.code or one.name: said(one.role) for one in self.change.parties}
        ends: dict[str, dt.date] = {}
        for old, _, on in self.around.links:
            ends[old] = min(ends.get(old, on), on)
        news = {new for _, new, _ in self.around.links}
        rows: list[_Row] = []
        for life in sorted(
            self.around.lives,
            key=lambda life: (ends.get(life.code, dt.date.max), life.code not in roles),
        ):
            words = life.name if life.code == life.name else f"{life.code} {life.name}"
            words += f", {roles[life.code]}" if life.code in roles else ""
            place = rows[-1].bottom if rows else top + 6
            head = ARROW if life.code in news else CLEAR
            rows.append(_Row(life, life.code in roles, tuple(fit(words)), place, head))
        return rows

    def _span(self, rows: list[_Row]) -> Iterator[str]:
        """The time that an arrangement ran, where both its ends are known."""
        if self.change.effective and self.change.ended:
            left = self._x(self.change.effective.period.start)
            wide = self._x(self.change.ended.period.end) - left
            yield box(left, rows[0].top - 4, wide, rows[-1].bottom - rows[0].top, fill=theme.BAND)

    def _moments(self, foot: float) -> Iterator[str]:
        marks = list(enumerate(moments(self.change)))
        for place, (_, when) in marks:
            x = self._x(when.period.start)
            yield line(x, 8 + place * (LINE + 4), x, foot, colour=theme.INK, dashes="3 3")
        for place, (words, when) in marks:
            x, y = self._x(when.period.start), 8 + place * (LINE + 4)
            told = f"{when.stated}: {words}"
            wide = len(told) * LETTER * 0.95
            left = x + 6 if x < WIDTH / 2 else x - 6 - wide
            yield box(left - 2, y, wide + 4, LINE, fill=theme.WHITE)
            if x < WIDTH / 2:
                yield text(left, y + LINE * 0.75, told)
            else:
                yield text(x - 6, y + LINE * 0.75, told, anchor="end")

    def _axis(self, foot: float) -> Iterator[str]:
        years = range(self.first.year + 1, self.last.year + 1)
        step = -(-len(years) * TICK // int(RIGHT - EDGE))
        yield line(EDGE, foot, RIGHT, foot, colour=theme.LINE)
        for year in years[::step]:
            x = self._x(dt.date(year, 1, 1))
            yield line(x, foot, x, foot + 5, colour=theme.LINE)
            yield text(min(max(x, 24), WIDTH - 24), foot + LINE, str(year), anchor="middle")

    def _name(self, row: _Row) -> Iterator[str]:
        for place, words in enumerate(row.label):
            y = row.top + place * LINE
            yield box(EDGE, y, min(len(words) * LETTER * 1.05, RIGHT), LINE, fill=theme.WHITE)
            yield text(EDGE, y + LINE * 0.75, words, bold=row.is_party)

    def _life(self, row: _Row) -> Iterator[str]:
        life, y = row.life, row.y
        if life.opened is None and life.closed is None and life.code == life.name:
            yield line(EDGE, y, RIGHT, y, colour=theme.LINE, thick=2.5, dashes="6 5")
            return
        over = [on for old, _, on in self.around.links if old == life.code]
        end = min(day for day in (life.closed, max(over, default=None), self.at) if day)
        colour, thick = (theme.BLUE, BAR) if row.is_party else (theme.GREY, THIN)
        start = self._x(life.opened or self.first)
        yield line(start, y, self._x(end), y, colour=colour, thick=thick)
        if life.opened and life.opened > self.first:
            yield dot(start, y, radius=6, fill=colour)
        if end > self.last:
            yield shape([(RIGHT, y - 9), (RIGHT + 14, y), (RIGHT, y + 9)], fill=colour)

    def _arrow(self, old: _Row, new: _Row, on: dt.date) -> Iterator[str]:
        x, down = self._x(on), new.y > old.y
        tip = new.y + (-BAR / 2 if down else BAR / 2)
        back = tip + (-12 if down else 12)
        yield dot(x, old.y, radius=6, fill=theme.PINK)
        yield shape([(x - 8, back), (x + 8, back), (x, tip)], fill=theme.PINK)
        if self.change.effective is None or on != self.change.effective.day:
            yield text(x + 10, old.y + 6, f"{on:%b %Y}")
