"""A case: a problem, what matters, the options, and who weighs them.

In:    what people wrote, by way of reading.py.
Out:   a Case whose every field is of its kind, and its seal.
Never: a judgement without low, likely, high, author and reason.
"""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from mutuality.appraisal.checks import Checked
from mutuality.base import Seal, seal

BUSINESS_AS_USUAL = "business-as-usual"

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Words = Annotated[str, Field(min_length=1, pattern=r"\S")]
Degree = Annotated[int, Field(ge=0, le=4)]
Pair = Annotated[tuple[float, float], Field(strict=False)]
Triple = Annotated[tuple[float, float, float], Field(strict=False)]
Domain = Literal["care-quality", "efficiency", "staff"]
Basis = Literal["evidence", "judgement"]
ScoreScale = Literal["level", "change"]
NOTHING = (0.0, 0.0, 0.0)


def _in_order(numbers: tuple[float, ...]) -> tuple[float, ...]:
    if list(numbers) != sorted(numbers):
        raise ValueError(f"must run from low to high, not {', '.join(f'{n:g}' for n in numbers)}.")
    return numbers


class Head(Checked):
    """What the appraisal is about, as at which date, and how it is simulated."""

    id: Slug
    title: Words
    organisations: tuple[Words, ...] = Field(strict=False)
    problem: Words
    date: dt.date
    draws: int = Field(default=20_000, ge=100, le=1_000_000)
    seed: int = Field(default=1, ge=0)
    tie_points: float | None = Field(default=None, ge=0, le=50)
    notice: Words | None = None


class Front(Checked):
    """What a company secretary puts on the front sheet of the paper and nobody can work out."""

    author: Words | None = None
    sponsor: Words | None = None
    purpose: Words | None = None
    previous: Words | None = None
    equality: Words | None = None


class Objective(Checked):
    """What the options are for."""

    id: Slug
    title: Words


class Anchor(Checked):
    """A stated level of a criterion, in its own units, and what it means."""

    value: float
    means: Words


class Criterion(Checked):
    """One thing that matters, from `worst` (0 points) to `best` (100 points).

    `measure` names a published figure; without one the anchors are described. `spread` is the
    standard deviation between organisations, where somebody has worked it out.
    """

    id: Slug
    title: Words | None = None
    objective: Slug
    domain: Domain
    measure: Slug | None = None
    worst: Anchor
    best: Anchor
    shape: Literal["linear", "concave"] = "linear"
    points: tuple[Pair, ...] | None = Field(default=None, strict=False)
    spread: Anchor | None = None

    @field_validator("measure", mode="before")
    @classmethod
    def _none_is_none(cls, value: object) -> object:
        return None if value == "none" else value

    @model_validator(mode="after")
    def _runs_one_way(self) -> "Criterion":
        worst, best = self.worst.value, self.best.value
        if worst == best:
            raise ValueError("the worst and the best level must differ.")
        if self.spread is not None and self.spread.value <= 0:
            raise ValueError("the spread must be above zero.")
        if self.points is not None:
            way = 1 if best > worst else -1
            path = sorted(self.points, key=lambda point: way * point[0])
            levels, worths = [point[0] for point in path], [point[1] for point in path]
            ends = [(worst, 0.0), (best, 100.0)]
            if [path[0], path[-1]] != ends or len(set(levels)) < len(levels):
                raise ValueError("the points must run from worst (0) to best (100), once each.")
            if worths != sorted(worths):
                raise ValueError("the points must never fall on the way from worst to best.")
        return self

    @property
    def name(self) -> str:
        """Title, or the identifier in words."""
        return self.title or self.id.replace("-", " ")


class DegreeOverride(Checked):
    """Where this option changes more or less than its model usually does, and why."""

    accountability: Degree | None = None
    legal_entity: Degree | None = None
    leadership: Degree | None = None
    employer: Degree | None = None
    estate_it: Degree | None = None
    service: Degree | None = None
    reason: str = ""

    @property
    def scores(self) -> tuple[int | None, ...]:
        """The six in the order of the catalogue; None where the catalogue stands."""
        return (
            self.accountability, self.legal_entity, self.leadership, self.employer,
            self.estate_it, self.service,
        )  # fmt: skip

    @model_validator(mode="after")
    def _has_a_reason(self) -> "DegreeOverride":
        if any(score is not None for score in self.scores) and not self.reason.strip():
            raise ValueError("say in `reason` why the degree of change differs from its model.")
        return self


class Gate(Checked):
    """A decision about an option before any score: a success factor, or a dated legal gate."""

    factor: Words
    decision: Literal["carry", "reject", "preferred"]
    reason: Words


class Score(Checked):
    """What an option would do on one criterion: from evidence, or somebody's judgement.

    A judgement holds low, likely and high, an author and a reason. `scale` says whether the three
    are levels of the criterion or changes against business as usual (which, for business as usual
    itself, means against today's figure).
    """

    criterion: Slug
    basis: Basis
    scale: ScoreScale = "level"
    low: float | None = None
    likely: float | None = None
    high: float | None = None
    author: Words | None = None
    reason: Words | None = None

    @model_validator(mode="after")
    def _judgement_is_owned(self) -> "Score":
        numbers = (self.low, self.likely, self.high)
        if self.basis == "evidence":
            if any(number is not None for number in numbers):
                raise ValueError(
                    "a score from evidence takes no low, likely or high; "
                    "if they are somebody's judgement, say basis = 'judgement'."
                )
            return self
        if None in (*numbers, self.author, self.reason):
            raise ValueError("a judgement needs low, likely, high, author and reason.")
        _in_order(self.range)
        return self

    @property
    def range(self) -> tuple[float, float, float]:
        """Low, likely, high; zeros where the score is from evidence."""
        return (self.low or 0.0, self.likely or 0.0, self.high or 0.0)


class Cost(Checked):
    """One year's money, in £ million: low, likely, high."""

    year: int = Field(ge=0, le=60)
    transition: Triple = NOTHING
    running: Triple = NOTHING
    saving: Triple = NOTHING
    kind: Slug | None = Field(default=None, alias="class")
    mitigation: float = Field(default=0.0, ge=0, le=1)

    @field_validator("transition", "running", "saving")
    @classmethod
    def _ordered(cls, value: tuple[float, ...]) -> tuple[float, ...]:
        return _in_order(value)


class Option(Checked):
    """One way of working with others. `scope` says how much of the organisation it takes in."""

    id: Slug
    model: Slug
    title: Words
    partners: tuple[Words, ...] = Field(default=(), strict=False)
    nature: Literal["voluntary", "mandated"] | None = None
    scope: Literal["whole-organisation", "service"] = "whole-organisation"
    planned_months: float | None = Field(default=None, ge=0)
    degree: DegreeOverride = DegreeOverride()
    gates: tuple[Gate, ...] = Field(default=(), alias="gate", strict=False)
    scores: tuple[Score, ...] = Field(default=(), alias="score", strict=False)
    costs: tuple[Cost, ...] = Field(default=(), alias="cost", strict=False)

    @property
    def is_business_as_usual(self) -> bool:
        """Whether it is the comparison that every appraisal holds."""
        return self.model == BUSINESS_AS_USUAL

    @property
    def identity(self) -> tuple[str, ...]:
        """What kind of thing it is, whatever it is called: options alike share their draws."""
        return (self.model, self.scope, *sorted(self.partners))

    def score(self, criterion: str) -> Score | None:
        """Its score on a criterion, if the case gives one."""
        return next((score for score in self.scores if score.criterion == criterion), None)


class Readiness(Checked):
    """How ready the organisation is, each an interval from -1 to 1; None where nobody said."""

    relationships: Pair | None = None
    quality_focus: Pair | None = None
    culture: Pair | None = None
    leadership: Pair | None = None
    capacity: Pair | None = None

    @field_validator("*")
    @classmethod
    def _within(cls, value: tuple[float, ...] | None) -> tuple[float, ...] | None:
        if value is not None and not (min(value) >= -1 and max(value) <= 1):
            raise ValueError("readiness runs from -1 to 1.")
        return None if value is None else _in_order(value)


class Group(Checked):
    """People who weigh the criteria. `swing` gives an interval for each, the biggest being 100."""

    id: Slug
    title: Words
    share: float = Field(gt=0)
    swing: dict[str, Pair] = Field(default_factory=dict)

    @field_validator("swing")
    @classmethod
    def _between_0_and_100(cls, value: dict[str, tuple[float, ...]]) -> dict[str, Any]:
        for criterion, interval in value.items():
            if not (min(interval) >= 0 and max(interval) <= 100):
                raise ValueError(f"the swing of '{criterion}' must lie between 0 and 100.")
            _in_order(interval)
        if value and not any(interval[1] > 0 for interval in value.values()):
            raise ValueError("at least one swing must be above zero.")
        return value


class Case(Checked):
    """A whole case, as CONTRACT describes it."""

    schema_version: Literal[1]
    head: Head = Field(alias="case")
    front: Front = Front()
    objectives: tuple[Objective, ...] = Field(alias="objective", min_length=1, strict=False)
    criteria: tuple[Criterion, ...] = Field(alias="criterion", min_length=1, strict=False)
    options: tuple[Option, ...] = Field(alias="option", min_length=1, strict=False)
    readiness: Readiness = Readiness()
    groups: tuple[Group, ...] = Field(default=(), alias="group", strict=False)

    @property
    def seal(self) -> Seal:
        """The seal of the whole case: any change to it, however small, changes the seal."""
        return seal(self.model_dump(mode="json", by_alias=True))

    def option(self, name: str) -> Option:
        """An option by its identifier."""
        return next(option for option in self.options if option.id == name)

    def criterion(self, name: str) -> Criterion:
        """A criterion by its identifier."""
        return next(criterion for criterion in self.criteria if criterion.id == name)
