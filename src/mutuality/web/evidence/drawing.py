"""The charts and tables of the evidence pages, as papers.

In:    a choice of findings.
Out:   Drawn: forest plots, claims that disagree, and all findings as a table.
Never: our own effect without its mark, or a chart of more than one page can draw in two seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mutuality.base import OGL
from mutuality.stores import own_effects, shipped
from mutuality.web.evidence import held
from mutuality.web.published import register, remembered, store, today

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mutuality.evidence import Finding
    from mutuality.papers import Claim, Document, Own
    from mutuality.web.evidence.choosing import Chosen

MOST_DRAWN = 10
"""Findings that a page draws beyond one model in one domain: about a second and a half."""
OURS = f"Source: our own evaluations, on published NHS figures. {OGL}"
TABLE_COLUMNS = (
    "Finding", "Outcome", "Models", "Domain", "Result", "Direction", "Design", "Size", "Setting",
    "Last year of data", "Strength on its own", "Bear in mind", "Note", "Source",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawn:
    """Charts, tables of claims that disagree, and what our own figures cannot tell."""

    charts: Document
    conflicts: Document
    unanswered: tuple[str, ...] = ()

    def whole(self, table: Document) -> Document:
        """All of it as one paper, so that every file has a name of its own."""
        blocks = [*self.charts.blocks, *self.conflicts.blocks, *table.blocks]
        return replace(table, blocks=blocks)


def is_drawn(chosen: Chosen, claims: Sequence[Claim]) -> bool:
    """Whether the page shows charts: for one model and domain, or for few findings."""
    return chosen.is_cell or (0 < len(claims) <= MOST_DRAWN and not chosen.is_everything)


def drawn(chosen: Chosen) -> Drawn:
    """The charts and conflicts of a choice, drawn once for each load of data."""
    claims = chosen.claims()
    names = ",".join(claim.id for claim in claims)
    scope = (chosen.model, chosen.domain, chosen.own, is_drawn(chosen, claims))
    return remembered("evidence drawn", names, scope, make=lambda: _draw(chosen, claims))


def _draw(chosen: Chosen, claims: Sequence[Claim]) -> Drawn:
    from mutuality.papers import conflicts, evidence_page  # noqa: PLC0415 - a second to import

    defaults = shipped.defaults()
    own: tuple[Own, ...] = ()
    unanswered: tuple[str, ...] = ()
    if chosen.own:
        measure = held.OWN_MEASURES[chosen.domain]
        own, unanswered = own_effects(store(), [chosen.own], measures=[measure])
    studies = [claim.study for claim in claims if claim.study]
    models = [chosen.model] if chosen.model not in ("", held.GENERAL) else []
    blocks: list[Any] = []
    if is_drawn(chosen, claims):
        page = evidence_page(
            studies,
            at=today(),
            forms=models,
            domain=chosen.domain or None,
            own=own,
            prior=defaults.prior,
            bias=defaults.bias_of_findings,
            models=register().models,
        )
        blocks = list(_charts(page, is_cell=chosen.is_cell))
    found = conflicts(studies, own=own, models=models, domain=chosen.domain or None)
    return Drawn(
        paper_of("Charts", blocks),
        paper_of("Where claims disagree", [block for one in found for block in _faced(one)]),
        unanswered,
    )


def charts_of(study: Finding) -> Document:
    """The picture of one finding alone."""
    from mutuality.papers import evidence_page  # noqa: PLC0415 - as above

    page = evidence_page([study], at=today(), models=register().models)
    return paper_of(study.outcome, list(_charts(page, is_cell=True)))


def paper_of(title: str, blocks: Sequence[Any]) -> Document:
    """A paper of blocks alone, to stand inside a page."""
    from mutuality.papers import Document  # noqa: PLC0415 - as above

    return Document(title, "", [], blocks, [])


def _charts(page: Document, *, is_cell: bool) -> Iterator[Any]:
    """What follows the sections that open the page of evidence; one step down."""
    from mutuality.papers import Figure, Heading  # noqa: PLC0415 - as above

    opening = True
    for block in page.blocks:
        if isinstance(block, Heading) and block.level == 2:
            opening = block.anchor in ("glance", "disagree")
        if opening or (is_cell and not isinstance(block, Figure)):
            continue
        if isinstance(block, Heading):
            yield replace(block, level=3 if block.level == 2 else 4)
        else:
            yield block


def _faced(conflict: Any) -> Iterator[Any]:
    """The two sides of a conflict, and how they differ on record."""
    from mutuality.papers import Bullets, Heading, Paragraph  # noqa: PLC0415 - as above

    about = models_in_words(conflict.models, conflict.domain)
    yield Heading(about, 3)
    yield conflict.table(about)
    if conflict.differences:
        yield Paragraph("How the two sides differ, as recorded:")
        yield Bullets(conflict.differences)
    yield Paragraph("What to bear in mind, and sources:")
    yield Bullets(conflict.cautions)


def models_in_words(models: Sequence[str], domain: str) -> str:
    """`Acquisition and merger, care quality`."""
    known = held.titles()
    words = [known.get(model, model) for model in models]
    said = " and ".join([words[0], *(word.lower() for word in words[1:])])
    return f"{said}, {held.domains()[domain].lower()}"


def table_of(claims: Sequence[Claim], title: str) -> Document:
    """The findings as one table for a spreadsheet: everything that is on file of each."""
    from mutuality.papers import Table  # noqa: PLC0415 - as above

    known, domains = held.titles(), held.domains()
    rows = [
        (
            claim.id, claim.outcome, ", ".join(known[model] for model in claim.models),
            domains[claim.domain], claim.result, claim.direction, claim.design, claim.size,
            claim.setting, str(claim.year or ""), claim.strength, claim.standing, claim.note,
            claim.source,
        )
        for claim in claims
    ]  # fmt: skip
    note = "Strength is set by rule on each finding alone. Those not checked take no part in it."
    table = Table(title, TABLE_COLUMNS, rows, numeric=frozenset({"Last year of data"}), note=note)
    return paper_of(title, [table])
