"""What each option would do, what that rests on, and how strong it is.

In:    the material of a paper.
Out:   a section with one part for each option that goes on.
Never: a judgement that looks like evidence, or a finding nobody checked that looks like a fact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.evidence import Finding, select
from mutuality.papers.board.words import HOW, counted, effect
from mutuality.papers.document import Block, Bullets, Heading, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutuality.appraisal import Cell
    from mutuality.appraisal.result import OptionResult
    from mutuality.papers.board.material import Material

MOST = 5


def evidence(m: Material) -> Iterator[Block]:
    """The evidence for each option, with strength and sources."""
    yield Heading("The evidence, option by option", 2, "evidence")
    cells = [m.appraisal.cell(o.id, c.id) for o in m.inside for c in m.case.criteria]
    counts = {basis: sum(cell.basis == basis for cell in cells) for basis in BASES}
    yield Paragraph(
        f"Of {counted(len(cells), 'score')}, {counts['evidence']} rest on published studies, "
        f"{counts['judgement']} on judgement and {counts['figure']} on today's figure carried "
        f"forward; {counts['unscored']} are missing. Strength runs from High to Very low, by rule."
    )
    for option in m.inside:
        yield Heading(option.title, 3)
        yield Table(
            f"{option.title}: what it would do",
            ("Criterion", "Likely (low to high)", "Rests on", "Strength of evidence", "Why"),
            [_row(m, m.appraisal.cell(option.id, c.id)) for c in m.case.criteria],
            note=HOW,
        )
        yield from _studies(m, option)


def cited(m: Material) -> tuple[Finding, ...]:
    """Every finding that bears on an option that goes on, in the domains of the case."""
    models = {option.model for option in m.inside}
    domains = {criterion.domain for criterion in m.case.criteria}
    return tuple(
        finding
        for finding in m.findings
        if models & set(finding.models) and finding.domain in domains
    )


BASES = {
    "evidence": "Published studies",
    "judgement": "Judgement",
    "figure": "Today's figure",
    "unscored": "Nothing yet",
}


def _row(m: Material, cell: Cell) -> tuple[str, ...]:
    rests = BASES[cell.basis]
    if cell.basis == "judgement":
        rests = f"Judgement: {cell.author}"
    strength: str = cell.strength.label if cell.basis == "evidence" else "None"
    if cell.basis != "evidence" and cell.context.label != "None":
        strength += f". Studies of this model are {cell.context.label}; a judgement stands here"
    why = "See the studies below." if cell.basis == "evidence" else cell.reason
    return (m.case.criterion(cell.criterion).name, effect(m.case, cell), rests, strength, why)


def _studies(m: Material, option: OptionResult) -> Iterator[Block]:
    domains = {criterion.domain for criterion in m.case.criteria}
    about = [
        finding
        for finding in select(m.findings, model=option.model, verified_only=False)
        if finding.domain in domains
    ]
    if not about:
        yield Paragraph("No study on file bears on this option in these domains.", "small")
        return
    about.sort(key=lambda finding: (not finding.verified, finding.id))
    left = len(about) - MOST
    lines = [_told(finding) for finding in about[:MOST]]
    if left > 0:
        lines.append(f"[{counted(left, 'more study', 'more studies')}, at the end](#studies).")
    yield Paragraph("What studies of this kind of change found:")
    yield Bullets(lines)


def _told(finding: Finding) -> str:
    """A finding with what a reader must know before believing it."""
    note = f" {finding.note.rstrip('.')}." if finding.note else ""
    design = finding.design.replace("-", " ")
    return f"{finding.summary} Design: {design}.{note} {finding.citation}."
