"""The numbers that nobody measured: default parameters, with their author, date and reasons.

In:    `appraisal-defaults.toml` as a document.
Out:   Defaults, checked; each part carries the reason that its author gave.
Never: a number of judgement in code where a reader cannot see whose it is.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from mutuality.appraisal.checks import Checked, checked
from mutuality.evidence import Bias, Prior

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Reason = Annotated[str, Field(min_length=1, pattern=r"\S")]


class Uncertain(Checked):
    """A parameter known only as a normal distribution."""

    mean: float
    sd: float = Field(ge=0)


class Step(Checked):
    """Degree as a threshold: below `at` it counts as nothing, from there on as `to`."""

    at: Share
    to: Share


class Delivery(Checked):
    """Whether an option is delivered, how much of its promise arrives, and when."""

    a0: Uncertain
    b: Uncertain
    kappa: Positive
    r0: float
    r1: float
    lag_factor: Positive
    lag_log_sd: float = Field(ge=0)
    failure_slope: float
    failure_sd: float = Field(ge=0)
    dip: dict[Literal["staff", "efficiency", "care-quality"], float]
    step: Step
    reason: Reason


class ReadinessWeights(Checked):
    """What readiness adds to the odds of delivery, for each point from -1 to 1."""

    relationships: float
    quality_focus: float
    culture: float
    leadership: float
    capacity: float
    voluntary: float
    mandated: float
    reason: Reason


class PlannedMonths(Checked):
    """Months from decision to full effect that a plan for each model usually gives."""

    months: dict[str, Annotated[float, Field(ge=0)]]
    reason: Reason


class Synthesis(Checked):
    """What is believed before any study, and how large a difference matters."""

    mean: float
    sd: Positive
    tau_scale: Positive
    important: Positive
    reason: Reason


class BiasTable(Checked):
    """Standard deviations of bias, by design and by setting."""

    design: dict[str, Annotated[float, Field(ge=0)]]
    setting: dict[str, Annotated[float, Field(ge=0)]]
    old: float = Field(ge=0)
    old_before: int
    reason: Reason


class Value(Checked):
    """Points: when options are too close to tell apart, and how stated levels are read."""

    tie_points: float = Field(ge=0)
    span_in_sd: Positive
    concave_midpoint: float = Field(gt=50, lt=100)
    reason: Reason


class VerdictRule(Checked):
    """What a lead takes."""

    clear: Share
    lead: Share
    always_first: Share
    group_regret_ties: Positive
    reason: Reason


class Optimism(Checked):
    """By how much costs of one class are underestimated, lowest and highest, as shares."""

    low: float
    high: float
    source: Reason

    @model_validator(mode="after")
    def _ordered(self) -> "Optimism":
        if self.high < self.low:
            raise ValueError("the highest must not be below the lowest.")
        return self


class CostRule(Checked):
    """The discount rate and the optimism bias of each class of cost."""

    rate: float = Field(ge=0, lt=1)
    optimism: dict[str, Optimism]
    reason: Reason


class Defaults(Checked):
    """All default parameters, by one author at one date."""

    schema_version: Literal[1]
    author: Reason
    date: dt.date
    reason: Reason
    delivery: Delivery
    readiness: ReadinessWeights
    planned_months: PlannedMonths
    synthesis: Synthesis
    bias: BiasTable
    value: Value
    verdict: VerdictRule
    cost: CostRule

    @property
    def prior(self) -> Prior:
        """What is believed of an effect before any study."""
        return Prior(self.synthesis.mean, self.synthesis.sd, self.synthesis.tau_scale)

    @property
    def bias_of_findings(self) -> Bias:
        """How biased a finding may be, by design and setting."""
        table = self.bias
        return Bias(table.design, table.setting, old=table.old, old_before=table.old_before)


def parse_defaults(document: Mapping[str, Any]) -> Defaults:
    """Read the default parameters. Raises Refusal APP-007 with every problem."""
    return checked(Defaults, document, code="APP-007", what="the default parameters")
