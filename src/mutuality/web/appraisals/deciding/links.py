"""Links for people without an account: to read the results, or to say what they think.

In:    a request of a member of the team.
Out:   a list of the links given out; a new link, shown once; a link that opens nothing any more.
Never: a secret shown twice.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mutuality.web.accounts import acts as accounts
from mutuality.web.accounts.models import Link, Team
from mutuality.web.acts import may
from mutuality.web.appraisals.deciding.forms import GiveRead, GiveScore
from mutuality.web.appraisals.deciding.guarding import READ, SCORE
from mutuality.web.appraisals.deciding.opening import appraisal_of, crumbs, titles
from mutuality.web.appraisals.models import Appraisal
from mutuality.web.tenancy import one_of


def links(request: HttpRequest, team: Team, appraisal: str) -> HttpResponse:
    """Links given out, and forms to give out another."""
    held = appraisal_of(team, appraisal)
    _refuse_others(request, team)
    return _page(request, held, _read(held), _score(held))


@require_POST
@never_cache
def give_read(request: HttpRequest, team: Team, appraisal: str) -> HttpResponse:
    """Give out a link to read the results."""
    held = appraisal_of(team, appraisal)
    _refuse_others(request, team)
    form = _read(held, request.POST)
    if not form.is_valid():
        return _page(request, held, form, _score(held))
    made, token = accounts.give_link(
        by=request.user, team=team, purpose=READ, subject=subject_of(held),
        label=form.cleaned_data["label"], days=form.cleaned_data["days"],
        detail={"scenario": form.cleaned_data["scenario"]},
    )  # fmt: skip
    return _given(request, held, made, reverse("appraisals:shared", args=[token]))


@require_POST
@never_cache
def give_score(request: HttpRequest, team: Team, appraisal: str) -> HttpResponse:
    """Give out a link to answer for one group."""
    held = appraisal_of(team, appraisal)
    _refuse_others(request, team)
    form = _score(held, request.POST)
    if not form.is_valid():
        return _page(request, held, _read(held), form)
    made, token = accounts.give_link(
        by=request.user, team=team, purpose=SCORE, subject=subject_of(held),
        label=form.cleaned_data["label"], days=form.cleaned_data["days"],
        detail={"group": form.cleaned_data["group"]},
    )  # fmt: skip
    return _given(request, held, made, reverse("appraisals:scoring", args=[token]))


@require_POST
def revoke(request: HttpRequest, team: Team, appraisal: str, link: str) -> HttpResponse:
    """End a link now."""
    held = appraisal_of(team, appraisal)
    found = one_of(Link.objects.filter(team=team, subject=subject_of(held)), public_id=link)
    accounts.revoke_link(by=request.user, team=team, link=found)
    messages.success(request, "The link opens nothing any more.")
    return redirect("appraisals:links", team.slug, held.pk)


def subject_of(held: Appraisal) -> str:
    """How a link names an appraisal."""
    return f"appraisal:{held.pk}"


def _refuse_others(request: HttpRequest, team: Team) -> None:
    if not may(request.user, "accounts.give_link", team):
        raise PermissionDenied("Giving out links needs the role of facilitator or approver.")


def _read(held: Appraisal, given: Any = None) -> GiveRead:
    done = held.scenarios.exclude(seal="")
    return GiveRead(given, scenarios=done)


def _score(held: Appraisal, given: Any = None) -> GiveScore:
    return GiveScore(given, groups=list(titles(held.document, "group").items()))


def _page(request: HttpRequest, held: Appraisal, read: GiveRead, score: GiveScore) -> HttpResponse:
    groups = titles(held.document, "group")
    scenarios = {str(one.pk): one.title for one in held.scenarios.all()}
    given = [
        {
            "link": one,
            "opens": groups.get(one.detail.get("group", ""), "a group that is gone")
            if one.purpose == SCORE
            else scenarios.get(one.detail.get("scenario", ""), "the sealed results"),
        }
        for one in Link.objects.filter(team=held.team, subject=subject_of(held)).select_related(
            "created_by"
        )
    ]
    context = {
        "held": held,
        "given": given,
        "read": read,
        "score": score,
        "forms": [read, score],
        "groups": groups,
        "crumbs": crumbs(held),
    }
    return render(request, "appraisals/deciding/links.html", context)


def _given(request: HttpRequest, held: Appraisal, made: Link, address: str) -> HttpResponse:
    context = {
        "held": held,
        "made": made,
        "address": request.build_absolute_uri(address),
        "crumbs": crumbs(held, ("Links", "appraisals:links")),
    }
    return render(request, "appraisals/deciding/given.html", context)
