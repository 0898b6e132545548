"""Whether an option is delivered, how much of its promise arrives, and what it costs on the way.

In:    an option's degree of change, the readiness of the organisation, and random draws.
Out:   for each draw: delivered or not, the share realised, the months it takes.
Never: degree of change as a finding. It is a prior with an author, and it can be switched off.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from scipy.special import expit

from mutuality.appraisal.draws import beta, between
from mutuality.base import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from mutuality.appraisal.case import Case, Criterion, Option
    from mutuality.appraisal.draws import Stream
    from mutuality.appraisal.parameters import Defaults
    from mutuality.appraisal.variants import Variant

HIGHEST = 24
FACTORS = ("relationships", "quality_focus", "culture", "leadership", "capacity")


class Profile(Protocol):
    """Six scores, 0 to 4: accountability, legal entity, leadership, employer, estate, service."""

    @property
    def scores(self) -> Sequence[int]: ...


class ModelFacts(Protocol):
    """What an appraisal needs to know of a model; `register.Model` is one."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def degree(self) -> Profile: ...
    @property
    def ease_rank(self) -> int:
        """1 for the hardest to undo, 5 for the easiest."""
        ...


@dataclass(frozen=True, slots=True)
class Undertaking:
    """What carrying out an option means: how much changes, how easily undone, by when."""

    option: Option
    model: ModelFacts
    degree: float
    months: float

    @property
    def reversibility(self) -> tuple[int, float, str]:
        """Sorts the easiest to undo first: by ease, then by how much changes, then by name."""
        return (-self.model.ease_rank, self.degree, self.option.id)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened in each draw. `harm` is the dip for one unit of `dip`, in SD."""

    delivered: NDArray[np.float64]
    realised: NDArray[np.float64]
    months: NDArray[np.float64]
    overrun: NDArray[np.float64]
    degree: float

    @property
    def share(self) -> NDArray[np.float64]:
        """The share of the promise that arrives."""
        return self.delivered * self.realised


def undertakings(
    case: Case, models: Mapping[str, ModelFacts], defaults: Defaults
) -> dict[str, Undertaking]:
    """What each option takes. Raises Refusal APP-004 where its model is not in the catalogue."""
    return {option.id: _undertaking(option, models, defaults) for option in case.options}


def _undertaking(
    option: Option, models: Mapping[str, ModelFacts], defaults: Defaults
) -> Undertaking:
    if option.model not in models:
        raise Refusal(
            "APP-004",
            f"The catalogue has no model '{option.model}'.",
            f"Use one of: {', '.join(models)}.",
            where=f"option '{option.id}', model",
        )
    model = models[option.model]
    usual = defaults.planned_months.months.get(option.model, 0.0)
    months = usual if option.planned_months is None else option.planned_months
    own = zip(option.degree.scores, model.degree.scores, strict=True)
    total = sum(usually if here is None else here for here, usually in own)
    return Undertaking(option, model, total / HIGHEST, months)


def deliver(
    task: Undertaking,
    *,
    case: Case,
    defaults: Defaults,
    variant: Variant,
    stream: Stream,
) -> Outcome:
    """Draw what becomes of an option. Business as usual happens by itself."""
    sure = np.ones(stream.count)
    none = np.zeros(stream.count)
    degree = _effective(task.degree, variant, defaults)
    if task.option.is_business_as_usual:
        return Outcome(sure, sure, none, none, 0.0)
    rule, name = defaults.delivery, task.option.identity
    lag = rule.lag_factor * np.exp(rule.lag_log_sd * stream.normal("lag", *name))
    months = task.months * lag
    if variant.degree == "kept":
        return Outcome(sure, sure, months, none, 0.0)
    odds = (
        rule.a0.mean
        + rule.a0.sd * stream.normal("a0")
        - (rule.b.mean + rule.b.sd * stream.normal("b")) * degree
        + _readiness(task.option, case, defaults, stream)
    )
    delivered = (stream.uniform("delivered", *name) < expit(odds)).astype(np.float64)
    mean = float(expit(rule.r0 - rule.r1 * degree))
    realised = beta(stream.uniform("realised", *name), rule.kappa * mean, rule.kappa * (1 - mean))
    overrun = np.maximum(months - task.months, 0.0) / 12
    return Outcome(delivered, realised, months, overrun, degree)


def change(
    promise: NDArray[np.float64],
    outcome: Outcome,
    *,
    criterion: Criterion,
    sd: float,
    defaults: Defaults,
    stream: Stream,
) -> NDArray[np.float64]:
    """What arrives of a promised benefit (in the criterion's units, up is good).

    x = D R theta + (1 - D) phi - dip G overrun. A change half carried out does half its harm too.
    """
    rule = defaults.delivery
    failure = rule.failure_slope * outcome.degree + rule.failure_sd * stream.normal(
        "failure", criterion.id
    )
    dip = rule.dip[criterion.domain] * outcome.degree * outcome.overrun
    return outcome.share * promise + sd * ((1 - outcome.delivered) * failure - dip)


def _effective(degree: float, variant: Variant, defaults: Defaults) -> float:
    step = defaults.delivery.step
    if variant.degree == "step":
        return step.to if degree >= step.at else 0.0
    return 0.0 if variant.degree == "off" else degree * variant.factor


def _readiness(
    option: Option, case: Case, defaults: Defaults, stream: Stream
) -> NDArray[np.float64]:
    """What readiness adds to the log odds. What nobody said runs from -1 to 1."""
    total = np.zeros(stream.count)
    for factor in FACTORS:
        low, high = getattr(case.readiness, factor) or (-1.0, 1.0)
        weight = getattr(defaults.readiness, factor)
        total += weight * between(stream.uniform("readiness", factor), low, high)
    return total + (getattr(defaults.readiness, option.nature) if option.nature else 0.0)
