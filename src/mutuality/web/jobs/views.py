"""Jobs as people see them: how far each is, how it ended, stop, run again.

In:    a request, for a team's jobs or for those of the installation.
Out:   pages that tell the same after a reload, and acts followed by a redirect.
Never: a job of another team, or one said to run when its worker is dead.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mutuality.base import Refusal
from mutuality.web.accounts.models import Team
from mutuality.web.acts import may
from mutuality.web.jobs import acts
from mutuality.web.jobs.models import Job
from mutuality.web.jobs.reaper import reap
from mutuality.web.tenancy import one_of

A_PAGE = 25


def jobs(request: HttpRequest, team: Team | None = None) -> HttpResponse:
    """The jobs of a team, or of the installation, the latest first."""
    reap()
    held = Job.objects.filter(team=team).select_related("by")
    page = Paginator(held, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "jobs/jobs.html", {"page": page, "of_team": team})


def job(request: HttpRequest, job: str, team: Team | None = None) -> HttpResponse:
    """One job; as plain data for whoever asks for JSON."""
    reap()
    found = _job(team, job)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse(
            {
                "state": found.state,
                "done": found.done,
                "total": found.total,
                "note": found.note,
                "over": found.is_over,
            }
        )
    context: dict[str, Any] = {
        "job": found,
        "of_team": team,
        "may_change": may(request.user, "jobs.cancel", team),
        "target": target(found),
    }
    return render(request, "jobs/job.html", context)


@require_POST
def cancel(request: HttpRequest, job: str, team: Team | None = None) -> HttpResponse:
    """Ask a job to stop."""
    found = _job(team, job)
    acts.cancel(by=request.user, team=team, job=found)
    messages.success(request, "The job is asked to stop.")
    return _to(team, found)


@require_POST
def run_again(request: HttpRequest, job: str, team: Team | None = None) -> HttpResponse:
    """Run a job again from the start."""
    found = _job(team, job)
    try:
        again = acts.run_again(by=request.user, team=team, job=found)
    except Refusal as refusal:
        messages.error(request, f"{refusal.problem} {refusal.remedy}")
        return _to(team, found)
    messages.success(request, "The job runs again.")
    return _to(team, again)


def target(job: Job) -> str:
    """Where the outcome can be seen, if the work said so."""
    return str(job.outcome.get("address") or job.inputs.get("address") or "")


def _job(team: Team | None, job: str) -> Job:
    found: Job = one_of(Job.objects.filter(team=team).select_related("by", "after"), pk=job)
    return found


def _to(team: Team | None, job: Job) -> HttpResponse:
    if team is None:
        return redirect("jobs:job", job.pk)
    return redirect("jobs:team-job", team.slug, job.pk)
