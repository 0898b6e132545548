"""The dated plan from the first talk to the benefits review.

In:    the templates, a model and a day to start.
Out:   a Journey: stages with dates and ranges, gates with the rules in force on their day, and
       deadlines counted back from the stages they serve.
Never: a stage entered before the gate behind it has been passed.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Literal

from mutuality.base import Refusal
from mutuality.transition.gates import Asked, Evidence, Gate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mutuality.transition.templates import Reference, Rule, StageTemplate, Template, Templates

State = Literal["Completed", "In progress", "Cannot start yet"]
NOT_SETTLED = "Not settled yet"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage. It likely runs from `starts` to `ends`; it ends from `earliest` to `latest`."""

    id: str
    title: str
    owner: str
    starts: dt.date
    ends: dt.date
    earliest: dt.date
    latest: dt.date
    way_back: str
    references: tuple[Reference, ...]
    gate: Gate


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something to do by a day. `is_missed` where that day is before the journey starts."""

    title: str
    due: dt.date
    stage: str
    rule: Rule | None
    is_missed: bool


@dataclass(frozen=True, slots=True)
class Journey:
    """A dated plan for one model. `author` and `judged`: who judged the durations, and when."""

    model: str
    title: str
    template: str
    starts: dt.date
    stages: tuple[Stage, ...]
    deadlines: tuple[Deadline, ...]
    warning: str
    warning_source: str
    author: str
    judged: dt.date

    @property
    def current(self) -> Stage | None:
        """The first stage whose gate is not passed; None when the journey is over."""
        return next((stage for stage in self.stages if not stage.gate.is_passed), None)

    def state(self, stage_id: str) -> State:
        """Where a stage stands. Raises TRA-006 for a stage that is not in the journey."""
        stage = self._stage(stage_id)
        if stage.gate.is_passed:
            return "Completed"
        return "In progress" if stage == self.current else "Cannot start yet"

    def pass_gate(self, stage_id: str, evidence: Iterable[Evidence]) -> Journey:
        """The journey with the gate of a stage passed.

        Raises TRA-006 for a stage that is not in the journey, TRA-007 for one that is not the
        current one, and whatever `Gate.pass_` refuses.
        """
        stage = self._stage(stage_id)
        if self.state(stage_id) != "In progress":
            waiting = f"'{self.current.title}'" if self.current else "no stage: all are completed"
            raise Refusal(
                "TRA-007",
                f"'{stage.title}' is not the current stage. The journey stands at {waiting}.",
                "Pass the gates in order, each once.",
                where=stage_id,
            )
        passed = replace(stage, gate=stage.gate.pass_(evidence))
        return replace(self, stages=tuple(passed if s == stage else s for s in self.stages))

    def _stage(self, stage_id: str) -> Stage:
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise Refusal(
            "TRA-006",
            f"There is no stage '{stage_id}' in this journey.",
            f"Its stages are: {', '.join(stage.id for stage in self.stages)}.",
            where="stage",
        )


def plan(templates: Templates, model: str, *, start: dt.date) -> Journey:
    """Lay the journey of a model out in time from a day. Raises TRA-002 for a model without one."""
    template = templates.for_model(model, at=start)
    # Ends are counted from the start, not from stage to stage, so that the 31st is not worn down.
    low, likely, high = (
        [add_months(start, total) for total in accumulate(s.months[i] for s in template.stages)]
        for i in range(3)
    )
    spans = pairwise([start, *likely])
    stages = tuple(
        _stage(templates, cut, span, ends)
        for cut, span, ends in zip(template.stages, spans, zip(low, high, strict=True), strict=True)
    )
    return Journey(
        model=model,
        title=template.title,
        template=template.id,
        starts=start,
        stages=stages,
        deadlines=_deadlines(templates, template, stages, start),
        warning=template.warning,
        warning_source=template.warning_source,
        author=templates.author,
        judged=templates.date,
    )


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many months on, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return dt.date(day.year + years, month + 1, min(day.day, last))


def _stage(
    templates: Templates,
    cut: StageTemplate,
    span: tuple[dt.date, dt.date],
    ends: tuple[dt.date, dt.date],
) -> Stage:
    day = span[1]
    decided_by, note = _who(templates, cut, day)
    asks = tuple(Asked(e.id, e.title, e.kind, templates.rule(e.rule, at=day)) for e in cut.evidence)
    return Stage(
        id=cut.id,
        title=cut.title,
        owner=cut.owner,
        starts=span[0],
        ends=day,
        earliest=ends[0],
        latest=ends[1],
        way_back=cut.way_back,
        references=cut.references,
        gate=Gate(cut.gate, decided_by, asks, note),
    )


def _who(templates: Templates, cut: StageTemplate, day: dt.date) -> tuple[str, str]:
    """Who decides at a gate on its planned day, and what is not settled about it."""
    if not cut.role:
        return cut.decided_by, ""
    holder = templates.approver(cut.role, at=day)
    if holder is not None:
        checked = "" if holder.standing == "found" else "Who decides has not been checked."
        return holder.name, checked
    notes = [approver.note for approver in templates.approvers if approver.role == cut.role]
    return NOT_SETTLED, " ".join(filter(None, notes))


def _deadlines(
    templates: Templates, template: Template, stages: tuple[Stage, ...], start: dt.date
) -> tuple[Deadline, ...]:
    ends = {stage.id: stage.ends for stage in stages}
    found = []
    for cut in template.deadlines:
        due = add_months(ends[cut.stage], -cut.months_before)
        rule = templates.rule(cut.rule, at=due)
        found.append(Deadline(cut.title, due, cut.stage, rule, is_missed=due < start))
    return tuple(found)
