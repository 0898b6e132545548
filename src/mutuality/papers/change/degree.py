"""How much a change changes: six dimensions from 0 to 4.

In:    the material of a page.
Out:   the section with its picture, or with a table where its kind is in no catalogue.
Never: a judgement without its author and date, or the default of a kind told as this change's own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mutuality.papers.board.words import day
from mutuality.papers.degrees import DIMENSIONS, MOST, degree_figure
from mutuality.papers.document import Block, Heading, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutuality.papers.change.material import Material


def how_much(m: Material) -> Iterator[Block]:
    """The profile, and whether it was judged for this change or for its kind."""
    yield Heading("How much it changed", 2, "degree")
    own, model = m.change.degree, m.around.model
    if own is not None:
        yield Paragraph("Judged for this change itself. A judgement, not a finding.")
        if model is not None:
            yield degree_figure(replace(model, degree=own, title=m.change.title))
        else:
            rows = zip(DIMENSIONS.values(), map(str, own.scores), strict=True)
            yield Table(
                f"From 0 (nothing) to {MOST} (all of it), by {own.author}, {day(own.date)}",
                ("Dimension", "Degree"),
                [*rows, ("All six", str(own.total))],
                frozenset({"Degree"}),
            )
    elif model is not None:
        yield Paragraph(
            "Nobody has judged this change itself. What stands here is the default of its kind in "
            f"the catalogue of models ({model.title}): a judgement, not a finding."
        )
        yield degree_figure(model)
    else:
        yield Paragraph(
            "Nobody has judged how much this change changed, and its kind has no default profile."
        )
