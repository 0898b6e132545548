"""The versions of an appraisal: who saved what, when, and going back to one.

In:    a request.
Out:   a list by pages, what differs between two versions, the act `restore` after a question.
Never: a version lost by going back: the ones between stay.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mutuality.base import Refusal
from mutuality.web.appraisals import acts
from mutuality.web.appraisals.writing import opening
from mutuality.web.appraisals.writing.changes import changes
from mutuality.web.appraisals.writing.places import SECTIONS
from mutuality.web.tenancy import one_of

if TYPE_CHECKING:
    from mutuality.web.accounts.models import Team
    from mutuality.web.appraisals.models import Appraisal

A_PAGE = 25
OTHERS = {"start": "Started", "scores": "Scores"}


def history(request: HttpRequest, team: Team, appraisal: uuid.UUID) -> HttpResponse:
    """Every version, the latest first."""
    held = opening.opened(team, appraisal)
    found = held.revisions.select_related("by").defer("document").order_by("-version")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = [(one, told(one.section)) for one in page]
    context = opening.around(request, team, held) | {"page": page, "rows": rows}
    return render(request, "appraisals/writing/history.html", context)


def version(request: HttpRequest, team: Team, appraisal: uuid.UUID, number: int) -> HttpResponse:
    """What a version changed against the one before it, or against another."""
    held = opening.opened(team, appraisal)
    revisions = held.revisions.select_related("by")
    shown = one_of(revisions, version=number)
    other = _other(request.GET.get("with", ""), number)
    before = revisions.filter(version=other).first()
    context = opening.around(request, team, held) | _history_crumb(held)
    context |= {
        "shown": shown,
        "told": told(shown.section),
        "before": before,
        "changes": changes(before.document, shown.document) if before else (),
        "last": held.version,
    }
    return render(request, "appraisals/writing/version.html", context)


def restore(request: HttpRequest, team: Team, appraisal: uuid.UUID, number: int) -> HttpResponse:
    """Go back to a version, after seeing what that changes."""
    opening.demand(request, team, "appraisals.restore")
    held = opening.opened(team, appraisal)
    shown = one_of(held.revisions.select_related("by"), version=number)
    if request.method == "POST":
        try:
            acts.restore(by=request.user, team=team, appraisal=held, number=number)
        except Refusal as refusal:
            messages.error(request, f"{refusal.problem} {refusal.remedy}")
        else:
            messages.success(request, f"The case is as it was at version {number}.")
        return redirect(opening.address("history", held))
    context = opening.around(request, team, held) | _history_crumb(held)
    context |= {"shown": shown, "changes": changes(held.document, shown.document)}
    return render(request, "appraisals/writing/restore.html", context)


def told(section: str) -> str:
    """What a version was about, in words."""
    if section in SECTIONS:
        return SECTIONS[section].title
    return OTHERS.get(section, section.capitalize())


def _other(asked: str, number: int) -> int:
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 9
    return int(asked) if is_number else number - 1


def _history_crumb(held: Appraisal) -> dict[str, list[dict[str, str]]]:
    held_crumbs = [
        {"text": "Appraisals", "href": reverse("appraisals:cases", args=[held.team.slug])},
        {"text": held.title, "href": opening.address("appraisal", held)},
        {"text": "History", "href": opening.address("history", held)},
    ]
    return {"crumbs": held_crumbs}
