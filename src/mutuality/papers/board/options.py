"""The problem with today's figures, and the options with what keeps each in or out.

In:    the material of a paper.
Out:   two sections.
Never: an option dropped without its reason, its source and what would have to change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.papers.ages import MARK
from mutuality.papers.board.words import (
    HOW,
    NOT_SUPPLIED,
    UNDO,
    counted,
    degree,
    level,
    lower,
    short_source,
)
from mutuality.papers.document import Block, Bullets, Callout, Heading, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mutuality.appraisal.gates import Decision
    from mutuality.appraisal.result import OptionResult
    from mutuality.papers.board.material import Material

TO_MEET = ("condition", "to-check")
DECISIONS: Mapping[Decision, str] = {
    "carried": "met",
    "preferred": "preferred",
    "answered": "answered by the case",
    "set-aside": "**set aside by the case**, though it would rule the option out",
}


def problem(m: Material) -> Iterator[Block]:
    """What is wrong, what the board wants, and where its figures stand."""
    yield Heading("The problem", 2, "problem")
    yield Paragraph(m.case.head.problem, "lead")
    yield Paragraph("What the board wants from a change:")
    yield Bullets([objective.title for objective in m.case.objectives])
    yield Table(
        f"Where {m.organisation or 'the service'} stood when last measured",
        ("Criterion", "Latest figure", "Period", "Worst to best", "Source"),
        [_today(m, criterion.id) for criterion in m.case.criteria],
        frozenset({"Latest figure"}),
        f"Worst earns 0 points and best earns 100. {HOW}",
    )
    for title, lines in (
        ("Some figures are out of date", m.appraisal.out_of_date),
        ("Some figures were not supplied", m.appraisal.missing),
    ):
        if lines:
            yield Callout("warning", title, " ".join(lines))
    if not m.figures:
        yield Paragraph("Charts of the organisation's own figures: not supplied.")
    yield from m.figures


def options(m: Material) -> Iterator[Block]:
    """Every option, then who is out and why, then what the others must meet."""
    yield Heading("The options, and what was ruled out", 2, "options")
    yield Paragraph(
        "The more an option changes, the more can go wrong on the way. How much each one changes "
        "is our judgement, on six scales from 0 to 4."
    )
    yield Table(
        "All the options",
        ("Option", "Model", "With", "Nature", "How much changes", "To undo"),
        [_option(m, option) for option in m.appraisal.options],
        note=HOW,
    )
    reasons = [
        f"{option.title}: {option.degree_reason}"
        for option in m.appraisal.options
        if option.degree_reason
    ]
    if reasons:
        yield Paragraph("Where an option changes more or less than its kind usually does:")
        yield Bullets(reasons)
    yield Heading("Ruled out, and why", 3, "ruled-out")
    if not m.outside:
        yield Paragraph("No option was ruled out by a gate.")
    for option in m.outside:
        yield from _ruled_out(option)
    yield from _to_meet(m)


def _to_meet(m: Material) -> Iterator[Block]:
    yield Heading("What the others must meet", 3, "conditions")
    held = [(option, gate) for option in m.inside for gate in option.gates]
    rows = [
        (option.title, gate.stated, gate.would_have_to_change, gate.source)
        for option, gate in held
        if gate.decision in TO_MEET
    ]
    if rows:
        yield Table("Conditions", ("Option", "Condition", "What it takes", "Source"), rows)
    else:
        yield Paragraph("No condition bears on the options that go on.")
    said = [
        f"{option.title}: {DECISIONS[gate.decision]}. {gate.stated}"
        for option, gate in held
        if gate.decision not in TO_MEET
    ]
    if said:
        yield Paragraph("What the case says of the other tests:")
        yield Bullets(said)


def _today(m: Material, name: str) -> tuple[str, ...]:
    criterion = m.case.criterion(name)
    measure = criterion.measure
    span = (
        f"{level(measure, criterion.worst.value)} ({criterion.worst.means}) to "
        f"{level(measure, criterion.best.value)} ({criterion.best.means})"
    )
    today = m.appraisal.baselines.get(measure) if measure else None
    if today is None:
        missing = NOT_SUPPLIED if measure else "no measure: described"
        return (criterion.name, missing, "", span, "")
    return (
        criterion.name,
        level(measure, today.value),
        today.period + (MARK if m.is_old(measure) else ""),
        span,
        short_source(today.source),
    )


def _option(m: Material, option: OptionResult) -> tuple[str, ...]:
    asked = m.case.option(option.id)
    model = m.models[option.model].title if option.model in m.models else option.model
    return (
        option.title,
        model,
        m.partners(option.id),
        (asked.nature or "not said").capitalize(),
        degree(option.degree),
        UNDO[option.ease_rank],
    )


def _ruled_out(option: OptionResult) -> Iterator[Block]:
    yield Heading(option.title, 4)
    lines = []
    for gate in option.gates:
        if gate.shuts_out:
            change = gate.would_have_to_change or "The case does not say."
            lines += [
                f"**{gate.title}.** {gate.reason}",
                f"What would have to change: {lower(change)}",
                f"Source: {gate.source}.",
            ]
    yield Bullets(lines)
    others = sum(gate.decision in ("condition", "to-check") for gate in option.gates)
    if others:
        yield Paragraph(
            f"It would also have to meet {counted(others, 'other condition')}.", "small"
        )
