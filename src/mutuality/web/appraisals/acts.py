"""What people do with an appraisal, but for what they think of it (opinions.py) and its end
(endings.py).

In:    by, team, and what the act needs.
Out:   the changed appraisal.
Never: a change of what is sealed, a saved state lost, or one person's work under another's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from mutuality.appraisal import Edited, edit, parse_case, to_document
from mutuality.base import Refusal
from mutuality.stores import draft_case
from mutuality.web.accounts.models import Person, Team
from mutuality.web.acts import act
from mutuality.web.appraisals import endings, opinions
from mutuality.web.appraisals.models import Appraisal, Revision, Scenario
from mutuality.web.published import store
from mutuality.web.roles import Role

__all__ = [
    "adopt", "appraise", "continue_from", "endings", "mark", "opinions", "restore", "save_part",
    "start",
]  # fmt: skip

WRITERS = {Role.ANALYST, Role.FACILITATOR}


class Conflict(Refusal):
    """Somebody else saved the same appraisal in the meantime. Holds what they left."""

    def __init__(self, appraisal: Appraisal) -> None:
        who = appraisal.changed_by.shown if appraisal.changed_by else "Somebody"
        super().__init__(
            "WEB-060",
            f"{who} saved this appraisal while you were writing.",
            "What you typed is still below, and what they saved is beside it. Put the two "
            "together, then save again.",
        )
        self.appraisal = appraisal


@act(allow=WRITERS, records=("organisation", "kinds"))
def start(
    *,
    by: Person,
    team: Team,
    organisation: str,
    problem: str,
    kinds: Sequence[str],
    at: dt.date,
) -> Appraisal:
    """Start an appraisal with a quick first pass.

    Raises what `stores.draft_case` refuses.
    """
    made = draft_case(store(), organisation, problem=problem, kinds=kinds, at=at)
    return _begin(
        by,
        team,
        to_document(made.case, for_json=True),
        first_pass=made.as_dict() | {"kinds": list(kinds)},
    )


@act(allow=WRITERS)
def adopt(*, by: Person, team: Team, document: Mapping[str, Any]) -> Appraisal:
    """Start an appraisal from a case that was written elsewhere.

    Raises what `appraisal.parse_case` refuses.
    """
    return _begin(by, team, to_document(parse_case(document), for_json=True))


@act(allow=WRITERS, records=("scenario",))
def continue_from(*, by: Person, team: Team, scenario: Scenario, title: str) -> Appraisal:
    """Start a new appraisal from a version of another, sealed or not."""
    document = dict(scenario.document)
    document["case"] = {**document["case"], "title": title}
    return _begin(by, team, to_document(opinions.case_of(document), for_json=True))


@act(allow=WRITERS, records=("appraisal", "part", "of"))
def save_part(
    *,
    by: Person,
    team: Team,
    appraisal: Appraisal,
    version: int,
    part: Any,
    given: Any,
    of: str = "",
) -> Edited:
    """Save one part of the case, as `appraisal.edit` understands it.

    `version` is the one that the person read. Raises Conflict (WEB-060) where it is no longer the
    last, and the first of the part's own refusals where what was given cannot be taken; nothing
    is saved then. Problems in other parts do not stand in the way.
    """
    held = lock(appraisal, version)
    edited = edit(held.document, part, given, of=of)
    if edited.refusals:
        raise Problems(edited.refusals)
    keep(held, dict(edited.document), by=by, section=str(part))
    return edited


class Problems(Refusal):
    """All that is wrong with one part, each problem at its field."""

    def __init__(self, found: Sequence[Refusal]) -> None:
        first = found[0]
        super().__init__(first.code, first.problem, first.remedy, where=first.where)
        self.found = tuple(found)


@act(allow=WRITERS, records=("appraisal", "section", "done"))
def mark(*, by: Person, team: Team, appraisal: Appraisal, section: str, done: bool) -> Appraisal:
    """Mark a section of the task list as finished, or as open again."""
    held = lock(appraisal)
    held.progress = {**held.progress, section: "completed" if done else "in-progress"}
    held.save(update_fields=["progress"])
    return held


@act(allow=WRITERS, records=("appraisal", "number"))
def restore(*, by: Person, team: Team, appraisal: Appraisal, number: int) -> Appraisal:
    """Go back to an earlier version. The versions between stay in the history."""
    held = lock(appraisal)
    found = held.revisions.filter(version=number).first()
    if found is None:
        raise Refusal(
            "WEB-061",
            f"There is no version {number}.",
            f"Choose one from 1 to {held.version}.",
        )
    keep(held, found.document, by=by, section=f"version {number} again")
    return held


@act(allow=WRITERS | {Role.APPROVER}, records=("appraisal", "title"))
def appraise(
    *, by: Person, team: Team, appraisal: Appraisal, title: str, parent: Scenario | None = None
) -> Scenario:
    """Appraise the case as it stands with what people think, as a scenario of its own."""
    return endings.begin_scenario(by, team, lock(appraisal), title=title, parent=parent)


def lock(appraisal: Appraisal, version: int | None = None) -> Appraisal:
    """The appraisal, held until the transaction ends.

    Raises Refusal WEB-062 where it is sealed, and Conflict where `version` is not the last.
    """
    held: Appraisal = (
        Appraisal.objects.everywhere()
        .select_for_update(of=("self",))
        .select_related("changed_by")
        .get(pk=appraisal.pk)
    )
    if held.is_sealed:
        raise Refusal(
            "WEB-062",
            "This appraisal is sealed, so nothing in it can change.",
            "Start a new one from it: its page offers that.",
        )
    if version is not None and version != held.version:
        raise Conflict(held)
    return held


def keep(held: Appraisal, document: dict[str, Any], *, by: Person, section: str) -> None:
    """Save a new version of the document, and leave it in the history."""
    held.document = document
    held.version += 1
    held.changed_at = timezone.now()
    held.changed_by = by
    head = document.get("case", {})
    held.title = str(head.get("title") or held.title)[:200]
    held.organisation = str((head.get("organisations") or [""])[0])[:10]
    held.save()
    Revision.objects.create(
        appraisal=held, version=held.version, document=document, section=section[:40], by=by
    )


def _begin(
    by: Person, team: Team, document: dict[str, Any], *, first_pass: dict[str, Any] | None = None
) -> Appraisal:
    made = Appraisal(team=team, document={}, version=0, first_pass=first_pass or {}, created_by=by)
    made.save()
    keep(made, document, by=by, section="start")
    return made
