"""What every page about the models says in the same way.

In:    models, findings, dated rules and changes of the register.
Out:   how to read the page, strength by domain, rules in force, examples, counts of what nobody
       checked.
Never: a rule that is not in force at the date, or an example that nobody checked told as fact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.evidence import select, strength
from mutuality.papers.board.words import counted
from mutuality.papers.document import Block, Bullets, Callout, Paragraph, Table
from mutuality.papers.finding_words import DOMAINS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from mutuality.appraisal.gates import Rule
    from mutuality.evidence import Finding
    from mutuality.register import Change, Model

MOST_EXAMPLES = 5
SCOPES = {
    "any": "in any case",
    "whole-organisation": "for a whole organisation",
    "service": "for a service",
}


def reading() -> Callout:
    """What a reader must know first."""
    return Callout(
        "note",
        "How to read this page",
        "No model suits everyone, and nothing here is in order of merit. Degrees of change and how "
        "easily a model is undone are judgements with an author and a date. \"Not checked\" means "
        "that nobody has read it at a source; \"not known\" means that nothing was "
        "found, or that nobody has looked yet.",
    )  # fmt: skip


def strengths(models: Sequence[Model], findings: Sequence[Finding]) -> Table:
    """How strong the evidence is, by model and domain, on checked findings alone."""
    return Table(
        "Strength of evidence, and how many checked findings it rests on",
        ("Model", *DOMAINS.values()),
        [
            (model.title, *(_label(findings, model.id, domain) for domain in DOMAINS))
            for model in models
        ],
        note="Strength says how sure the findings are, not whether they favour the model. None: "
        "no checked study bears on it.",
    )


def _label(findings: Sequence[Finding], model: str, domain: str) -> str:
    found = strength(select(findings, model=model, domain=domain))
    number = len(found.findings)
    return f"{found.label} ({counted(number, 'finding')})" if number else "None"


def rules(model: Model, gates: Sequence[Rule], at: dt.date) -> list[str]:
    """Dated rules that bear on the model, in force at the date."""
    held = [
        rule
        for rule in gates
        if model.id in rule.models
        and (rule.since is None or rule.since <= at)
        and (rule.until is None or at <= rule.until)
    ]
    return [
        f"{'Not checked: ' if rule.status == 'background' else ''}**{rule.title}** "
        f"({'rules it out' if rule.effect == 'reject' else 'to be met on the way'}; "
        f"{SCOPES[rule.scope]}). {rule.reason} Source: {rule.source}."
        for rule in held
    ] or ["No rule on file bears on it."]


def examples(model: Model, changes: Sequence[Change]) -> list[str]:
    """How many changes of this form are registered; then a few, the checked ones first."""
    held = [change for change in changes if change.form == model.id]
    if not held:
        return ["No change of this form is on the register."]
    checked = sum(change.status == "found" for change in held)
    ranked = sorted(held, key=lambda change: change.status != "found")
    said = [f"{counted(len(held), 'change')} on the register, {checked} checked at a source."]
    said += [
        f"{'' if change.status == 'found' else 'Not checked: '}{change.title}"
        f"{f', {change.dated.stated}' if change.dated else ', date not known'}. "
        f"What became of it: {change.fate.replace('unknown', 'not known')}."
        for change in ranked[:MOST_EXAMPLES]
    ]
    return said


def points(lines: Sequence[str]) -> Iterator[Block]:
    """One line as a sentence, several as a list."""
    yield Bullets(lines) if len(lines) > 1 else Paragraph(lines[0])


def unchecked(models: Sequence[Model]) -> int:
    """How many statements about the models nobody has checked."""
    return sum(not fact.is_checked for model in models for fact in model.facts)
