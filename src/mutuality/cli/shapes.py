"""Register entries and findings as plain data and as words on a screen.

In:    changes, models and findings.
Out:   dictionaries for JSON, lines for people.
Never: a statement without its standing where nobody checked it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mutuality.base import Refusal, canonical

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from mutuality.cli.desk import Desk
    from mutuality.evidence import Finding
    from mutuality.register import Change, Model

STANDING = {"found": "", "background": " [not checked]", "not-found": " [not known]"}


def show_change(console: Console, change: Change) -> None:
    """One change, whole, for a person."""
    console.print(f"{change.id}  {change.title}", style="bold", markup=False)
    console.print(f"  standing    {STANDING[change.status].strip() or 'checked'}", markup=False)
    for name in ("form", "nature", "scale", "vehicle", "fate"):
        console.print(f"  {name:<11} {getattr(change, name) or 'not known'}", markup=False)
    for name in ("announced", "effective", "ended"):
        when = getattr(change, name)
        console.print(f"  {name:<11} {when.stated if when else 'not known'}", markup=False)
    for party in change.parties:
        code = f" ({party.code})" if party.code else ""
        mark = STANDING[party.status]
        console.print(f"  {party.role:<11} {party.name}{code}{mark}", markup=False)
    for fact in change.facts:
        console.print(f"  - {fact.text}{STANDING[fact.status]}", markup=False)


def show_model(console: Console, model: Model) -> None:
    """One model, whole, for a person."""
    console.print(f"{model.id}  {model.title}", style="bold", markup=False)
    for name, fact in (
        ("what it is", model.definition),
        ("vehicle", model.vehicle),
        ("who answers", model.accountability),
        ("set-up time", model.setup_time),
        ("cost", model.cost),
        ("undoing it", model.reversibility),
    ):
        console.print(f"  {name:<12} {fact.text}{STANDING[fact.status]}", markup=False)
    scores = ", ".join(
        f"{name.replace('_', ' ')} {getattr(model.degree, name)}"
        for name in (
            "accountability",
            "legal_entity",
            "leadership",
            "employer",
            "estate_it",
            "service",
        )
    )
    console.print(
        f"  degree       {scores}: {model.degree.total} of 24, "
        f"by {model.degree.author}, {model.degree.date}",
        markup=False,
    )
    for name, facts in (
        ("what makes it work", model.success_factors),
        ("risks", model.risks),
        ("skills", model.skills),
        ("here", model.examples_here),
        ("abroad", model.examples_abroad),
        ("other sectors", model.examples_elsewhere),
        ("cautions", model.cautions),
    ):
        console.print(f"  {name}:", markup=False)
        for fact in facts:
            console.print(f"    - {fact.text}{STANDING[fact.status]}", markup=False)


def evidence_about(
    *, form: str | None, domain: str | None, verified: bool, strong: bool
) -> tuple[Finding, ...]:
    """The findings asked for. Raises Refusal CLI-006 for a model or domain that none is about."""
    from mutuality.evidence import select
    from mutuality.stores import shipped

    every = shipped.findings()
    models = sorted({model for finding in every for model in finding.models})
    domains = sorted({finding.domain for finding in every})
    for name, value, allowed in (("--form", form, models), ("--domain", domain, domains)):
        if value is not None and value not in allowed:
            raise Refusal(
                "CLI-006",
                f"'{value}' is not something {name} can be.",
                f"Use one of: {', '.join(allowed)}.",
                where=name,
            )
    found = select(every, model=form, domain=domain, verified_only=verified)
    if strong:
        from mutuality.papers import is_strong

        found = tuple(finding for finding in found if is_strong(finding))
    return found


def show_evidence(
    desk: Desk, found: Sequence[Finding], *, form: str | None, domain: str | None
) -> None:
    """Findings by model and domain, with the label of their strength and why."""
    from mutuality.evidence import strength

    label = strength(found)
    data = {
        "form": form,
        "domain": domain,
        "strength": json.loads(canonical(label)),
        "findings": [json.loads(canonical(finding)) for finding in found],
    }

    def show(console: Console) -> None:
        console.print(f"Evidence strength: {label.label}", style="bold", markup=False)
        for reason in label.reasons:
            console.print(f"  {reason}", markup=False)
        for finding in found:
            console.print(f"- {finding.summary}", markup=False)
            if finding.note:
                console.print(f"    {finding.note}", markup=False)
            console.print(
                f"    {finding.design}, {finding.setting}; {finding.citation} [{finding.id}]",
                markup=False,
                style="dim",
            )
        if not found:
            console.print("No finding is held for this. That is an answer, not a gap to fill.")

    desk.emit(data, show)


def effect_words(found: Any) -> str:
    """An effect or a reason, in the measure's own words and units, with its main cautions."""
    from mutuality.outcomes import REGISTRY

    if not hasattr(found, "measure"):
        return f"Not enough data to say: {found.reason}."
    what = REGISTRY.get(found.measure)
    title = what.title if what else found.measure
    if not hasattr(found, "smallest_seen"):
        return f"{title}: {found.sentence[0].lower()}{found.sentence[1:]}"
    times, unit = (100, " percentage points") if what and what.unit == "share" else (1, "")
    low, high = (f"{times * bound:+.2g}" for bound in found.interval)
    seen = f"{times * found.smallest_seen:.2g}{unit}"
    sign = f"{times * found.estimate:+.2g}{unit}" if found.stands_out else "no sign of an effect"
    return (
        f"{title}: {sign} ({low} to {high}{unit}; one of {seen} would have shown). "
        f"Exploratory, grade {found.grade}."
    )
