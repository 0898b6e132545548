"""A change's page: who became whom, what was promised, what happened, what could have been seen.

In:    a registered change, its comparisons if any were made, and what is held around it.
Out:   a Document whose first screen answers at once.
Never: an entry that nobody checked told as a fact, or a comparison told as a cause.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from mutuality.base import Refusal
from mutuality.papers.change.answer import front, opening, sentence
from mutuality.papers.change.before import before_and_after
from mutuality.papers.change.beside import beside
from mutuality.papers.change.degree import how_much
from mutuality.papers.change.lives import who_became_whom
from mutuality.papers.change.material import Around, Material
from mutuality.papers.change.seen import smallest_seen
from mutuality.papers.change.unsettled import unsettled
from mutuality.papers.change.working import footer, how_calculated, record, sources
from mutuality.papers.document import Document

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mutuality.evaluation import Effect, NotEnough
    from mutuality.register import Change

SECTIONS = (
    opening,
    who_became_whom,
    beside,
    smallest_seen,
    before_and_after,
    how_much,
    unsettled,
    record,
    sources,
    how_calculated,
)


def change_page(
    change: Change,
    *,
    at: dt.date,
    results: Sequence[Effect | NotEnough] | None = None,
    unplaced: str = "",
    around: Around | None = None,
) -> Document:
    """Write the page of one change, dated `at`.

    `results` are its evaluations, one a measure: None where it was not evaluated, empty where no
    panel can hold it, for the reason in `unplaced` (words that follow "because"). `around` is
    whatever else is held; all of it may be absent.

    Raises Refusal PAP-109 for a result of another change, PAP-108 for a succession of a body that
    has no life in `around`.
    """
    stray = next((result for result in results or () if result.change_id != change.id), None)
    if stray:
        raise Refusal(
            "PAP-109",
            f"An evaluation of '{stray.change_id}' was given for the page of '{change.id}'.",
            "Give the evaluations of this change, or none.",
            where="results",
        )
    material = Material(change, at, results, unplaced, around or Around())
    return Document(
        title=change.title,
        subtitle=sentence(change),
        front=front(material),
        blocks=list(chain.from_iterable(section(material) for section in SECTIONS)),
        footer=footer(material),
        keywords=(change.id, change.form, *change.codes),
    )
