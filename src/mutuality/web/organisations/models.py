"""Corrections that people propose to the register.

In:    nothing.
Out:   Correction. The register itself ships as reviewed files; an accepted correction stands
       beside the entry that it mends, with both names, until a release takes it up.
Never: a correction that its own author accepts.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Correction(models.Model):
    """One field of one change, as somebody says it should be, with the source they read."""

    class State(models.TextChoices):
        """How far it is."""

        PROPOSED = "proposed", "Waiting for a reviewer"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    change = models.CharField(max_length=120, db_index=True)
    field = models.CharField(max_length=60)
    stands = models.TextField(blank=True)
    proposed = models.TextField()
    source = models.TextField()
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(
        "accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now)
    reviewed_by = models.ForeignKey(
        "accounts.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["-proposed_at"]
