"""Files that were uploaded and are looked at before they are loaded.

In:    nothing.
Out:   Upload: where the bytes lie, what a load would do, and what it did.
Never: figures: they live in the workspace.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone


class Upload(models.Model):
    """One or more files of one upload, kept until they are loaded or discarded."""

    class State(models.TextChoices):
        """How far it is."""

        READING = "reading", "Being read"
        READY = "ready", "Ready to load"
        REFUSED = "refused", "Refused"
        LOADED = "loaded", "Loaded"
        DISCARDED = "discarded", "Discarded"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(
        "accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    names = models.JSONField(default=list)
    size = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    preview = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    load_id = models.CharField(max_length=60, blank=True)
    job = models.ForeignKey(
        "jobs.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-at"]
