"""The first page, and the two that machines ask whether all is well.

In:    a request.
Out:   what a person can go on with; 200 or 503 for a machine.
Never: anything about what is wrong on a public page: the log has it.
"""

from __future__ import annotations

import logging
import threading

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mutuality.web.jobs.models import Job
from mutuality.web.tenancy import current_team

log = logging.getLogger("mutuality.ready")
_up_to_date = threading.Event()
"""Set once this process found every migration: it is asked often, and its code does not change."""


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """For a visitor what this is; for a person what they can go on with."""
    if not request.user.is_authenticated:
        return render(request, "design/welcome.html")
    from mutuality.web.appraisals.models import Appraisal  # noqa: PLC0415 - apps import each other

    team = current_team(request)
    context = {
        "teams": [
            held.team
            for held in request.user.memberships.select_related("team").order_by("team__name")
        ],
        "recent": list(Appraisal.objects.of(team).order_by("-changed_at")[:5]) if team else [],
        "jobs": list(Job.objects.filter(team=team).order_by("-created_at")[:3]) if team else [],
    }
    return render(request, "design/home.html", context)


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """Whether this process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
def ready(request: HttpRequest) -> HttpResponse:
    """Whether it can serve: the database answers and has every migration."""
    try:
        if not _up_to_date.is_set() and not _is_behind():
            _up_to_date.set()
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        is_ready = _up_to_date.is_set()
    except Error as error:
        log.warning("not ready: the database does not answer (%s)", type(error).__name__)
        is_ready = False
    words, status = ("ready\n", 200) if is_ready else ("not ready\n", 503)
    return HttpResponse(words, content_type="text/plain", status=status)


def _is_behind() -> bool:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        log.warning("not ready: %s migrations are missing", len(plan))
    return bool(plan)
