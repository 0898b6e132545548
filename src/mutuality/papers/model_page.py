"""One way of working together, whole.

In:    a model of the catalogue, findings, dated rules, changes on the register, and a date.
Out:   a Document with every statement, its source and its standing.
Never: a statement that nobody checked shown as fact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.evidence import select, strength
from mutuality.papers.board.words import UNDO, day
from mutuality.papers.catalogue import examples, points, reading, rules, strengths, unchecked
from mutuality.papers.conflicts import conflicts
from mutuality.papers.degrees import WHOLE, degree_figure
from mutuality.papers.document import Block, Bullets, Document, Heading, Paragraph, Table
from mutuality.papers.evidence_page import ADVICE, NOBODY
from mutuality.papers.finding_words import DOMAINS, address

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from mutuality.appraisal.gates import Rule
    from mutuality.evidence import Finding
    from mutuality.register import Change, Model
    from mutuality.register.facts import Reference

LISTS = (
    ("What makes it work", "success_factors"),
    ("Risks", "risks"),
    ("Skills it needs", "skills"),
    ("Examples here", "examples_here"),
    ("Examples abroad", "examples_abroad"),
    ("Examples in other sectors", "examples_elsewhere"),
    ("Cautions", "cautions"),
)


def model_page(
    model: Model,
    *,
    at: dt.date,
    findings: Sequence[Finding] = (),
    gates: Sequence[Rule] = (),
    changes: Sequence[Change] = (),
) -> Document:
    """One model whole: every statement with its source and standing."""
    rows = [
        ("Vehicle", model.vehicle),
        ("Who answers for it", model.accountability),
        ("Time to set up", model.setup_time),
        ("Cost of setting up", model.cost),
        ("Undoing it", model.reversibility),
    ]
    blocks: list[Block] = [
        Paragraph(f"{model.definition.stated} ({model.definition.source})", "lead"),
        reading(),
        Heading("How much changes", anchor="degree"),
        degree_figure(model),
        Heading("What it takes", anchor="what"),
        Table(
            f"{model.title}: what it takes",
            ("Aspect", "What is known", "Source"),
            [(name, fact.stated, fact.source) for name, fact in rows],
        ),
    ]
    for title, field in LISTS:
        facts = getattr(model, field)
        blocks += [Heading(title, 3), Bullets([f"{f.stated} ({f.source})" for f in facts])]
    blocks += [
        Heading("What is known of it", anchor="evidence"),
        strengths([model], findings),
        *_reasons(model, findings),
        Heading("What stands in the way", anchor="gates"),
        *points(rules(model, gates, at)),
        Heading("On the register", anchor="register"),
        *points(examples(model, changes)),
        Heading("Sources", anchor="sources"),
        Bullets([_cited(source) for source in model.sources]),
    ]
    return Document(
        title=model.title,
        subtitle=f"A way of working together, {day(at)}",
        front=[
            ("Degree of change", f"{model.degree.total} of {WHOLE}"),
            ("To undo", UNDO[model.ease_rank]),
            ("Statements not checked", str(unchecked([model]))),
        ],
        blocks=blocks,
        footer=[ADVICE, f"As at {day(at)}."],
        keywords=(model.id,),
    )


def _reasons(model: Model, findings: Sequence[Finding]) -> Iterator[Block]:
    about = select(findings, model=model.id, verified_only=False)
    if not about:
        yield Paragraph(NOBODY)
    for domain, title in DOMAINS.items():
        held = [finding for finding in about if finding.domain == domain]
        if held:
            yield Heading(title, 3)
            yield Paragraph(" ".join(strength(held).reasons))
            yield Bullets([f"{finding.summary} {finding.note}".strip() for finding in held])
    for conflict in conflicts(findings, models=[model.id]):
        about_it = f"{model.title}, {DOMAINS[conflict.domain].lower()}"
        yield conflict.table(about_it)


def _cited(source: Reference) -> str:
    """The short name that facts cite, and the publication behind it."""
    whole = f"[{source.title}]({address(source.url)})" if source.url else source.title
    return f"{source.short}: {whole}"
