"""What an evaluation says, whether or not it could say anything.

In:    the numbers, the flags and the seal of the plan.
Out:   an Effect, or NotEnough with what is there and what would settle it.
Never: an effect without its cautions, or a refusal to answer without a reason.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import datetime as dt

    from mutuality.base import Seal
    from mutuality.evaluation.donors import LeftOut
    from mutuality.evaluation.synthetic import SyntheticControl

Grade = Literal["moderate", "low", "very low"]

EXPLORATORY = (
    "Exploratory: these figures were already loaded when the plan was sealed, so the plan could "
    "have been shaped by them."
)
CAUTIONS: dict[str, str] = {
    "few-periods": "Few periods stand on each side, so a slow drift and an effect look alike.",
    "pre-trend": "The body was already drifting away from the others before the change.",
    "late-shift": "Its figures were unusual just before the change. Unusual figures tend to "
    "come back by themselves (regression to the mean).",
    "chosen-on-outcome": "The change came about because figures were poor. Poor figures tend to "
    "come back by themselves (regression to the mean), so an improvement need not be its doing.",
    "announcement-unknown": "We do not know when the change was announced. People may have acted "
    "on it before the legal date.",
    "announced-inside": "The change was announced within the periods used as 'before'. See "
    "the estimate that leaves the periods since the announcement out.",
    "covid": "The window includes March 2020 to June 2021, when the pandemic hit bodies unequally.",
    "break": "The meaning of the figures changed inside the window, for all bodies at once.",
    "rule-not-applied": "Part of the donor rule could not be applied, because its table was not "
    "given.",
    "not-studentised": "Noisy and steady bodies were ranked on one scale, which is hard on steady "
    "ones.",
    "perfect-mix": "Some mix of donors matches the body exactly before the change. Many mixes then "
    "do, so the synthetic control is not ranked.",
    "mix-disagrees": "The synthetic control's answer lies outside the interval of the comparison "
    "with all donors.",
}
"""Every flag an Effect can carry, in words."""
WEAKENING = frozenset(
    {"pre-trend", "late-shift", "chosen-on-outcome", "covid", "mix-disagrees", "rule-not-applied"}
)


def grade(flags: tuple[str, ...]) -> Grade:
    """How far one effect of one change can be trusted.

    Moderate is the most that a comparison without random choice earns. It falls to low with any
    flag in WEAKENING, and to very low where periods are few.
    """
    if "few-periods" in flags:
        return "very low"
    return "low" if WEAKENING.intersection(flags) else "moderate"


@dataclass(frozen=True, slots=True)
class Point:
    """One period: what happened, and what the donors lead us to expect without the change."""

    period_end: dt.date
    is_after: bool
    actual: float
    expected: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What one change did to one measure in one unit, in the measure's own unit (or its logarithm).

    `standard_error`, `interval` (95 %) and `p` come from placebos, never from the treated unit's
    residuals. `rank` is the place of the estimate among `n_donors` placebos and itself, 1 being the
    largest. `smallest_seen` is the smallest effect that would have stood out four times in five.
    `alternatives` are the same effect under other choices. `grade` follows `grade()`.
    """

    change_id: str
    unit: str
    measure: str
    domain: str
    estimate: float
    standard_error: float
    interval: tuple[float, float]
    p: float
    p_floor: float
    rank: int
    smallest_seen: float
    n_treated: int
    n_donors: int
    periods_before: int
    periods_after: int
    first: dt.date
    last: dt.date
    scale: str
    design: str
    synthetic: SyntheticControl
    alternatives: tuple[tuple[str, float], ...]
    diagnostics: tuple[tuple[str, float], ...]
    path: tuple[Point, ...]
    left_out: tuple[LeftOut, ...]
    not_applied: tuple[str, ...]
    flags: tuple[str, ...]
    grade: Grade
    seal: Seal
    exploratory: bool = True

    @property
    def stands_out(self) -> bool:
        """Whether it is larger than 95 % of placebos allow."""
        return not self.interval[0] <= 0 <= self.interval[1]

    @property
    def cautions(self) -> tuple[str, ...]:
        """Its flags in words, the standing one first."""
        standing = (EXPLORATORY,) if self.exploratory else ()
        return standing + tuple(CAUTIONS[flag] for flag in self.flags)

    @property
    def sentence(self) -> str:
        """The finding in one breath, in the measure's own unit."""
        if not self.stands_out:
            return (
                f"No sign of an effect on {self.measure}; "
                f"we could have seen one of {self.smallest_seen:.3g}."
            )
        way = "higher" if self.estimate > 0 else "lower"
        low, high = self.interval
        return (
            f"{self.measure} was {way} by {abs(self.estimate):.3g} than in bodies that did not "
            f"change (95 % interval {low:.3g} to {high:.3g})."
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain data for `--json`: every field, the sentence and the cautions."""
        plain: dict[str, Any] = {
            name: getattr(self, name)
            for name in self.__slots__
            if name not in {"synthetic", "path", "left_out", "first", "last", "seal", "interval"}
        }
        return plain | {
            "kind": "effect",
            "interval": [bound if math.isfinite(bound) else None for bound in self.interval],
            "smallest_seen": self.smallest_seen if math.isfinite(self.smallest_seen) else None,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "alternatives": dict(self.alternatives),
            "diagnostics": dict(self.diagnostics),
            "synthetic": self.synthetic.as_dict(),
            "path": [asdict(p) | {"period_end": p.period_end.isoformat()} for p in self.path],
            "left_out": [asdict(unit) for unit in self.left_out],
            "not_applied": list(self.not_applied),
            "flags": list(self.flags),
            "cautions": list(self.cautions),
            "sentence": self.sentence,
            "seal": str(self.seal),
        }


@dataclass(frozen=True, slots=True)
class NotEnough:
    """We cannot say, for a reason, and with what would settle it.

    `have` and `need` count clean periods before and after, and donors; None where we never got as
    far as counting.
    """

    change_id: str
    unit: str
    measure: str
    reason: str
    would_settle: str
    periods_before: int
    periods_after: int
    donors: int | None
    need_before: int
    need_after: int
    need_donors: int
    seal: Seal

    @property
    def sentence(self) -> str:
        """The reason as an answer."""
        return f"Not enough data to say: {self.reason}."

    def as_dict(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        return {name: getattr(self, name) for name in self.__slots__} | {
            "kind": "not-enough",
            "sentence": self.sentence,
            "seal": str(self.seal),
        }
