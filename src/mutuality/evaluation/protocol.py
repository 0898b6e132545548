"""What we said we would do, before we looked.

In:    a question, the changes, one measure, and every choice that could move the answer.
Out:   a Protocol with a seal, so that two readers can tell whether they speak of the same analysis.
Never: a choice made after the answer was seen and not shown as one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from mutuality.base import Refusal, Seal, seal

if TYPE_CHECKING:
    import datetime as dt

Scale = Literal["as-published", "log"]
PeriodLength = Literal["month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class Treatment:
    """One change as it met one unit: who, and from which legal date.

    `unit` is the panel's name for the body, its codes joined by `+`. `codes` holds further codes of
    the parties, for example predecessors that a panel with another date still shows as units.
    `announced` is None where nobody has found it. `chosen_on_outcome` is true where poor figures
    brought the change about, as with special measures and most buddying.

    Raises Refusal EVA-016 where the announcement is after the legal date.
    """

    change_id: str
    unit: str
    effective: dt.date
    announced: dt.date | None = None
    codes: tuple[str, ...] = ()
    chosen_on_outcome: bool = False

    def __post_init__(self) -> None:
        if self.announced is not None and self.announced > self.effective:
            raise Refusal(
                "EVA-016",
                f"{self.change_id} is announced on {self.announced}, after it took effect on "
                f"{self.effective}.",
                "Correct one of the two dates in the register.",
            )

    @property
    def all_codes(self) -> frozenset[str]:
        """Every code this change touched, as far as we were told."""
        return frozenset(self.unit.split("+")) | frozenset(self.codes)

    @property
    def starts(self) -> dt.date:
        """The first day on which it may have been felt: the announcement where it is known."""
        return self.announced or self.effective


@dataclass(frozen=True, slots=True)
class DonorRule:
    """Which units may stand for what would have happened.

    `largest_step` is the share of quarterly volume (beds or attendances) by which a donor may move
    in one period beyond what the middle unit did. `fewest` is 19 by default because with fewer no
    placebo interval of 95 % exists.
    """

    exclude_receivers: bool = True
    exclude_same_system: bool = True
    same_kind: bool = True
    largest_step: float = 0.20
    fewest: int = 19


@dataclass(frozen=True, slots=True)
class Protocol:
    """A sealed plan for one measure.

    `before` and `after` are the most periods used on each side, `min_before` and `min_after` the
    fewest clean ones without which we say "not enough". `anticipation` leaves that many periods
    just before the change out of the comparison. `scale` says whether values are compared as they
    are or as logarithms, taken after the parts of a body have been added up.

    Raises Refusal EVA-015 where the numbers cannot be met together.
    """

    question: str
    measure: str
    domain: str
    changes: tuple[str, ...] = ()
    frequency: PeriodLength = "quarter"
    before: int = 16
    after: int = 8
    min_before: int = 8
    min_after: int = 8
    anticipation: int = 0
    scale: Scale = "as-published"
    donor_rule: DonorRule = field(default_factory=DonorRule)
    estimator: Literal["imputation"] = "imputation"
    inference: Literal["placebo-in-space"] = "placebo-in-space"
    exclusions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        rule = self.donor_rule
        for name, seen, meets in (
            ("min_before", self.min_before, 2 <= self.min_before <= self.before),
            ("min_after", self.min_after, 1 <= self.min_after <= self.after),
            ("anticipation", self.anticipation, self.anticipation >= 0),
            ("donor_rule.largest_step", rule.largest_step, rule.largest_step > 0),
            ("donor_rule.fewest", rule.fewest, rule.fewest >= 2),
        ):
            if not meets:
                raise Refusal(
                    "EVA-015",
                    f"A protocol cannot have {name} = {seen}.",
                    "Ask for 2 or more periods before and 1 or more after, no more than the window "
                    "holds, no negative anticipation, a step above 0, and 2 or more donors.",
                    where=name,
                )

    @property
    def seal(self) -> Seal:
        """SHA-256 of every field above."""
        return seal(self)


def default_protocol(
    measure: str,
    *,
    domain: str,
    changes: tuple[str, ...] = (),
    frequency: PeriodLength = "quarter",
) -> Protocol:
    """The plan we use unless a team writes its own.

    Quarters: up to 16 before and 8 after, at least 8 clean ones on each side. Months: the same
    three-year and two-year stretches in months. Years (staff surveys): up to 4 before and 3 after,
    at least 2 and 1; so short a stretch is always graded very low.
    """
    lengths = {"month": (48, 24, 24, 24), "quarter": (16, 8, 8, 8), "year": (4, 3, 2, 1)}
    before, after, min_before, min_after = lengths[frequency]
    return Protocol(
        question=f"Did {measure} move after the change, beside what it did in bodies that did not "
        "change?",
        measure=measure,
        domain=domain,
        changes=changes,
        frequency=frequency,
        before=before,
        after=after,
        min_before=min_before,
        min_after=min_after,
    )
