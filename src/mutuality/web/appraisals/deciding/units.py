"""Levels and changes as people type and read them: a share as per cent.

In:    a criterion, and whether a level or a change is meant.
Out:   numbers as they are shown in a form, and as the case holds them.
Never: a share that has to be typed as 0.0593 where people say 5.9%.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from mutuality.outcomes import REGISTRY

if TYPE_CHECKING:
    from mutuality.appraisal import Case
    from mutuality.appraisal.case import Criterion, Option

Scale = Literal["level", "change"]
MINUS = "\N{MINUS SIGN}"
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Unit:
    """How the numbers of a criterion are written: how many times as large, and what stands after.

    `unit` is what a level is in, in words, and empty where it has none.
    """

    times: int
    sign: str
    unit: str
    scale: Scale

    @classmethod
    def of(cls, criterion: Criterion, scale: Scale) -> Unit:
        """The unit of a criterion's level, or of a change of it."""
        known = REGISTRY.get(criterion.measure or "")
        if known is None:
            return cls(1, "", "", scale)
        share = known.unit == "share"
        percent = share or known.unit.startswith("per cent")
        words = "" if percent or known.unit == "ratio" else known.unit
        return cls(100 if share else 1, "%" if percent else "", words, scale)

    @property
    def suffix(self) -> str:
        """What stands after a number in a form."""
        if self.scale == "change" and self.sign:
            return "% points"
        return self.sign

    def typed(self, value: float) -> str:
        """A kept number as it is put into a field."""
        return f"{round(value * self.times, DIGITS):g}"

    def kept(self, value: Decimal) -> float:
        """A typed number as the case holds it."""
        return float(value / self.times)

    def words(self, value: float) -> str:
        """A number to read: `5.9%`, `+2.5`, `1.09`."""
        number = f"{round(value * self.times, DIGITS):,.4g}".replace("-", MINUS)
        plus = "+" if self.scale == "change" and value > 0 else ""
        return f"{plus}{number}{self.sign if self.scale == 'level' else ''}"

    def span(self, low: float, likely: float, high: float) -> str:
        """Likely, then low to high, with the unit of a change."""
        unit = " percentage points" if self.scale == "change" and self.sign else ""
        if low == high:
            return f"{self.words(likely)}{unit}"
        return f"{self.words(likely)} ({self.words(low)} to {self.words(high)}){unit}"


def scale_of(case: Case, option: Option, criterion: Criterion, spoken: Scale | None) -> Scale:
    """Whether people are asked for a level or for a change against business as usual.

    What people said already decides, because one cell is on one scale; then what the case holds
    there, then what it holds for the other options.
    """
    if spoken is not None:
        return spoken
    own = option.score(criterion.id)
    if own is not None:
        return own.scale
    others = [
        score.scale
        for one in case.options
        for score in one.scores
        if score.criterion == criterion.id and score.basis == "judgement"
    ]
    if others and not option.is_business_as_usual:
        return max(sorted(set(others)), key=others.count)
    return "level"
