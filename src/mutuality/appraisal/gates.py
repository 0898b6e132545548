"""Gates: what keeps an option out, or must be met, before anything is scored.

In:    dated rules as data, and the case with the gates that its authors set themselves.
Out:   for each option the outcome of every gate, with reason, source and what would change it.
Never: an option rescued by a score, or a rule nobody checked that shuts an option out.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from mutuality.appraisal.case import Case, Gate, Option
from mutuality.appraisal.checks import Checked, checked

Words = Annotated[str, Field(min_length=1, pattern=r"\S")]
Scope = Literal["any", "whole-organisation", "service"]
Status = Literal["found", "background"]
Decision = Literal[
    "rejected", "condition", "to-check", "carried", "preferred", "answered", "set-aside"
]  # fmt: skip


class Rule(Checked):
    """A dated rule. `effect` says whether it shuts an option out or must be met on the way.

    `since` and `until` are the first and last day it holds (None: not known, or still in force).
    `status` background means that nobody checked it; then it can only ask to be checked.
    """

    id: str
    title: Words
    kind: Literal["legal", "financial", "assurance", "workforce", "precedent"]
    models: tuple[str, ...] = Field(strict=False)
    scope: Scope = "any"
    effect: Literal["reject", "condition"]
    since: dt.date | None = Field(default=None, alias="from")
    until: dt.date | None = Field(default=None, alias="to")
    reason: Words
    would_have_to_change: Words
    source: Words
    status: Status

    @model_validator(mode="after")
    def _is_sound(self) -> "Rule":
        if self.status == "background" and self.effect == "reject":
            raise ValueError("a rule that nobody checked cannot shut an option out.")
        if self.since and self.until and self.until < self.since:
            raise ValueError("the rule ends before it begins.")
        return self

    def applies(self, option: Option, at: dt.date) -> bool:
        """Whether it bears on the option at that date."""
        return (
            option.model in self.models
            and self.scope in ("any", option.scope)
            and (self.since or dt.date.min) <= at <= (self.until or dt.date.max)
        )


class Rules(Checked):
    """The file of rules."""

    schema_version: Literal[1]
    gate: tuple[Rule, ...] = Field(strict=False)


@dataclass(frozen=True, slots=True)
class GateOutcome:
    """One gate for one option. `by` says whether the case or the rules set it."""

    factor: str
    title: str
    decision: Decision
    by: Literal["case", "rules"]
    reason: str
    source: str
    status: Status
    would_have_to_change: str
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def shuts_out(self) -> bool:
        """Whether the option may not go on."""
        return self.decision == "rejected"

    @property
    def stated(self) -> str:
        """Title and reason as one line to print, with its warning where nobody checked it."""
        warning = "Not checked: " if self.status == "background" else ""
        return f"{warning}{self.title}. {self.reason}"


def parse_gates(document: Mapping[str, Any]) -> tuple[Rule, ...]:
    """Read the dated gates. Raises Refusal APP-006 with every problem."""
    return checked(Rules, document, code="APP-006", what="the file of gates").gate


def screen(case: Case, rules: Iterable[Rule]) -> dict[str, tuple[GateOutcome, ...]]:
    """Every gate that bears on each option at the case's date, the case's own first.

    The case may answer a rule, or set it aside, by naming it as the factor of a gate that it
    carries, with the reason; the reason is then shown in its place.
    """
    rules = tuple(rules)
    return {option.id: _screen(option, case.head.date, rules) for option in case.options}


def _screen(option: Option, at: dt.date, rules: tuple[Rule, ...]) -> tuple[GateOutcome, ...]:
    applying = {rule.id: rule for rule in rules if rule.applies(option, at)}
    own = [
        GateOutcome(
            factor=gate.factor,
            title=_title(gate.factor, applying),
            decision=_decision(gate, applying.get(gate.factor)),
            by="case",
            reason=gate.reason,
            source=f"Case, option '{option.id}'",
            status="found",
            would_have_to_change="",
        )
        for gate in option.gates
    ]
    answered = {gate.factor for gate in option.gates if gate.decision != "reject"}
    return (*own, *(_outcome(rule) for name, rule in applying.items() if name not in answered))


def _decision(gate: Gate, rule: Rule | None) -> Decision:
    """A rule that would shut the option out is set aside; one that asks something is answered."""
    if gate.decision == "reject":
        return "rejected"
    if rule is not None:
        return "set-aside" if rule.effect == "reject" else "answered"
    return "carried" if gate.decision == "carry" else "preferred"


def _title(factor: str, applying: Mapping[str, Rule]) -> str:
    return applying[factor].title if factor in applying else factor.replace("-", " ").capitalize()


def _outcome(rule: Rule) -> GateOutcome:
    decision: Decision = "rejected" if rule.effect == "reject" else "condition"
    return GateOutcome(
        factor=rule.id,
        title=rule.title,
        decision="to-check" if rule.status == "background" else decision,
        by="rules",
        reason=rule.reason,
        source=rule.source,
        status=rule.status,
        would_have_to_change=rule.would_have_to_change,
        since=rule.since,
        until=rule.until,
    )
