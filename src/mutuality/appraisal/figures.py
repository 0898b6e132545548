"""Levels, changes and cells as people say them.

In:    a criterion, a number on its scale, a cell.
Out:   words with the unit that the measure is printed in.
Never: a share printed as 0.0593 where people say 5.9%.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mutuality.appraisal.words import number
from mutuality.outcomes import REGISTRY

if TYPE_CHECKING:
    from mutuality.appraisal.case import Criterion
    from mutuality.appraisal.cells import Cell

MINUS = "\N{MINUS SIGN}"


def level(criterion: Criterion, value: float) -> str:
    """A level of a criterion: `5.9%` for a share, `1.09` for a ratio."""
    text = f"{100 * value:.1f}%" if _is_share(criterion) else number(value)
    return text.replace("-", MINUS)


def change(criterion: Criterion, value: float, *, digits: int = 2) -> str:
    """A change, signed, without its unit: shares change by percentage points."""
    value = 100 * value if _is_share(criterion) else value
    sign = "+" if value > 0 else ""
    return f"{sign}{value:.{digits}g}".replace("-", MINUS)


def changes_apart(criterion: Criterion, one: float, other: float) -> tuple[str, str]:
    """Two changes with as many digits as it takes to tell them apart, six at the most."""
    for digits in range(2, 6):
        texts = change(criterion, one, digits=digits), change(criterion, other, digits=digits)
        if texts[0] != texts[1]:
            return texts
    return change(criterion, one, digits=6), change(criterion, other, digits=6)


def change_unit(criterion: Criterion) -> str:
    """The unit of a change, with a space before it; empty where the measure has none to name."""
    return " percentage points" if _is_share(criterion) else ""


def told(cell: Cell, criterion: Criterion) -> str:
    """What a cell says, in a sentence."""
    low, likely, high = cell.range
    if cell.basis == "unscored":
        return f"Not scored. {cell.reason}"
    if cell.basis == "figure":
        return f"{level(criterion, likely)}. {cell.reason}"
    if cell.basis == "judgement" and cell.scale == "level":
        span = f"{level(criterion, low)} to {level(criterion, high)}"
        return f"Judged {level(criterion, likely)} ({span})."
    against = "against business as usual"
    if cell.basis == "judgement":
        span = f"{change(criterion, low)} to {change(criterion, high)}"
        unit = change_unit(criterion)
        return f"Judged {change(criterion, likely)} ({span}){unit} {against}."
    if cell.scale == "log-ratio":
        span = f"{_ratio(low)} to {_ratio(high)}"
        return f"Studies suggest {_ratio(likely)} ({span}) {against}, if carried out in full."
    span = f"{number(low)} to {number(high)}".replace("-", MINUS)
    middle = number(likely).replace("-", MINUS)
    return (
        f"Studies suggest {middle} ({span}) standard deviations {against}, if carried out in full."
    )


def _ratio(log: float) -> str:
    """A log ratio as per cent more or less."""
    percent = round(100 * math.expm1(log))
    return f"{abs(percent)}% {'less' if percent < 0 else 'more'}"


def _is_share(criterion: Criterion) -> bool:
    measure = REGISTRY.get(criterion.measure or "")
    return measure is not None and measure.unit == "share"
