"""What is promised, what can go wrong, what staff said, and what to do next.

In:    the material of a paper.
Out:   four sections and the dated plan.
Never: a plan for an option that was not recommended, or a reference nobody checked shown as fact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.papers.ages import MARK
from mutuality.papers.board.words import (
    HOW,
    NOT_SUPPLIED,
    UNDO,
    counted,
    day,
    level,
    lower,
    month,
)
from mutuality.papers.document import Block, Bullets, Callout, Heading, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutuality.papers.board.material import Material
    from mutuality.transition import Benefit, Journey, Stage
    from mutuality.transition.templates import Reference

RISKS = 4


def benefits(m: Material) -> Iterator[Block]:
    """The register of benefits, with a baseline beside each."""
    yield Heading("Benefits to promise", 2, "benefits")
    if m.benefits is None:
        yield Paragraph(f"Benefits register: {NOT_SUPPLIED}.")
        return
    yield Paragraph(
        f"What to promise if the board chooses **{m.title(m.benefits.option)}**. Targets are for "
        "the board to set; what nobody has set says so. A benefit counts as delivered only against "
        "what would have happened anyway."
    )
    yield Table(
        "Benefits register",
        ("Benefit", "Baseline", "Target", "By", "Owner", "Judged against", "Standing"),
        [_benefit(m, benefit) for benefit in m.benefits.benefits],
        note=HOW,
    )


def risks(m: Material) -> Iterator[Block]:
    """What is known to go wrong with the options that are still in play."""
    yield Heading("Risks", 2, "risks")
    rows: list[tuple[str, str, str]] = []
    if m.journey is not None and m.recommended is not None:
        title = m.recommended.title
        rows.append((title, m.journey.warning, m.journey.warning_source))
    for name in m.appraisal.verdict.options:
        option = m.option(name)
        held = m.models.get(option.model)
        known = [] if held is None else [r for r in held.risks if r.status != "not-found"]
        rows += [(option.title, risk.stated, risk.source) for risk in known[:RISKS]]
        if not known and not m.case.option(name).is_business_as_usual:
            rows.append(
                (option.title, "What goes wrong with this kind of change is not known.", "")
            )
        rows += [
            (option.title, gate.stated, gate.source)
            for gate in option.gates
            if gate.decision in ("condition", "to-check")
        ]
    unique = list(dict.fromkeys(rows))
    if unique:
        yield Table("Risks, and where they are known from", ("Option", "Risk", "Source"), unique)
    else:
        yield Paragraph(f"Risks of the options: {NOT_SUPPLIED}.")


def staff(m: Material) -> Iterator[Block]:
    """What staff said, and what their vote can and cannot do."""
    yield Heading("What staff said", 2, "staff")
    if m.mandate is None:
        yield Paragraph("No ballot of staff has been held on this appraisal.")
        return
    result = m.mandate.result
    yield Callout(
        "note",
        "The ballot carries" if m.mandate.carries else "The ballot does not carry",
        m.mandate.statement,
    )
    yield Bullets(
        [
            f"Question: {result.question.text}",
            f"Asked of: {result.question.electorate}. Open from {day(result.opened)} to "
            f"{day(result.closed)}. The threshold was fixed on {day(result.question.fixed)}.",
            f"The appraisal that staff voted on is sealed {m.mandate.appraisal.short}.",
            *result.working,
            *filter(None, [result.secrecy]),
        ]
    )


def next_steps(m: Material) -> Iterator[Block]:
    """What to do, the most easily undone first; then the dated plan."""
    yield Heading("Next steps, the most reversible first", 2, "next-steps")
    yield Bullets(list(_steps(m)), numbered=True)
    if m.journey is not None:
        yield from _journey(m, m.journey)


def _steps(m: Material) -> Iterator[str]:
    verdict = m.appraisal.verdict
    for line in m.appraisal.missing:
        yield f"Supply what is missing. {line}"
    if verdict.kind == "unscored":
        yield from verdict.conditions
    yield "Seal the protocol for judging the benefits, before the change starts."
    if m.mandate is None:
        yield "Ask staff, in an advisory ballot on this appraisal. It binds nobody."
    chosen = m.recommended
    if m.journey is not None and chosen is not None:
        first = m.journey.stages[0]
        yield (
            f"Begin **{chosen.title}** with its first stage, {lower(first.title)}, by "
            f"{month(first.ends)}. Owner: {first.owner}. Way back: {first.way_back}"
        )
    elif chosen is not None and m.case.option(chosen.id).is_business_as_usual:
        yield "Carry on as now, with a date to look again."
    elif chosen is not None:
        yield f"Begin **{chosen.title}**. To undo it later: {lower(UNDO[chosen.ease_rank])}."
    rest = [m.option(name) for name in verdict.options if chosen is None or name != chosen.id]
    for option in sorted(rest, key=lambda option: -option.ease_rank):
        yield (
            f"Keep **{option.title}** open; do not start it yet. To undo it later: "
            f"{lower(UNDO[option.ease_rank])}."
        )


def _journey(m: Material, journey: Journey) -> Iterator[Block]:
    yield Heading(f"The plan: {lower(journey.title)}", 3, "journey")
    yield Paragraph(
        f"Dates are likely ones, from a start in {month(journey.starts)}, with the range that we "
        f"think possible. They are judgements by {journey.author}, {day(journey.judged)}."
    )
    yield Table(
        "Stages and gates",
        ("Stage", "Likely end (range)", "Owner", "Gate, and who decides", "Evidence asked for"),
        [_stage(journey, stage) for stage in journey.stages],
    )
    if journey.deadlines:
        yield Bullets(
            [
                f"**{d.title} by {day(d.due)}.** {d.rule.text if d.rule else ''}"
                f"{' That day is already past when the plan starts.' if d.is_missed else ''}"
                for d in journey.deadlines
            ]
        )
    rules = {a.rule.id: a.rule for s in journey.stages for a in s.gate.asks if a.rule}
    if rules:
        yield Paragraph("Rules that the gates rest on, as in force on their planned day:")
        yield Bullets(
            [_checked(rule.standing, f"{rule.text} {rule.source}.") for rule in rules.values()]
        )
    cases = [reference for stage in journey.stages for reference in stage.references]
    if cases:
        yield Paragraph("How long such stages took elsewhere:")
        yield Bullets([_checked(case.standing, _took(case)) for case in cases])


def _took(case: Reference) -> str:
    took = f": {counted(case.months, 'month')}" if case.months else ""
    return f"{case.case}{took}. Source: {case.source}."


def _stage(journey: Journey, stage: Stage) -> tuple[str, ...]:
    gate = stage.gate
    asked = "; ".join(asked.title for asked in gate.asks)
    note = f" {gate.note}" if gate.note else ""
    return (
        f"{stage.title} ({lower(journey.state(stage.id))})",
        f"{month(stage.ends)} ({month(stage.earliest)} to {month(stage.latest)})",
        stage.owner,
        f"{gate.title}. Decides: {gate.decided_by}.{note}",
        f"{asked}.",
    )


def _benefit(m: Material, benefit: Benefit) -> tuple[str, ...]:
    held, measure = benefit.baseline, benefit.measure
    mark = MARK if m.is_old(measure) else ""
    return (
        benefit.title,
        f"{level(measure, held.value)}, {held.period}{mark}" if held else NOT_SUPPLIED,
        "not set" if benefit.target is None else level(measure, benefit.target),
        "not set" if benefit.due is None else month(benefit.due),
        benefit.owner,
        benefit.counterfactual,
        benefit.status.capitalize(),
    )


def _checked(standing: str, text: str) -> str:
    return text if standing == "found" else f"Not checked: {text}"
