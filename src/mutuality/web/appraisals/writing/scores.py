"""Saving the scores of every option on one criterion together.

In:    for each option its new score, or None to take it out.
Out:   one new version of the case.
Never: some of the scores saved and others not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mutuality.appraisal import edit
from mutuality.base import Refusal
from mutuality.web.accounts.models import Person, Team
from mutuality.web.acts import act
from mutuality.web.appraisals.acts import WRITERS, Problems, keep, lock
from mutuality.web.appraisals.models import Appraisal


@act(allow=WRITERS, records=("appraisal", "criterion"))
def save_scores(
    *,
    by: Person,
    team: Team,
    appraisal: Appraisal,
    version: int,
    criterion: str,
    given: Mapping[str, Mapping[str, Any] | None],
) -> Appraisal:
    """Save what the options would do on one criterion.

    `given` maps an option to its score, as in docs/reference/case.md but for `criterion`, or to
    None to take it out; an option that it does not name keeps its score. Raises Conflict (WEB-060)
    where `version` is not the last, and Problems with what `appraisal.edit` refuses; nothing is
    saved then.
    """
    held = lock(appraisal, version)
    document: Mapping[str, Any] = held.document
    order = [str(row.get("id")) for row in document.get("criterion", [])]
    wrong: list[Refusal] = []
    for row in document.get("option", []):
        if row.get("id") not in given:
            continue
        score = given[row["id"]]
        rows = [one for one in row.get("score", []) if one.get("criterion") != criterion]
        if score is not None:
            rows.append({"criterion": criterion, **score})
        rows.sort(key=lambda one: order.index(one["criterion"]) if one["criterion"] in order else 0)
        edited = edit(document, "scores", rows, of=row["id"])
        document = edited.document
        wrong += edited.refusals
    if wrong:
        raise Problems(wrong)
    if dict(document) != held.document:
        keep(held, dict(document), by=by, section="scores")
    return held
