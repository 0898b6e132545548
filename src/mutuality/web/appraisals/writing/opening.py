"""Opening an appraisal for a page.

In:    a request, the team that the middleware found, the appraisal's key.
Out:   the appraisal, whether this person may change it, and what every page around it shows.
Never: an appraisal of another team, or a form for somebody who may only read.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from mutuality.web.acts import ACTS, may
from mutuality.web.appraisals.models import Appraisal
from mutuality.web.appraisals.writing.places import SECTIONS
from mutuality.web.appraisals.writing.words import dated
from mutuality.web.tenancy import one_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from mutuality.web.accounts.models import Team

SAVE = "appraisals.save_part"


def opened(team: Team, appraisal: uuid.UUID) -> Appraisal:
    """The team's appraisal, or 404."""
    held = Appraisal.objects.of(team).select_related("changed_by", "sealed_by", "sealed")
    found: Appraisal = one_of(held, pk=appraisal)
    return found


def may_write(request: HttpRequest, team: Team, held: Appraisal) -> bool:
    """Whether this person may change this appraisal now."""
    return may(request.user, SAVE, team) and not held.is_sealed


def demand(request: HttpRequest, team: Team, name: str = SAVE) -> None:
    """Stop whoever may not do an act, before anything of theirs is looked at."""
    if not may(request.user, name, team):
        raise PermissionDenied(ACTS[name].title)


def address(name: str, held: Appraisal, **more: Any) -> str:
    """The address of a page of an appraisal."""
    return reverse(
        f"appraisals:{name}", kwargs={"team": held.team.slug, "appraisal": held.pk} | more
    )


def around(request: HttpRequest, team: Team, held: Appraisal, section: str = "") -> dict[str, Any]:
    """What every page of an appraisal is drawn with. `section` adds the way back to it."""
    held.team = team
    crumbs = [
        {"text": "Appraisals", "href": reverse("appraisals:cases", args=[team.slug])},
        {"text": held.title, "href": address("appraisal", held)},
    ]
    if section:
        crumbs.append(
            {"text": SECTIONS[section].title, "href": address("section", held, section=section)}
        )
    return {
        "appraisal": held,
        "document": held.document,
        "at": dated(held.document),
        "section": SECTIONS.get(section),
        "may_write": may_write(request, team, held),
        "crumbs": crumbs,
    }
