"""What a quick first pass puts into a draft, by kind of problem.

In:    `first-pass.toml` as a document.
Out:   a FirstPass: criteria, ways of working and groups to start from, with author and reason.
Never: a weight or a score. This says what to look at, and nothing of what it is worth.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field, model_validator

from mutuality.appraisal.case import Domain, Objective, Slug, Words
from mutuality.appraisal.checks import Checked, checked
from mutuality.base import Refusal


class CriterionPlan(Checked):
    """A criterion: measures that may stand for it, and what its ends mean where none does.

    `better` says which way is good for a measure that does not say so itself. `aim` is the level
    that `best` means, for a count of what nobody wants.
    """

    id: Slug
    title: Words
    objective: Slug
    domain: Domain
    measures: tuple[Slug, ...] = Field(strict=False)
    better: Literal["higher", "lower"] | None = None
    aim: float | None = None
    worst: Words
    best: Words


class Kind(Checked):
    """A kind of problem, the criteria that it calls for and the models to look at."""

    id: Slug
    title: Words
    criteria: tuple[Slug, ...] = Field(strict=False)
    models: tuple[Slug, ...] = Field(strict=False)


class Weighers(Checked):
    """A group of people to ask."""

    id: Slug
    title: Words


class FirstPass(Checked):
    """All that a draft starts from, by one author at one date."""

    schema_version: Literal[1]
    author: Words
    date: dt.date
    reason: Words
    watch: tuple[Slug, ...] = Field(strict=False)
    ask: dict[Domain, Words]
    scope: dict[Slug, Literal["whole-organisation", "service"]]
    objectives: tuple[Objective, ...] = Field(alias="objective", min_length=1, strict=False)
    criteria: tuple[CriterionPlan, ...] = Field(alias="criterion", min_length=1, strict=False)
    kinds: tuple[Kind, ...] = Field(alias="kind", min_length=1, strict=False)
    groups: tuple[Weighers, ...] = Field(alias="group", min_length=1, strict=False)

    @model_validator(mode="after")
    def _agrees(self) -> "FirstPass":
        objectives = {objective.id for objective in self.objectives}
        criteria = {criterion.id for criterion in self.criteria}
        named = {name for kind in self.kinds for name in kind.criteria} | set(self.watch)
        odd = {row.objective for row in self.criteria} - objectives | named - criteria
        if odd:
            raise ValueError(f"these are named and not described: {', '.join(sorted(odd))}.")
        return self

    def chosen(self, kinds: Sequence[str]) -> tuple[Kind, ...]:
        """The kinds of problem by their identifiers, in the order of the file.

        Raises Refusal APP-010 where none is named, or one that is not there.
        """
        known = {kind.id: kind for kind in self.kinds}
        odd = [name for name in kinds if name not in known]
        if odd or not kinds:
            raise Refusal(
                "APP-010",
                f"There is no kind of problem '{odd[0]}'."
                if odd
                else "No kind of problem is named.",
                f"Name one or more of: {', '.join(known)}.",
                where="kinds",
            )
        return tuple(kind for kind in self.kinds if kind.id in kinds)


def parse_first_pass(document: Mapping[str, Any]) -> FirstPass:
    """Read what a first pass starts from. Raises Refusal APP-011 with every problem."""
    return checked(FirstPass, document, code="APP-011", what="the file of the first pass")
