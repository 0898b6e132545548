"""Run a job: start it, say how far it is, stop when asked, and say how it ended.

In:    the kind of work, its inputs as plain data, who asks and for which team.
Out:   a Job whose progress survives a reload, and its outcome.
Never: a refusal lost: it stands on the job, with how to mend it. A bug is marked and raised.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone

from mutuality.base import Refusal
from mutuality.web.jobs.models import Job

if TYPE_CHECKING:
    from mutuality.web.accounts.models import Person, Team

try:  # Django 6 has the interface in its own core
    from django.tasks import task
except ImportError:
    from django_tasks import task

BEAT = 5.0
"""Seconds between two signs of life."""
Work = Callable[["Handle"], dict[str, Any]]
KINDS: dict[str, Work] = {}


class Cancelled(Exception):  # noqa: N818 - it is not an error: somebody asked for it
    """Work that a person asked to stop."""


def kind(name: str) -> Callable[[Work], Work]:
    """Say what a job of this kind does. The function takes a Handle and gives plain data.

    It must be safe to run again from the start: a worker can die at any line.
    """

    def decorate(work: Work) -> Work:
        KINDS[name] = work
        return work

    return decorate


class Handle:
    """What a piece of work knows about its job."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.inputs: dict[str, Any] = job.inputs

    def step(self, done: int, total: int, note: str = "") -> None:
        """Say how far it is. Raises Cancelled where a person asked to stop."""
        Job.objects.filter(pk=self.job.pk).update(
            done=done, total=total, note=note[:300], beat_at=timezone.now()
        )
        if Job.objects.filter(pk=self.job.pk, cancel_asked=True).exists():
            raise Cancelled


def begin(
    *,
    by: Person | None,
    team: Team | None,
    kind: str,
    title: str,
    inputs: dict[str, Any],
    after: Job | None = None,
) -> Job:
    """Put a job in the queue, once the transaction that asks for it has ended.

    For use inside an act. Raises KeyError for a kind of work that nobody wrote.
    """
    KINDS[kind]
    job = Job.objects.create(by=by, team=team, kind=kind, title=title, inputs=inputs, after=after)
    transaction.on_commit(lambda: enqueue(job))
    return job


def enqueue(job: Job) -> None:
    """Hand a waiting job to the workers."""
    queued = run.enqueue(str(job.pk))
    Job.objects.filter(pk=job.pk).update(task=queued.id)


@task()
def run(job_id: str) -> None:
    """Do the work of one job, in a worker."""
    taken = Job.objects.filter(pk=job_id, state=Job.State.WAITING).update(
        state=Job.State.RUNNING, started_at=timezone.now(), beat_at=timezone.now()
    )
    if not taken:  # cancelled while it waited, or already taken
        return
    job = Job.objects.get(pk=job_id)
    try:
        with _beating(job):
            outcome = KINDS[job.kind](Handle(job))
    except Cancelled:
        _end(job, Job.State.CANCELLED, note="Stopped on request. Nothing was kept of it.")
    except Refusal as refusal:
        _end(job, Job.State.FAILED, refusal=refusal.as_dict())
    except BaseException:
        _end(
            job,
            Job.State.FAILED,
            refusal={
                "code": "WEB-001",
                "problem": "Something went wrong that is our fault, not yours.",
                "remedy": "Run it again. If it fails again, tell whoever looks after this "
                "installation; the log has the details.",
                "where": "",
            },
        )
        raise
    else:
        _end(job, Job.State.DONE, outcome=outcome)


def _end(job: Job, state: str, **said: Any) -> None:
    """Mark the end, unless the reaper came first: what a person was told stays true."""
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(
        state=state, ended_at=timezone.now(), **said
    )


@contextmanager
def _beating(job: Job) -> Iterator[None]:
    """Signs of life while the work computes, from a thread that dies with the process."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT):
            Job.objects.filter(pk=job.pk).update(beat_at=timezone.now())
        connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
