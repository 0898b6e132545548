"""How every number came about, and how somebody else can work it out again.

In:    the material of a paper.
Out:   the appendix: methods in plain words, seals, versions, seed, sources, studies.
Never: a method named without saying what it does.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mutuality.papers.board.evidence import cited
from mutuality.papers.board.words import counted, day, short_source
from mutuality.papers.document import Block, Bullets, Heading, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mutuality.evidence import Finding
    from mutuality.papers.board.material import Material

METHODS = (
    "**Today's figures** are the publishers' own. Predecessors of a merged trust are added up "
    "before their merger. Each table and chart names its source and its last period.",
    "**Gates** come before scores. A gate that shuts an option out cannot be outweighed by points. "
    "A gate that nobody checked never shuts anything out; it asks to be checked.",
    "**Scores** from studies combine the studies that can be put as a number for this case, with "
    "an allowance for bias and for differences between places. Everything else is somebody's "
    "judgement: low, likely and high, with author and reason. No effect is ever made up.",
    "**How much of a promise arrives** depends on how much the option changes and how ready the "
    "organisation is. That is a judgement with an author, not a finding, and the answer is shown "
    "with it halved, doubled and switched off.",
    "**Points** run from 0 at the worst level stated in the case to 100 at the best.",
    "**Weights** are drawn from the range that each group gave for each criterion. Groups are not "
    "averaged into one: every draw belongs to one group.",
    "**Comes first** and **better than carrying on** count how often that happened over all the "
    "futures played out. They are rounded to 1 in 20 and put in words.",
    "**Points lost** is what an option gives up against whichever option turns out best in the "
    "same future: on average, in the worst tenth of futures, to the group that loses most, and "
    "under the least kind way to build the model.",
    "**The verdict** follows a rule fixed beforehand. Options that cannot be told apart are called "
    "level, and then the most easily undone of them is named.",
    "**Strength of evidence** starts from the best study design and goes down a step for each "
    "weakness. It is not GRADE: our starting points are finer.",
    "**Costs** are discounted, include an allowance for optimism, and are kept apart from points.",
)
NAMES = {
    "mutuality": "Version of Mutuality",
    "numpy": "Version of NumPy",
    "scipy": "Version of SciPy",
    "schema_version": "Version of the case's format",
    "seed": "Seed of the random draws",
    "draws": "Number of draws",
    "case_seal": "Seal of the case",
    "findings_seal": "Seal of the findings",
    "gates_seal": "Seal of the gates",
}

PLACES = {
    "same-system": "NHS",
    "tax-funded": "another tax-funded system",
    "us": "United States",
    "other-sector": "another sector",
    "international": "several countries",
}


def how_calculated(m: Material) -> Iterator[Block]:
    """The appendix that every "How was this calculated?" leads to."""
    provenance = m.appraisal.provenance
    yield Heading("How was this calculated?", 2, "how-calculated")
    yield Bullets(METHODS)
    yield Heading("What went in", 3, "inputs")
    yield Table(
        "Versions, seed and seals",
        ("What", "Value"),
        [
            ("Seal of this appraisal", str(m.appraisal.seal)),
            *((words, str(provenance[name])) for name, words in NAMES.items()),
            *_defaults(provenance["defaults"]),
            ("Date of the case", day(m.case.head.date)),
            ("Date of this paper", day(m.at)),
        ],
        note="The same case, data, seed and version give the same verdict on any machine. A seal "
        "changes with any change to what it seals.",
    )
    if m.inputs:
        yield Heading("The figures, one by one", 3, "figures-one-by-one")
        yield Bullets(m.inputs)
    if m.appraisal.notes:
        yield Heading("What to know when reading this", 3, "notes")
        yield Bullets(m.appraisal.notes)
    yield Heading("Sources of the figures", 3, "sources")
    yield Bullets(_sources(m) or ["No published figure was supplied."])
    yield from _studies(m)


def _defaults(defaults: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    when = day(dt.date.fromisoformat(defaults["date"]))
    judged = f"{defaults['author']}, {when}. {defaults['reason']}"
    yield "Default numbers that nobody measured", judged
    yield "Seal of the default numbers", defaults["seal"]


def _sources(m: Material) -> list[str]:
    if m.sources:
        return [source.attribution for source in m.sources]
    named = {
        f"{c.name}: {short_source(m.appraisal.baselines[c.measure].source)}."
        for c in m.case.criteria
        if c.measure and c.measure in m.appraisal.baselines
    }
    return sorted(named)


def _studies(m: Material) -> Iterator[Block]:
    yield Heading("Studies", 3, "studies")
    found = cited(m)
    if not found:
        yield Paragraph("No study on file bears on the options that go on.")
        return
    used = {name for cell in m.appraisal.cells.values() for name in cell.findings}
    unused = {name: why for cell in m.appraisal.cells.values() for name, why in cell.unused}
    checked = sum(finding.verified for finding in found)
    yield Paragraph(
        f"{counted(len(found), 'finding')} on the options that go on; {checked} were checked at "
        "their source. The others are shown so that nobody need look for them, not as facts."
    )
    yield Table(
        "Findings",
        ("Id", "What was found", "Design and place", "Study", "Used as a number here"),
        [_study(finding, used, unused) for finding in found],
    )


def _study(finding: Finding, used: set[str], unused: Mapping[str, str]) -> tuple[str, ...]:
    why = unused.get(finding.id, "nothing in the case asks it")
    address = f"https://doi.org/{finding.link}" if finding.link.startswith("10.") else finding.link
    address = address.replace("(", "%28").replace(")", "%29")  # brackets end a link
    link = f"[{finding.citation}]({address})" if finding.link else finding.citation
    return (
        finding.id,
        finding.summary,
        f"{finding.design}, {PLACES[finding.setting]}",
        link,
        "Yes" if finding.id in used else f"No: {why}",
    )
