"""Find jobs whose worker died, and say so.

In:    the jobs that are said to run.
Out:   those without a sign of life, marked failed, with "Run again" open to people.
Never: a job run twice by itself: a person decides.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mutuality.web.acts import SYSTEM
from mutuality.web.audit.record import append
from mutuality.web.jobs.models import STALE, Job
from mutuality.web.jobs.work import enqueue

DIED = {
    "code": "WEB-002",
    "problem": "The worker stopped in the middle of this job.",
    "remedy": "Nothing was lost. Choose 'Run again'.",
    "where": "",
}


def reap() -> int:
    """Mark every stale job as failed, and queue again what was lost before it started.

    Returns how many were found.
    """
    limit = timezone.now() - STALE
    stale = Job.objects.filter(state=Job.State.RUNNING).filter(
        Q(beat_at__lt=limit) | Q(beat_at__isnull=True, started_at__lt=limit)
    )
    found = 0
    for job in _lost(limit):
        enqueue(job)
        found += 1
    for job in stale:
        marked = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, beat_at=job.beat_at).update(
            state=Job.State.FAILED, ended_at=timezone.now(), refusal=DIED
        )
        if marked:
            found += 1
            append(act="jobs.reap", by=SYSTEM, team=job.team, detail={"job": str(job.pk)})
    return found


def _lost(limit: dt.datetime) -> list[Job]:
    """Jobs that wait although their place in the queue is gone.

    A worker can die after it took a place and before it started the work.
    """
    waiting = Job.objects.filter(state=Job.State.WAITING, created_at__lt=limit)
    queued = {str(key) for key in DBTaskResult.objects.ready().values_list("pk", flat=True)}
    return [job for job in waiting if job.task not in queued]
