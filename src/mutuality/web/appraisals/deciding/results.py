"""What came of a scenario, as a board reads it.

In:    a request of a member of the team.
Out:   the results, or how far they are; the paper; each table and chart as a file.
Never: an appraisal worked out again on the way to a page.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mutuality.web.accounts.models import Team
from mutuality.web.appraisals.deciding.files import (
    page_of,
    paper_answer,
    papers_of,
    shown_file,
)
from mutuality.web.appraisals.deciding.opening import (
    appraisal_of,
    crumbs,
    scenario_of,
    verdict_of,
)
from mutuality.web.appraisals.models import Scenario
from mutuality.web.jobs.models import Job
from mutuality.web.jobs.reaper import reap


def scenario(request: HttpRequest, team: Team, appraisal: str, scenario: str) -> HttpResponse:
    """The results of a scenario; until they are there, how far they are."""
    held = appraisal_of(team, appraisal)
    found = scenario_of(held, scenario)
    context: dict[str, Any] = {
        "held": held,
        "scenario": found,
        "crumbs": crumbs(held, ("Scenarios", "appraisals:scenarios")),
        "is_sealed": held.sealed_id == found.pk,
    }
    if not found.seal:
        reap()
        context["job"] = job_of(found)
        return render(request, "appraisals/deciding/working.html", context)
    context |= {
        "results": page_of(found),
        "papers": papers_of(found),
        "missing": found.result.get("paper_missing", {}),
        "verdict": verdict_of(found),
        "children": list(found.children.all()),
        "answers": len(found.opinions),
    }
    return render(request, "appraisals/deciding/scenario.html", context)


def paper(
    request: HttpRequest, team: Team, appraisal: str, scenario: str, file_format: str
) -> HttpResponse:
    """The board paper as it was made."""
    return paper_answer(scenario_of(appraisal_of(team, appraisal), scenario), file_format)


def shown(
    request: HttpRequest, team: Team, appraisal: str, scenario: str, shown: int, file_format: str
) -> HttpResponse:
    """One table or chart of the results as a file."""
    return shown_file(scenario_of(appraisal_of(team, appraisal), scenario), shown, file_format)


def job_of(found: Scenario) -> Job | None:
    """The job that works on a scenario: the one that it began with, or the last that ran again."""
    job: Job | None = found.job
    while job is not None:
        again = job.runs_again.order_by("-created_at").first()
        if again is None:
            break
        job = again
    return job
