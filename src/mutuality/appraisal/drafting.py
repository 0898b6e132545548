"""A quick first pass: from an organisation and its problem to a draft case.

In:    what is held on the organisation, the problem in words, the kinds of problem, the catalogue.
Out:   a Draft: a case to start from, what is known, which gates bear on it, what nobody knows.
Never: a score, a weight, a cost or a readiness that nobody gave. What stands in is named as such.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from mutuality.appraisal.case import (
    BUSINESS_AS_USUAL,
    Anchor,
    Case,
    Criterion,
    Head,
    Objective,
    Option,
    Score,
)
from mutuality.appraisal.cells import cells
from mutuality.appraisal.gaps import Gap, gaps
from mutuality.appraisal.gates import screen
from mutuality.appraisal.known import KnownFact, change_facts, figure_facts
from mutuality.appraisal.steps import next_steps
from mutuality.appraisal.yardsticks import Anchors, Yardstick, anchors
from mutuality.base import Refusal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from mutuality.appraisal.cells import Baseline, Cell
    from mutuality.appraisal.delivery import ModelFacts
    from mutuality.appraisal.first_pass import CriterionPlan, FirstPass, Kind, Weighers
    from mutuality.appraisal.gates import GateOutcome, Rule
    from mutuality.appraisal.parameters import Defaults
    from mutuality.evidence import Finding
    from mutuality.register import Change

DO_MINIMUM = "do-minimum"
QUICK_DRAWS = 4_000
"""Enough to see who is near the front; a paper for a board takes the usual number."""
TOP = 10.0
"""The top of a described scale, which starts at 0."""


@dataclass(frozen=True, slots=True)
class Subject:
    """An organisation and all that is held on it: yardsticks by measure, changes it took part in.

    `changes` are in order of date and none after the date of the draft.
    """

    code: str
    name: str
    yardsticks: Mapping[str, Yardstick] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A case to start from.

    `gates` holds for each option every rule that bears on it at the date. `weighers` are groups to
    ask; the case has none yet, because a share is for people to settle. `placeholders` are the
    places of the case where something of ours stands in. `next_steps` are sentences in the order
    in which to take them.
    """

    case: Case
    facts: tuple[KnownFact, ...]
    gates: Mapping[str, tuple[GateOutcome, ...]]
    gaps: tuple[Gap, ...]
    weighers: tuple[Weighers, ...]
    placeholders: tuple[str, ...]
    next_steps: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """All but the case as plain data."""
        return {
            "facts": [asdict(fact) for fact in self.facts],
            "gates": {
                option: [
                    {"factor": gate.factor, "decision": gate.decision, "words": gate.stated}
                    for gate in outcomes
                ]
                for option, outcomes in self.gates.items()
            },
            "gaps": [gap.as_dict() for gap in self.gaps],
            "weighers": [{"id": group.id, "title": group.title} for group in self.weighers],
            "placeholders": list(self.placeholders),
            "next_steps": list(self.next_steps),
        }


def draft(
    subject: Subject,
    *,
    problem: str,
    kinds: Sequence[str],
    at: dt.date,
    first_pass: FirstPass,
    models: Mapping[str, ModelFacts],
    findings: Sequence[Finding],
    rules: Sequence[Rule],
    defaults: Defaults,
    tried: Mapping[str, int],
    draws: int = QUICK_DRAWS,
) -> Draft:
    """A draft for a problem, as at a date.

    `kinds` are kinds of problem of the first pass; `tried` counts the changes on the register by
    form. The case can be read and appraised as it stands: it will abstain until people have
    scored. Raises Refusal APP-009 for a problem without words, APP-010 for a kind of problem that
    is not there.
    """
    if not problem.strip():
        raise Refusal(
            "APP-009",
            "The problem has no words.",
            "Say in a sentence or two what is wrong, and for whom.",
            where="problem",
        )
    chosen = first_pass.chosen(kinds)
    sticks = {plan.id: _yardstick(plan, subject) for plan in first_pass.criteria}
    called = {name for kind in chosen for name in kind.criteria}
    watched = {name for name in first_pass.watch if sticks[name]}
    plans = [plan for plan in first_pass.criteria if plan.id in called | watched]
    held = {plan.id: stick for plan in plans if (stick := sticks[plan.id])}
    baselines = {stick.measure: stick.today for stick, _ in held.values()}
    known = _Known(findings, baselines, defaults)
    case, found = _with_evidence(
        Case(
            schema_version=1,
            head=_head(subject, problem, at=at, draws=draws),
            objectives=_objectives(first_pass, plans),
            criteria=tuple(_criterion(plan, held.get(plan.id)) for plan in plans),
            options=_options(first_pass, chosen, models),
        ),
        known,
    )
    gates = screen(case, rules)
    missing = tuple(gaps(case, found, tried=tried, ask=first_pass.ask))
    facts = tuple(figure_facts(case, {name: stick for name, (stick, _) in held.items()}))
    old = [f"{case.criterion(fact.about).name} ({fact.period})" for fact in facts if fact.is_old]
    return Draft(
        case=case,
        facts=(*facts, *change_facts(subject.changes)),
        gates=gates,
        gaps=missing,
        weighers=first_pass.groups,
        placeholders=("case.title", "case.tie_points", *_described(case)),
        next_steps=tuple(
            next_steps(case, gates=gates, gaps=missing, old=old, ask=first_pass.groups)
        ),
    )


class _Known(NamedTuple):
    """What cells are worked out from."""

    findings: Sequence[Finding]
    baselines: Mapping[str, Baseline]
    defaults: Defaults


def _head(subject: Subject, problem: str, *, at: dt.date, draws: int) -> Head:
    return Head(
        id=f"{subject.code.lower()}-{at.isoformat()}",
        title=f"How should {subject.name} work with others?",
        organisations=(subject.code,),
        problem=problem.strip(),
        date=at,
        draws=draws,
        seed=at.year * 10_000 + at.month * 100 + at.day,
        notice="A first draft, made from published figures and studies. Nobody has scored, "
        f"weighed, costed or judged anything in it yet. {draws:,} draws.",
    )


def _objectives(first_pass: FirstPass, plans: Sequence[CriterionPlan]) -> tuple[Objective, ...]:
    used = {plan.objective for plan in plans}
    return tuple(objective for objective in first_pass.objectives if objective.id in used)


def _options(
    first_pass: FirstPass, chosen: Sequence[Kind], models: Mapping[str, ModelFacts]
) -> tuple[Option, ...]:
    """Business as usual and the minimum always; else what the kinds name, in catalogue order."""
    wanted = {BUSINESS_AS_USUAL, DO_MINIMUM, *(name for kind in chosen for name in kind.models)}
    return tuple(
        Option(
            id=model.id,
            model=model.id,
            title=model.title,
            scope=first_pass.scope.get(model.id, "whole-organisation"),
        )
        for model in models.values()
        if model.id in wanted
    )


def _yardstick(plan: CriterionPlan, subject: Subject) -> tuple[Yardstick, Anchors] | None:
    """The measure with the latest figure for which anchors can be set."""
    usable = []
    for name in plan.measures:
        stick = subject.yardsticks.get(name)
        better = (plan.better or stick.better) if stick else None
        aim = None if plan.aim is None else Anchor(value=plan.aim, means=plan.best)
        ends = anchors(stick, better=better, aim=aim) if stick and better else None
        if stick and ends:
            usable.append((stick, ends))
    return max(usable, key=lambda pair: str(pair[0].today.end), default=None)


def _criterion(plan: CriterionPlan, held: tuple[Yardstick, Anchors] | None) -> Criterion:
    worst, best = Anchor(value=0.0, means=plan.worst), Anchor(value=TOP, means=plan.best)
    ends = held[1] if held else Anchors(worst, best, None)
    return Criterion(
        id=plan.id,
        title=plan.title,
        objective=plan.objective,
        domain=plan.domain,
        measure=held[0].measure if held else None,
        worst=ends.worst,
        best=ends.best,
        spread=ends.spread,
    )


def _described(case: Case) -> Iterator[str]:
    """The places of the ends that are described in our words."""
    for number, criterion in enumerate(case.criteria, start=1):
        if criterion.measure is None:
            yield from (f"criterion[{number}].worst", f"criterion[{number}].best")


def _with_evidence(case: Case, known: _Known) -> tuple[Case, dict[tuple[str, str], Cell]]:
    """The case, scored from evidence wherever a study can be a number, and its cells."""
    asked = _scored(case, {(o.id, c.id) for o in case.options for c in case.criteria})
    found = cells(
        asked, findings=known.findings, baselines=known.baselines, defaults=known.defaults
    )
    usable = {place for place, cell in found.items() if cell.basis == "evidence"}
    scored = _scored(case, usable)
    return scored, cells(
        scored, findings=known.findings, baselines=known.baselines, defaults=known.defaults
    )


def _scored(case: Case, places: Collection[tuple[str, str]]) -> Case:
    """The case with these cells said to come from evidence. Business as usual never does."""
    return case.model_copy(
        update={
            "options": tuple(
                option
                if option.is_business_as_usual
                else option.model_copy(
                    update={
                        "scores": tuple(
                            Score(criterion=criterion.id, basis="evidence")
                            for criterion in case.criteria
                            if (option.id, criterion.id) in places
                        )
                    }
                )
                for option in case.options
            )
        }
    )
