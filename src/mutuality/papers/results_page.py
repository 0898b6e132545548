"""The results of an appraisal as a page, for people who decide on a screen.

In:    the board paper of the appraisal, where people differ, and how ready the organisation is.
Out:   a Document that opens with the verdict and keeps what bears on the choice; and how each of
       its tables and charts was calculated.
Never: a number that is not in the paper, or an answer before who disagrees about it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mutuality.papers.board.provenance import METHODS
from mutuality.papers.board.words import HOW, counted
from mutuality.papers.document import Callout, Document, Figure, Heading, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mutuality.appraisal import Case, Difference
    from mutuality.papers.document import Block

ORDER = (
    "at-a-glance", "results", "who-disagrees", "differences", "what-would-change", "options",
    "evidence", "readiness", "problem", "how-calculated",
)  # fmt: skip
"""Sections in the order in which they stand on the page. The others are for the paper alone."""
KINDS = {
    "preference": "Which option comes first",
    "score": "What an option would do",
    "weight-between": "What matters, between groups",
    "weight-within": "What matters, within a group",
    "alone": "One voice alone",
    "silent": "Nobody has spoken",
    "set-aside": "Kept, but not used",
}
READY = {
    "relationships": "Good relationships",
    "quality_focus": "A shared, measurable focus on quality",
    "culture": "Attention to culture",
    "leadership": "Leaders with the right skills",
    "capacity": "People with time to make the change",
}
WHY_POINTS = (
    "Points are rough, out of 100: what a group would lose by the option that comes first, how far "
    "apart two ranges lie times the weight of the criterion, or how far weights lie apart times "
    "how far the options lie apart. They say where to talk first, not how the answer would change."
)
WHY_READY = (
    "From −1 (stands in the way) to 1 (as good as it could be), as the case says. Readiness moves "
    "how much of what an option promises arrives. Where nobody has said, anything counts as "
    "equally likely."
)
EXPLAINED = (
    ("How often each option takes each place", ("Comes first", "Gates")),
    ("How the options compare", ("Comes first", "Points lost", "The verdict")),
    ("Where each option gains", ("Points", "Scores", "How much of a promise")),
    ("Cost over the years", ("Costs",)),
    ("What each group would put first", ("Weights", "Comes first")),
    ("Who comes first under each way", ("How much of a promise", "Comes first")),
    ("All the options", ("How much of a promise",)),
    ("Conditions", ("Gates",)),
    ("Where ", ("Today's figures", "Points")),
    ("Findings", ("Strength of evidence", "Scores")),
)
"""How the words above a table begin, and the methods that bear on it."""


def results_page(paper: Document, *, case: Case, differences: Sequence[Difference]) -> Document:
    """The page of an appraisal's results, from its board paper.

    `differences` are those of `appraisal.disagreements`, with the appraisal. Sections on benefits,
    risks, staff and next steps stay in the paper.
    """
    sections = _sections(paper.blocks)
    sections["differences"] = list(_differences(differences))
    sections["readiness"] = list(_readiness(case))
    # The verdict opens the page; said again under Results it would only push the picture down.
    sections["results"] = [one for one in sections["results"] if not isinstance(one, Callout)]
    blocks = [_without_link(block) for name in ORDER for block in sections.get(name, ())]
    return replace(paper, subtitle="", front=[], blocks=blocks)


def results_working(shown: Figure | Table) -> list[Block]:
    """How what a table or a chart of the page shows was calculated."""
    told = shown.subtitle if isinstance(shown, Figure) else shown.caption
    if told == DIFFERENCES:
        return [Paragraph(WHY_POINTS)]
    if told == READINESS:
        return [Paragraph(WHY_READY)]
    names: tuple[str, ...] = ()
    if "what it would do" in told:
        names = ("Scores", "Strength of evidence")
    elif " in, " in told:
        names = ("Gates", "Comes first", "Points lost", "The verdict")
    else:
        names = next((names for start, names in EXPLAINED if told.startswith(start)), names)
    if isinstance(shown, Figure) and not names:
        names = ("Today's figures",)
    wanted = [Paragraph(text) for name in names for text in METHODS if text[2:].startswith(name)]
    return [*wanted, Paragraph("[Every method, with versions, seed and seals](#how-calculated).")]


DIFFERENCES = "Where people differ, what most hangs on first"
READINESS = "How ready the organisation is"


def _sections(blocks: Sequence[Block]) -> dict[str, list[Block]]:
    found: dict[str, list[Block]] = {}
    name = ""
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            name = block.anchor
        found.setdefault(name, []).append(block)
    return found


def _differences(found: Sequence[Difference]) -> Iterator[Block]:
    yield Heading("Where people differ", 2, "differences")
    if not found:
        yield Paragraph(
            "Nothing to show: nobody answered before this was appraised, or all who did agree."
        )
        return
    yield Paragraph(
        f"{counted(len(found), 'thing')} that people see differently, or that one person alone "
        "has seen to. Talk about the first ones first."
    )
    yield Table(
        DIFFERENCES,
        ("What it is about", "What they say", "Points that hang on it"),
        [
            (KINDS[one.kind], one.words, "" if one.points is None else f"{one.points:.0f}")
            for one in found
        ],
        frozenset({"Points that hang on it"}),
    )


def _readiness(case: Case) -> Iterator[Block]:
    yield Heading("How ready the organisation is", 2, "readiness")
    held: Mapping[str, Any] = case.readiness.model_dump()
    yield Table(
        READINESS,
        ("What it takes", "From", "To"),
        [(words, *_ends(held[name])) for name, words in READY.items()],
    )


def _ends(pair: Sequence[float] | None) -> tuple[str, str]:
    if pair is None:
        return "nobody has said", ""
    low, high = (f"{value:g}".replace("-", "−") for value in pair)
    return low, high


def _without_link(block: Block) -> Block:
    """A table without the link to the methods: on the page they stand right under it."""
    if isinstance(block, Table) and HOW in block.note:
        return replace(block, note=block.note.replace(HOW, "").strip())
    return block
