"""What is put before a person who answers: the sheet, and what is known of the case.

In:    an appraisal.
Out:   a Sheet.
Never: an option that the last appraisal shut out asked about in detail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mutuality.stores import shipped
from mutuality.web.appraisals.deciding.answering import Answer, before
from mutuality.web.appraisals.deciding.sheets import Sheet, sheet
from mutuality.web.appraisals.models import Appraisal, Opinion, Scenario
from mutuality.web.appraisals.opinions import whole

if TYPE_CHECKING:
    from django.http import QueryDict

    from mutuality.appraisal import Case

MOST = 3
"""Studies that are told for one cell."""


def sheet_of(held: Appraisal) -> Sheet:
    """What people are asked about an appraisal. Raises Refusal WEB-064 where it is not whole."""
    case = whole(held)
    latest: Scenario | None = held.scenarios.exclude(seal="").first()
    rows = held.opinions.filter(withdrawn_at=None).values_list("scores", flat=True)
    spoken = {
        (option, criterion): told["scale"]
        for scores in rows
        for option, cells in scores.items()
        for criterion, told in cells.items()
    }
    out = {
        one["id"]: " ".join(one["reasons"])
        for one in (latest.result.get("options", ()) if latest else ())
        if one["gated_out"]
    }
    return sheet(case, spoken=spoken, out=out, studies=_studies(case))


def _studies(case: Case) -> dict[tuple[str, str], list[str]]:
    """What studies on file say of the cells that the case scores from them."""
    wanted = [
        (option, case.criterion(score.criterion))
        for option in case.options
        for score in option.scores
        if score.basis == "evidence"
    ]
    found: dict[tuple[str, str], list[str]] = {}
    for option, criterion in wanted:
        about = [
            one
            for one in shipped.findings()
            if option.model in one.models and one.domain == criterion.domain
        ]
        about.sort(key=lambda one: (one.measure != criterion.measure, not one.verified, one.id))
        lines = [f"{one.summary} {one.citation}." for one in about[:MOST]]
        found[option.id, criterion.id] = lines
    return found


def form_for(
    asked: Sheet, row: Opinion | None, given: QueryDict | None, start_from: Opinion | None = None
) -> Answer:
    """The form of one person, with what they said before, or with what they typed.

    `start_from` is what they said for another group: scores are the same for both, weights not.
    """
    start: dict[str, Any] = before(asked, row)
    if row is None and start_from is not None:
        other = before(asked, start_from)
        start |= {place: told for place, told in other.items() if not place.startswith("swings.")}
        start["version"] = "0"
    return Answer(given, initial=start, sheet=asked)
