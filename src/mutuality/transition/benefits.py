"""What is promised, from where it starts, and who answers for it.

In:    the criteria of an appraisal, and for each measure its latest value, period and source.
Out:   a BenefitsRegister with a baseline beside every promise, or the words "not supplied".
Never: a target that nobody set, nor a benefit called delivered because a line went up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from mutuality.base import Refusal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

Status = Literal[
    "no baseline",
    "no signal yet",
    "signal of improvement",
    "signal of harm",
    "delivered",
    "not delivered",
    "cannot tell",
]
NOT_SUPPLIED = "not supplied"


class Promised(Protocol):
    """What the register needs to know of a criterion. `measure` is None where it has no figures."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def measure(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where a measure stood before the change. `period` is a label such as `2019/20`."""

    value: float
    period: str
    source: str


@dataclass(frozen=True, slots=True)
class Benefit:
    """One promise. `target` is None until somebody with the right to set it has set it.

    `counterfactual` says what the benefit will be judged against: what would have happened anyway.
    """

    id: str
    title: str
    measure: str
    owner: str
    baseline: Baseline | None
    target: float | None
    due: dt.date | None
    counterfactual: str
    status: Status


@dataclass(frozen=True, slots=True)
class BenefitsRegister:
    """Every promise of one option, each once."""

    option: str
    benefits: tuple[Benefit, ...]
    without_baseline: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        ids = [benefit.id for benefit in self.benefits]
        twice = [name for name in ids if ids.count(name) > 1]
        if twice:
            raise Refusal(
                "TRA-008",
                f"The benefit '{twice[0]}' is promised twice.",
                "Give each benefit an id of its own.",
                where=twice[0],
            )
        missing = tuple(b.id for b in self.benefits if b.baseline is None)
        object.__setattr__(self, "without_baseline", missing)


def promise(
    criteria: Iterable[Promised],
    *,
    option: str,
    baselines: Mapping[str, tuple[float, str, str]],
    owners: Mapping[str, str] | None = None,
    targets: Mapping[str, float] | None = None,
    due: dt.date | None = None,
) -> BenefitsRegister:
    """A register with one benefit for each criterion of the case.

    `baselines` maps a measure to its value, the label of its period and its source; a measure that
    is absent has no baseline. `owners` and `targets` go by the id of the criterion; nobody is made
    an owner, and nothing a target, by default. Raises TRA-009 for an owner or a target of a
    criterion that is not in the case.
    """
    asked = tuple(criteria)
    owners, targets = owners or {}, targets or {}
    stray = {*owners, *targets} - {criterion.id for criterion in asked}
    if stray:
        raise Refusal(
            "TRA-009",
            f"'{min(stray)}' is not a criterion of this case.",
            f"Its criteria are: {', '.join(criterion.id for criterion in asked)}.",
            where=min(stray),
        )
    return BenefitsRegister(
        option,
        tuple(
            _benefit(
                criterion,
                baseline=baselines.get(criterion.measure or ""),
                owner=owners.get(criterion.id, NOT_SUPPLIED),
                target=targets.get(criterion.id),
                due=due,
            )
            for criterion in asked
        ),
    )


def _benefit(
    criterion: Promised,
    *,
    baseline: tuple[float, str, str] | None,
    owner: str,
    target: float | None,
    due: dt.date | None,
) -> Benefit:
    return Benefit(
        id=criterion.id,
        title=criterion.name,
        measure=criterion.measure or NOT_SUPPLIED,
        owner=owner,
        baseline=Baseline(*baseline) if baseline else None,
        target=target,
        due=due,
        counterfactual=(
            "The same measure over the same months at similar organisations that did not change"
            if criterion.measure
            else "To be agreed, with a measure, before the change starts"
        ),
        status="no signal yet" if baseline else "no baseline",
    )
