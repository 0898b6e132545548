"""Do the jobs that wait: `python -m mutuality.web work`.

In:    the queue.
Out:   jobs done, until SIGTERM: a job that runs is ended first.
Never: two workers on one SQLite database.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.crypto import get_random_string

from mutuality.base import Refusal
from mutuality.web.running.children import REFUSED
from mutuality.web.running.locks import IN_USE, WORKING, held
from mutuality.web.running.parent import follow
from mutuality.web.running.worker import Worker

RESTORING = Refusal(
    "WEB-186",
    "A backup is being restored here.",
    "Wait until `mutuality restore` has ended.",
)
SECOND = Refusal(
    "WEB-189",
    "Another worker runs on this SQLite database.",
    "One is enough. For more, use PostgreSQL (docs/how-to/deploy-in-an-organisation.md).",
)


class Command(BaseCommand):
    """The worker."""

    help = "Do the jobs that wait, until told to stop."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What can be asked for."""
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between looks")
        parser.add_argument("--max-tasks", type=int, help="end after so many")
        parser.add_argument(
            "--with-parent", action="store_true", help="end with the process that started this one"
        )

    def handle(
        self, *, interval: float, max_tasks: int | None, with_parent: bool, **options: Any
    ) -> None:
        """Work."""
        del options
        worker = Worker(interval=interval, max_tasks=max_tasks, worker_id=get_random_string(32))
        worker.configure_signals()
        if with_parent:
            follow()
        in_use, working = (Path(settings.HOME) / f"{name}.lock" for name in (IN_USE, WORKING))
        try:
            with ExitStack() as locks:
                locks.enter_context(held(in_use, alone=False, otherwise=RESTORING))
                if connection.vendor == "sqlite":
                    locks.enter_context(held(working, alone=True, otherwise=SECOND))
                worker.run()
        except Refusal as refusal:
            self.stderr.write(f"Refused {refusal.code}: {refusal.problem}\n{refusal.remedy}")
            sys.exit(REFUSED)
