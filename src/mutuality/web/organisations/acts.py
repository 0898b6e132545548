"""What people do here: keep lists of peers, ask for evaluations, propose and review corrections.

In:    by, team, and what the act needs.
Out:   the changed thing.
Never: a correction that its own author accepts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from mutuality.base import Refusal, seal
from mutuality.register import Change, peers_chosen
from mutuality.web.accounts.models import Person, Team
from mutuality.web.acts import System, act
from mutuality.web.jobs.models import Job
from mutuality.web.jobs.work import begin
from mutuality.web.organisations.fields import check, value_of
from mutuality.web.organisations.models import Correction
from mutuality.web.organisations.work import EVALUATE, WARM
from mutuality.web.published import register, today
from mutuality.web.roles import Role

MOST_LISTS = 20


@act(allow={Role.ANALYST}, records=("name", "codes", "reason"))
def save_peers(
    *,
    by: Person,
    team: Team,
    name: str,
    reason: str,
    codes: Sequence[str],
    slug: str = "",
    was: str = "",
) -> Team:
    """Keep a list of peers for the team. `slug` names the list that it replaces.

    `was` is the mark of the list as it was read (see `mark`). Raises Refusal WEB-036 where somebody
    else changed it since, WEB-037 for a name that another list has, WEB-038 for too many lists, and
    what `peers_chosen` refuses.
    """
    held = _locked(team)
    before = next((one for one in held.peers if one["slug"] == slug), None) if slug else None
    if slug and mark(before) != was:
        raise Refusal(
            "WEB-036",
            "Somebody else changed or removed this list while you wrote.",
            "What you typed is still here. Open the list in another tab to see theirs, then save "
            "yours under another name, or again from there.",
        )
    fresh = {"slug": slugify(name)[:60] or "peers", "name": name, "reason": reason}
    others = [one for one in held.peers if one["slug"] != slug]
    if any(one["slug"] == fresh["slug"] for one in others):
        raise Refusal(
            "WEB-037",
            f"The team has a list called '{name}' already.",
            "Give this one another name, or change that one.",
            where="name",
        )
    if len(others) >= MOST_LISTS:
        raise Refusal(
            "WEB-038",
            f"The team has {MOST_LISTS} lists of peers.",
            "Remove one that is not used any more.",
        )
    fresh["codes"] = _checked(codes, reason)
    held.peers = sorted([*others, fresh], key=lambda one: str(one["name"]).casefold())
    held.save(update_fields=["peers"])
    return held


@act(allow={Role.ANALYST}, records=("slug",))
def remove_peers(*, by: Person, team: Team, slug: str) -> Team:
    """Remove a list of peers of the team."""
    held = _locked(team)
    held.peers = [one for one in held.peers if one["slug"] != slug]
    held.save(update_fields=["peers"])
    return held


def mark(peers: dict[str, Any] | None) -> str:
    """What changes whenever a list changes; empty for one that is not there."""
    return str(seal(peers).digest)[:16] if peers else ""


def _locked(team: Team) -> Team:
    """The team as it is now, for nobody else to write until this act has ended."""
    return Team.objects.select_for_update().get(pk=team.pk)


def _checked(codes: Sequence[str], reason: str) -> list[str]:
    """Codes that the register knows. Raises what `peers_chosen` refuses, at the form's fields."""
    held = register()
    known = [held.organisation(code).code for code in codes]
    # Any body outside the list will do: the check is of the list itself.
    other = next(code for code in sorted(held.organisations) if code not in known)
    peers_chosen(held, other, known, at=today(), reason=reason)
    return known


@act(allow={Role.PERSON}, records=("change",))
def evaluate(*, by: Person, team: None, change: str) -> Job:
    """Evaluate a change with the figures that are held; a job that runs already is given back."""
    running = Job.objects.filter(
        team=None,
        kind=EVALUATE,
        inputs__change=change,
        state__in=[Job.State.WAITING, Job.State.RUNNING],
    ).first()
    if running is not None:
        return running
    address = reverse("organisations:change", args=[change])
    return begin(
        by=by,
        team=None,
        kind=EVALUATE,
        title=f"Evaluate {change}"[:200],
        inputs={"change": change, "address": address},
    )


@act(allow={Role.STEWARD, Role.SYSTEM})
def warm(*, by: Person | System, team: None) -> Job:
    """Draw the pages of all open organisations, so that nobody waits for the first one."""
    return begin(
        by=by if isinstance(by, Person) else None,
        team=None,
        kind=WARM,
        title="Draw the pages of all organisations",
        inputs={"address": reverse("organisations:search")},
    )


@act(allow={Role.PERSON}, records=("change", "field", "proposed", "source"))
def propose(
    *,
    by: Person,
    team: None,
    change: Change,
    field: str,
    proposed: str,
    source: str,
    reason: str = "",
) -> Correction:
    """Propose a correction to one field of a change, with the source that was read.

    Raises Refusal WEB-031 for a field that it does not have, WEB-032 for a value that the field
    cannot hold.
    """
    return Correction.objects.create(
        change=change.id,
        field=field,
        stands=value_of(change, field),
        proposed=check(change, field, proposed),
        source=source.strip(),
        reason=reason.strip(),
        proposed_by=by,
    )


@act(allow={Role.STEWARD}, records=("correction", "verdict"))
def review(
    *, by: Person, team: None, correction: Correction, verdict: str, answer: str = ""
) -> Correction:
    """Accept or decline a correction that somebody else proposed."""
    if correction.proposed_by_id == by.pk:
        raise Refusal(
            "WEB-033",
            "You proposed this correction yourself.",
            "Ask another steward to review it.",
        )
    return _close(correction, verdict, by=by, answer=answer)


@act(allow={Role.PERSON}, records=("correction",))
def withdraw(*, by: Person, team: None, correction: Correction) -> Correction:
    """Take back a correction that you proposed."""
    if correction.proposed_by_id != by.pk:
        raise Refusal(
            "WEB-035",
            "Somebody else proposed this correction.",
            "Only its author can withdraw it; a steward can decline it.",
        )
    return _close(correction, str(Correction.State.WITHDRAWN), by=None)


def _close(
    correction: Correction, state: str, *, by: Person | None, answer: str = ""
) -> Correction:
    """End a correction, unless another was quicker."""
    waiting = Correction.objects.filter(pk=correction.pk, state=Correction.State.PROPOSED)
    closed = waiting.update(
        state=state, reviewed_by=by, reviewed_at=timezone.now(), answer=answer.strip()
    )
    correction.refresh_from_db()
    if not closed:
        raise Refusal(
            "WEB-034",
            f"This correction is not waiting any more: {correction.get_state_display().lower()}.",
            "Propose another one if there is more to say.",
        )
    return correction
