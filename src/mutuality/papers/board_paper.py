"""The board paper: one problem, every option, and an answer that may abstain.

In:    an appraisal, and whatever stands around it: charts, a plan, promises, a ballot.
Out:   a Document whose first page can be read alone.
Never: an absence left unsaid: what nobody supplied is printed as "not supplied".
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from mutuality.base import OGL, Refusal
from mutuality.papers.board.evidence import evidence
from mutuality.papers.board.glance import at_a_glance, front_sheet
from mutuality.papers.board.material import FrontSheet, Material
from mutuality.papers.board.options import options, problem
from mutuality.papers.board.promises import benefits, next_steps, risks, staff
from mutuality.papers.board.provenance import how_calculated
from mutuality.papers.board.results import results, what_would_change, who_disagrees
from mutuality.papers.board.words import day
from mutuality.papers.document import Document

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from mutuality.appraisal import Appraisal
    from mutuality.base import Source
    from mutuality.evidence import Finding
    from mutuality.governance import Mandate
    from mutuality.papers.document import Figure
    from mutuality.register import Model
    from mutuality.transition import BenefitsRegister, Journey

ADVICE = "Decision support, not legal, financial or HR advice."
SECTIONS = (
    at_a_glance,
    problem,
    options,
    evidence,
    results,
    who_disagrees,
    what_would_change,
    benefits,
    risks,
    staff,
    next_steps,
    how_calculated,
)


def board_paper(
    appraisal: Appraisal,
    *,
    at: dt.date,
    organisation: str,
    findings: Sequence[Finding] = (),
    models: Mapping[str, Model] | None = None,
    figures: Sequence[Figure] = (),
    sources: Sequence[Source] = (),
    journey: Journey | None = None,
    benefits: BenefitsRegister | None = None,
    mandate: Mandate | None = None,
    front: FrontSheet | None = None,
    names: Mapping[str, str] | None = None,
    inputs: Sequence[str] = (),
) -> Document:
    """The paper for one appraisal, dated `at`.

    `organisation` is the name to print, empty where the case is about no body with a name.
    `figures` are charts of its own figures, `inputs` the working of each figure with file, sheet
    and row. `names` gives the names of partners by their code.
    `journey` and `benefits` must be for the option that the verdict recommends, and `mandate` for
    this appraisal. Raises PAP-023 where they are not.
    """
    material = Material(
        appraisal=appraisal,
        at=at,
        organisation=organisation,
        findings=findings,
        models=models or {},
        figures=figures,
        sources=sources,
        journey=journey,
        benefits=benefits,
        mandate=mandate,
        front=front or FrontSheet(),
        names=names or {},
        inputs=inputs,
    )
    _check(material)
    head = appraisal.case.head
    return Document(
        title=head.title,
        subtitle=", ".join(filter(None, ("Board paper", organisation, day(at)))),
        front=front_sheet(material),
        blocks=list(chain.from_iterable(section(material) for section in SECTIONS)),
        footer=[
            f"{head.notice} {ADVICE}" if head.notice else ADVICE,
            f"Paper of {day(at)} on the appraisal sealed {appraisal.seal.short} of the case "
            f"{head.id}. Made with Mutuality {appraisal.provenance['mutuality']}.",
            OGL,
        ],
        keywords=("options appraisal", *dict.fromkeys(o.model for o in appraisal.options)),
    )


def _check(m: Material) -> None:
    chosen = m.recommended
    if m.journey is not None and (chosen is None or chosen.model != m.journey.model):
        raise _mismatch("plan", m.journey.model, chosen.model if chosen else "nothing")
    if m.benefits is not None and (chosen is None or chosen.id != m.benefits.option):
        raise _mismatch("benefits register", m.benefits.option, chosen.id if chosen else "nothing")
    if m.mandate is not None and m.mandate.appraisal != m.appraisal.seal:
        raise _mismatch("ballot", m.mandate.appraisal.short, m.appraisal.seal.short)


def _mismatch(what: str, given: str, wanted: str) -> Refusal:
    return Refusal(
        "PAP-023",
        f"The {what} is for '{given}', but this paper is about '{wanted}'.",
        f"Give a {what} that belongs to this appraisal and its recommendation, or leave it out.",
        where=what,
    )
