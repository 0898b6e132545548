"""A change's page: who became whom, what was promised, what happened, what could have been seen.

In:    the identifier of a change.
Out:   its paper, the corrections to it that were accepted, and how far its evaluation is.
Never: an evaluation run while somebody waits for a page: a job does it, once for each load.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from mutuality.papers import Document
from mutuality.register import Change
from mutuality.stores import CHANGE_MEASURES
from mutuality.web import files
from mutuality.web.design.jinja import paper
from mutuality.web.jobs.models import Job
from mutuality.web.jobs.reaper import reap
from mutuality.web.organisations import acts, figures
from mutuality.web.organisations.fields import field_words
from mutuality.web.organisations.models import Correction
from mutuality.web.organisations.work import EVALUATE
from mutuality.web.published import register
from mutuality.web.shrinking import kept


def find(change: str) -> Change:
    """The change with this identifier. Raises Http404."""
    found = next((row for row in register().changes if row.id == change), None)
    if found is None:
        raise Http404
    return found


def change(request: HttpRequest, change: str) -> HttpResponse:
    """The page of one change."""
    found = find(change)
    at = figures.figures_day()
    sent = files.of(
        request,
        lambda: figures.change_document(found.id, at=at),
        sources=figures.sources(CHANGE_MEASURES),
    )
    if sent is not None:
        return sent
    is_evaluated = figures.effects(found.id) is not None
    said = list(
        Correction.objects.filter(
            change=found.id, state__in=[Correction.State.ACCEPTED, Correction.State.PROPOSED]
        ).select_related("proposed_by", "reviewed_by")
    )
    context: dict[str, Any] = {
        "change": found,
        "parts_of_paper": _parts(request, found, is_evaluated=is_evaluated),
        "evaluated": is_evaluated,
        "job": None if is_evaluated else _job(found.id),
        "accepted": [one for one in said if one.state == Correction.State.ACCEPTED],
        "waiting": sum(one.state == Correction.State.PROPOSED for one in said),
        "field_words": field_words,
    }
    return render(request, "organisations/change.html", context)


@require_POST
def evaluate(request: HttpRequest, change: str) -> HttpResponse:
    """Ask for an evaluation with the figures that are held now."""
    found = find(change)
    acts.evaluate(by=request.user, team=None, change=found.id)
    messages.success(request, "The evaluation has begun. It takes about half a minute.")
    return redirect("organisations:change", found.id)


def _parts(request: HttpRequest, change: Change, *, is_evaluated: bool) -> dict[str, SafeString]:
    """The paper in three: what it was, what came of it, and its foot."""
    at = figures.figures_day()
    address = reverse("organisations:change", args=[change.id])

    def draw(part: str) -> str:
        document = figures.for_page(figures.change_document(change.id, at=at), change.codes)
        links = files.actions(document, at=address)
        cut: dict[str, Document] = {
            "front": replace(document, blocks=(), footer=()),
            "body": replace(document, subtitle="", front=(), footer=()),
            "foot": replace(document, subtitle="", front=(), blocks=()),
        }
        return str(paper(cut[part], actions=links))

    return {
        part: kept(
            request,
            f"change-{part}",
            change.id,
            at,
            is_evaluated,
            make=partial(draw, part),
        )
        for part in ("front", "body", "foot")
    }


def _job(change: str) -> Job | None:
    """The latest evaluation that was asked for."""
    reap()
    return Job.objects.filter(team=None, kind=EVALUATE, inputs__change=change).first()
