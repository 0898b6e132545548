"""The worker: does the jobs that wait, shows that it is alive, and tidies up.

In:    the queue in the database.
Out:   jobs done; a beat that doctor reads; jobs of a worker that died, marked so.
Never: a second worker on a SQLite database, or a worker that dies of a busy database.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.db import Error, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker

from mutuality.web.jobs.reaper import reap

log = logging.getLogger("mutuality.worker")
BEAT = "worker-beat"
ROUND = 10.0
"""Seconds between two rounds of the keeper."""
ALIVE = dt.timedelta(seconds=6 * ROUND)
"""A worker that showed no sign for so long is taken for dead."""
KEPT_DAYS = 14
"""Days that the queue's own notes on finished work are kept. What people see stays on the job."""


class Worker(QueueWorker):
    """django-tasks-db's worker, with a keeper in a thread beside it."""

    def __init__(self, *, interval: float, max_tasks: int | None, worker_id: str) -> None:
        super().__init__(
            queue_names=["default"],
            interval=interval,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=max_tasks,
            worker_id=worker_id,
            excluded_queue_names=[],
        )

    def run(self) -> None:
        """Work until told to stop; a job that runs is ended first."""
        over = threading.Event()
        keeper = threading.Thread(target=_keep, args=[over], daemon=True, name="keeper")
        keeper.start()
        try:
            super().run()
        finally:
            over.set()
            keeper.join(ROUND)


def keep(over: threading.Event, *, every: float = ROUND) -> None:
    """Beat, reap and tidy, round after round, until `over` is set."""
    tidied: dt.date | None = None
    while True:
        try:
            beat()
            reap()
            if tidied != timezone.localdate():
                tidy()
                tidied = timezone.localdate()
        except Error as error:  # the database was busy or away: the next round tries again
            log.warning("the keeper could not do its round: %s", type(error).__name__)
            connection.close_if_unusable_or_obsolete()
        if over.wait(every):
            return


def _keep(over: threading.Event) -> None:
    try:
        keep(over)
    finally:
        connection.close()  # each thread has its own


def beat() -> None:
    """Show that a worker is alive."""
    cache.set(BEAT, timezone.now().isoformat(), timeout=None)


def last_beat() -> dt.datetime | None:
    """When a worker last showed that it is alive; None where none ever did."""
    found: Any = cache.get(BEAT)
    return dt.datetime.fromisoformat(found) if found else None


def tidy() -> None:
    """Remove what nobody needs any more: ended sessions, the queue's notes on old work."""
    call_command("clearsessions")
    call_command("prune_db_task_results", min_age_days=KEPT_DAYS, verbosity=0)
