"""What a journey is cut from: stages, gates and dated rules, as reviewed data.

In:    plain data, as read from journeys.toml.
Out:   Templates, checked once at the door; the one for a model on a date.
Never: a fact without its source and whether anybody checked it.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, PositiveInt, TypeAdapter, ValidationError, model_validator
from pydantic.dataclasses import dataclass

from mutuality.base import Refusal

Standing = Literal["found", "background"]
Kind = Literal["document", "mandate", "decision"]
Text = Annotated[str, Field(min_length=1)]
Day = dt.date
ROLE = "role:"
STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, config=STRICT)
class Rule:
    """A rule of law or guidance that asks for a piece of evidence, from a date on."""

    id: Text
    text: Text
    starts: Day
    source: Text
    standing: Standing
    url: str = ""
    ends: Day | None = None


@dataclass(frozen=True, slots=True, config=STRICT)
class Approver:
    """Who decides in a role between two dates. The names are moving, so they are data."""

    role: Text
    name: Text
    starts: Day
    source: Text
    standing: Standing
    ends: Day | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, config=STRICT)
class Reference:
    """A real case that tells how long a stage took. `months` is None where it is not known."""

    case: Text
    source: Text
    standing: Standing
    months: PositiveInt | None = None


@dataclass(frozen=True, slots=True, config=STRICT)
class Requirement:
    """A piece of evidence that a gate asks for. `rule` names the rule behind it, if any."""

    id: Text
    title: Text
    kind: Kind = "document"
    rule: str = ""


@dataclass(frozen=True, slots=True, config=STRICT)
class StageTemplate:
    """One stage and the gate that closes it. `months` is low, likely, high.

    `decided_by` names who decides at the gate, or a role (`role:transactions`) whose holder
    depends on the date. `way_back` says what it takes to stop here.
    """

    id: Text
    title: Text
    owner: Text
    months: tuple[PositiveInt, PositiveInt, PositiveInt]
    way_back: Text
    gate: Text
    decided_by: Text
    evidence: Annotated[tuple[Requirement, ...], Field(min_length=1)]
    references: tuple[Reference, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if list(self.months) != sorted(self.months):
            raise ValueError("months must run from low to high")
        _each_once([asked.id for asked in self.evidence])
        return self

    @property
    def role(self) -> str:
        """The role that decides at the gate; empty where `decided_by` is a plain name."""
        return self.decided_by.removeprefix(ROLE) if self.decided_by.startswith(ROLE) else ""


@dataclass(frozen=True, slots=True, config=STRICT)
class DeadlineTemplate:
    """Something to do so many months before the end of a stage."""

    id: Text
    title: Text
    stage: Text
    months_before: PositiveInt
    rule: str = ""


@dataclass(frozen=True, slots=True, config=STRICT)
class Template:
    """The journey of one or more models, in force between two dates."""

    id: Text
    title: Text
    models: Annotated[tuple[Text, ...], Field(min_length=1)]
    starts: Day
    warning: Text
    warning_source: Text
    stages: Annotated[tuple[StageTemplate, ...], Field(min_length=1)]
    deadlines: tuple[DeadlineTemplate, ...] = ()
    ends: Day | None = None

    @model_validator(mode="after")
    def _stages_exist(self) -> Self:
        stages = [stage.id for stage in self.stages]
        _each_once(stages)
        for deadline in self.deadlines:
            if deadline.stage not in stages:
                raise ValueError(f"no stage is called '{deadline.stage}'")
        return self


@dataclass(frozen=True, slots=True, config=STRICT)
class Templates:
    """Every template with the rules and approvers it names, and who judged the durations, when."""

    schema_version: Literal[1]
    author: Text
    date: Day
    rules: tuple[Rule, ...]
    approvers: tuple[Approver, ...]
    templates: Annotated[tuple[Template, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        rules = {rule.id for rule in self.rules} | {""}
        roles = {approver.role for approver in self.approvers} | {""}
        _each_once([rule.id for rule in self.rules])
        for template in self.templates:
            asked = [e.rule for stage in template.stages for e in stage.evidence]
            for rule in {*asked, *(d.rule for d in template.deadlines)} - rules:
                raise ValueError(f"{template.id}: no rule is called '{rule}'")
            for role in {stage.role for stage in template.stages} - roles:
                raise ValueError(f"{template.id}: nobody holds the role '{role}'")
        return self

    @property
    def models(self) -> tuple[str, ...]:
        """The models that have a journey, sorted."""
        return tuple(sorted({model for t in self.templates for model in t.models}))

    def for_model(self, model: str, *, at: dt.date) -> Template:
        """The template of a model in force on a day. Raises TRA-002 where there is none."""
        for template in self.templates:
            if model in template.models and _in_force(template, at):
                return template
        raise Refusal(
            "TRA-002",
            f"No journey is written for '{model}' on {at}.",
            f"Journeys are written for: {', '.join(self.models)}.",
            where="model",
        )

    def approver(self, role: str, *, at: dt.date) -> Approver | None:
        """Who holds a role on a day; None when that is not settled."""
        return next((a for a in self.approvers if a.role == role and _in_force(a, at)), None)

    def rule(self, name: str, *, at: dt.date) -> Rule | None:
        """A rule by its name; None when there is none of that name in force on the day."""
        return next((r for r in self.rules if r.id == name and _in_force(r, at)), None)


def read_templates(data: Mapping[str, Any]) -> Templates:
    """Templates from plain data, as `tomllib` reads journeys.toml.

    Raises TRA-001, naming the entry, for anything missing, unknown or pointing nowhere.
    """
    try:
        return TypeAdapter(Templates).validate_python(dict(data))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise Refusal(
            "TRA-001",
            f"The journeys cannot be used: {first['msg']}.",
            "Mend the entry in journeys.toml.",
            where=".".join(str(step) for step in first["loc"]) or "journeys.toml",
        ) from error


def _in_force(dated: Rule | Approver | Template, at: dt.date) -> bool:
    return dated.starts <= at and (dated.ends is None or at <= dated.ends)


def _each_once(ids: list[str]) -> None:
    for name in ids:
        if ids.count(name) > 1:
            raise ValueError(f"'{name}' stands there twice")
