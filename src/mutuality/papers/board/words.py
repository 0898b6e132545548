"""Dates, lists and levels as a board reads them.

In:    dates, names, cells of an appraisal.
Out:   words.
Never: a level without its unit, or a plan dated to the day.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from mutuality.base import OGL
from mutuality.outcomes import REGISTRY
from mutuality.papers.axes import Numbers

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mutuality.appraisal import Case, Cell

NOT_SUPPLIED = "not supplied"
HOW = "[How was this calculated?](#how-calculated)"
UNDO = {1: "Very hard", 2: "Hard", 3: "With effort", 4: "Easy", 5: "Very easy"}
HIGHEST_DEGREE = 24
LICENCES = (OGL, "The licence of this publication", "See the publication for its licence")


def day(date: dt.date) -> str:
    """`6 August 2018`."""
    return f"{date.day} {date:%B %Y}"


def month(date: dt.date) -> str:
    """`August 2018`, for plans."""
    return f"{date:%B %Y}"


def listed(names: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; with semicolons where a name holds a comma."""
    if len(names) < 2:
        return "".join(names)
    comma = ";" if any("," in name for name in names) else ","
    return f"{f'{comma} '.join(names[:-1])}{comma if comma == ';' else ''} {last} {names[-1]}"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 option`, `2 options`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def lower(text: str) -> str:
    """The text to go on a sentence with: its capital goes, unless it opens a short form."""
    return text if text[1:2].isupper() or text[1:2] == "&" else text[:1].lower() + text[1:]


def degree(share: float) -> str:
    """How much changes, on the scale that the catalogue uses."""
    return f"{round(share * HIGHEST_DEGREE)} of {HIGHEST_DEGREE}"


def points(value: float) -> str:
    """Points of 100, whole."""
    return f"{value:.0f}".replace("-0", "0")


def money(millions: float) -> str:
    """£ million; a saving is named as one."""
    return f"£{millions:.1f}m" if millions >= 0 else f"a saving of £{-millions:.1f}m"


def short_source(line: str) -> str:
    """A line of attribution without its licence, which stands in full among the sources."""
    for licence in LICENCES:
        line = line.partition(f" {licence}")[0]
    return line.removeprefix("Source: ").strip().rstrip(".")


def numbers(measure: str | None, *values: float) -> Numbers:
    """How figures of a measure are written; without one, whole if they are whole."""
    if measure in REGISTRY:
        return Numbers.of(REGISTRY[measure])
    return Numbers(0 if all(float(value).is_integer() for value in values) else 2)


def level(measure: str | None, value: float) -> str:
    """A figure of a measure in its own units."""
    return numbers(measure, value).text(value)


def effect(case: Case, cell: Cell) -> str:
    """What an option would do on a criterion: likely, then low to high."""
    if cell.basis == "unscored":
        return "not scored"
    measure = case.criterion(cell.criterion).measure
    low, likely, high = cell.range
    if cell.scale == "level":
        written = numbers(measure, low, likely, high)
        if low == high:
            return written.text(likely)
        return f"{written.text(likely)} ({written.text(low)} to {written.text(high)})"
    if cell.scale == "log-ratio":
        low, likely, high = (math.expm1(value) for value in (low, likely, high))
        return _signed(Numbers(0, 100, suffix="%"), low, likely, high, " on today")
    if cell.scale == "sd":
        return _signed(Numbers(2), low, likely, high, " standard deviations")
    written = numbers(measure, low, likely, high)
    unit = " percentage points" if written.suffix == "%" else ""
    return _signed(replace(written, suffix=""), low, likely, high, unit)


def _signed(written: Numbers, low: float, likely: float, high: float, unit: str) -> str:
    first, least, most = (
        ("+" if value > 0 else "") + written.text(value) for value in (likely, low, high)
    )
    return f"{first} ({least} to {most}){unit}"
