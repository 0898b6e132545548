"""Appraisals of the teams that the owner of the key belongs to.

In:    a team in the address, an appraisal, a scenario.
Out:   what its members may read.
Never: a hint that another team, or anything of it, exists.
"""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router

from mutuality.base import Refusal
from mutuality.web.accounts.models import Person, Team
from mutuality.web.api import asked as words
from mutuality.web.api import shapes
from mutuality.web.api.answers import listed, provenance, told
from mutuality.web.api.problems import Closed
from mutuality.web.appraisals.models import Appraisal, Scenario
from mutuality.web.tenancy import one_of

router = Router(tags=["Appraisals"])
OWN = "Belongs to the team. Published figures in it: Open Government Licence v3.0."
AROUND = ("paper_files", "paper_missing")
"""What the workbench keeps beside a result for its own pages."""


@router.get(
    "/teams",
    response=shapes.answers(shapes.Many[shapes.Team]),
    url_name="teams",
    summary="Your teams",
)
def list_teams(request: HttpRequest, asked: Annotated[words.Paged, Query()]) -> HttpResponse:
    """The teams that the owner of the key belongs to, with the roles held there."""
    person = request.auth.person
    held = list(person.memberships.select_related("team").order_by("team__name", "pk"))

    def shape(member: Any) -> dict[str, Any]:
        team = member.team
        return {
            "slug": team.slug,
            "name": team.name,
            "kind": team.kind,
            "organisation": team.organisation,
            "roles": sorted(member.roles),
            "appraisals": reverse("api:appraisals", args=[team.slug]),
            "open": _is_open(team, person),
        }

    return listed(
        request,
        asked,
        held,
        shape=shape,
        origin=provenance("This workbench", OWN),
        empty="You belong to no team. Make one, or ask for an invitation.",
    )


@router.get(
    "/t/{slug:team}/appraisals",
    response=shapes.answers(shapes.Many[shapes.Appraisal]) | {403: shapes.Problem},
    url_name="appraisals",
    summary="Appraisals of a team",
)
def list_appraisals(
    request: HttpRequest, team: str, asked: Annotated[words.Paged, Query()]
) -> HttpResponse:
    """Its appraisals, in the order in which they were begun."""
    found = _team(request, team)
    rows = Appraisal.objects.of(found).select_related("sealed").order_by("created_at", "pk")
    return listed(
        request,
        asked,
        list(rows.defer("document", "first_pass", "sealed__document", "sealed__result")),
        shape=_in_brief,
        origin=provenance(f"Appraisals of {found.name}", OWN),
        empty="The team has no appraisal yet. Start one in the workbench.",
    )


@router.get(
    "/t/{slug:team}/appraisals/{uuid:appraisal}",
    response=shapes.answers(shapes.One[shapes.WholeAppraisal]) | {403: shapes.Problem},
    url_name="appraisal",
    summary="One appraisal",
)
def one_appraisal(
    request: HttpRequest,
    team: str,
    appraisal: UUID,
    asked: Annotated[words.Scenarios, Query()],
) -> HttpResponse:
    """Its case, its scenarios, and the result of one: the sealed one, else the latest."""
    found = _team(request, team)
    held = one_of(Appraisal.objects.of(found).select_related("sealed"), pk=appraisal)
    scenarios = list(held.scenarios.defer("document", "opinions", "differences"))
    if asked.scenario is not None:
        chosen = next((one for one in scenarios if str(one.pk) == asked.scenario), None)
        if chosen is None:
            raise Http404
    else:
        worked = [one for one in scenarios if one.seal]
        sealed = [one for one in worked if one.pk == held.sealed_id]
        chosen = next(iter(sealed or worked), None)
    result = _result(chosen)
    data = _in_brief(held) | {
        "case": held.document,
        "scenarios": [_scenario(one, held) for one in scenarios],
        "scenario": str(chosen.pk) if chosen else None,
        "result": result,
    }
    note = "" if result else "There is no result yet: appraise the case in the workbench."
    return told(request, data, origin=provenance(f"Appraisal of {found.name}", OWN), note=note)


def _team(request: HttpRequest, slug: str) -> Team:
    """The team, for its members alone. Raises Http404, and Closed where a second step lacks."""
    person = request.auth.person
    member = one_of(person.memberships.select_related("team"), team__slug=slug)
    if not _is_open(member.team, person):
        raise Closed(
            Refusal(
                "WEB-167",
                f"{member.team.name} asks its members for a second step when they sign in.",
                "Set one up under 'Your account'. The same key then works.",
                where="team",
            )
        )
    return member.team


def _is_open(team: Team, person: Person) -> bool:
    return not team.mfa_required or bool(is_mfa_enabled(person))


def _in_brief(held: Appraisal) -> dict[str, Any]:
    return {
        "id": str(held.pk),
        "title": held.title,
        "organisation": held.organisation,
        "version": held.version,
        "changed_at": held.changed_at,
        "sealed_at": held.sealed_at,
        "seal": held.sealed.seal if held.sealed else None,
    }


def _scenario(one: Scenario, held: Appraisal) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "title": one.title,
        "parent": str(one.parent_id) if one.parent_id else None,
        "made_at": one.made_at,
        "inputs_hash": one.inputs_hash,
        "model_version": one.model_version,
        "seal": one.seal,
        "has_result": bool(one.seal),
        "is_sealed": one.pk == held.sealed_id,
    }


def _result(chosen: Scenario | None) -> dict[str, Any] | None:
    """What came out, in the shape of the command line."""
    if chosen is None or not chosen.seal:
        return None
    return {name: part for name, part in chosen.result.items() if name not in AROUND}
