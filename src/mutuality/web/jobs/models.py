"""Jobs, as people see them.

In:    nothing.
Out:   Job: what is asked for, how far it is, and how it ended.
Never: a job that says it is running when nobody works on it (see reaper.py).
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

STALE = dt.timedelta(seconds=settings.JOB_STALE_SECONDS)
"""After so long without a sign of life, the worker is taken for dead. It beats every 5 seconds."""


class Job(models.Model):
    """One piece of work. Without a team it concerns the installation, and every person sees it."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(
        "accounts.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="jobs"
    )
    by = models.ForeignKey(
        "accounts.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    task = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    inputs = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    cancel_asked = models.BooleanField(default=False)
    outcome = models.JSONField(default=dict)
    refusal = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    after = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="runs_again"
    )

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "beat_at"], name="jobs_by_beat")]

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in (self.State.DONE, self.State.FAILED, self.State.CANCELLED)

    @property
    def is_stale(self) -> bool:
        """Whether it is said to run but nobody has worked on it for a while."""
        beat = self.beat_at or self.started_at
        return (
            self.state == self.State.RUNNING and beat is not None and timezone.now() - beat > STALE
        )
