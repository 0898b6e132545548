"""Versions of the case that were appraised: the list, one more now, and a new case from one.

In:    a request of a member of the team.
Out:   pages; a scenario whose job is begun, or a new appraisal.
Never: a number worked out while somebody waits for a page.
"""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mutuality.base import Refusal
from mutuality.web.accounts.models import Team
from mutuality.web.acts import may
from mutuality.web.appraisals import acts
from mutuality.web.appraisals.deciding.forms import Appraise, Continue
from mutuality.web.appraisals.deciding.opening import (
    appraisal_of,
    crumbs,
    scenario_of,
    verdict_of,
)
from mutuality.web.appraisals.models import Appraisal, Scenario
from mutuality.web.design.formats import day
from mutuality.web.published import today

A_PAGE = 20
BOASTS = re.compile(r"\b(final|definitive|last)\b", re.IGNORECASE)
"""Words in a title that the next scenario would prove wrong."""
STATES = {
    "waiting": "Waiting for a worker",
    "running": "Being worked out",
    "failed": "Failed",
    "cancelled": "Stopped",
    "done": "Worked out",
}


def scenarios(request: HttpRequest, team: Team, appraisal: str) -> HttpResponse:
    """The scenarios of an appraisal, the latest first, and a form for one more."""
    held = appraisal_of(team, appraisal)
    known = list(held.scenarios.select_related("author", "parent", "job"))
    can = may(request.user, "appraisals.appraise", team) and not held.is_sealed
    initial = {"title": suggested(held), "parent": str(known[0].pk) if known else ""}
    form = Appraise(
        request.POST if request.method == "POST" else None, initial=initial, scenarios=known
    )
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["parent"]
        parent = next((one for one in known if str(one.pk) == wanted), None)
        title = form.cleaned_data["title"]
        try:
            made = acts.appraise(
                by=request.user, team=team, appraisal=held, title=title, parent=parent
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            if BOASTS.search(title):
                messages.warning(
                    request,
                    "This title says that nothing comes after it. If something does, a title with "
                    "the date and what is different tells them apart.",
                )
            return redirect("appraisals:scenario", team.slug, held.pk, made.pk)
    context: dict[str, Any] = {
        "held": held,
        "page": Paginator(known, A_PAGE).get_page(request.GET.get("page")),
        "form": form if can else None,
        "state_of": state_of,
        "verdict_of": verdict_of,
        "crumbs": crumbs(held),
    }
    return render(request, "appraisals/deciding/scenarios.html", context)


def continue_from(request: HttpRequest, team: Team, appraisal: str, scenario: str) -> HttpResponse:
    """Start a new appraisal from this version, sealed or not."""
    held = appraisal_of(team, appraisal)
    found = scenario_of(held, scenario)
    form = Continue(
        request.POST if request.method == "POST" else None, initial={"title": held.title}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.continue_from(
                by=request.user, team=team, scenario=found, title=form.cleaned_data["title"]
            )
        except Refusal as refusal:
            form.refuse(refusal, at="title")
        else:
            messages.success(request, "The new appraisal holds all that went into the old one.")
            return redirect("appraisals:appraisal", team.slug, made.pk)
    context = {
        "held": held,
        "scenario": found,
        "form": form,
        "crumbs": crumbs(held, ("Scenarios", "appraisals:scenarios")),
    }
    return render(request, "appraisals/deciding/continue.html", context)


def suggested(held: Appraisal) -> str:
    """A title that stays true: the date, and whose voices are in it."""
    spoken = set(held.opinions.filter(withdrawn_at=None).values_list("group", flat=True))
    groups = [
        one.get("title", one["id"]) for one in held.document.get("group", ()) if one["id"] in spoken
    ]
    if not groups:
        return f"{day(today())}, as the case is written"
    return f"{day(today())}, with the answers of {_listed(groups)}"[:200]


def state_of(one: Scenario) -> str:
    """How far a scenario is, in words."""
    if one.seal:
        return "Worked out"
    return STATES.get(one.job.state, "Not known") if one.job else "Not begun"


def _listed(names: list[str]) -> str:
    lowered = [name[:1].lower() + name[1:] for name in names]
    return lowered[0] if len(lowered) == 1 else f"{', '.join(lowered[:-1])} and {lowered[-1]}"
