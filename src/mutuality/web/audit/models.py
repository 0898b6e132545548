"""Lines of the audit record, and the end of each chain.

In:    nothing.
Out:   Event and Head. The database itself refuses to change or remove an event (migration 0002).
Never: a name or an address: people stand here by number.
"""

from __future__ import annotations

from django.db import models

INSTALLATION = "installation"


class Event(models.Model):
    """One line: who did what, when, in which chain, and the hash that binds it to the last."""

    chain = models.CharField(max_length=40)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    act = models.CharField(max_length=80)
    by = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["chain", "number"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="one_event_a_place")
        ]
        indexes = [models.Index(fields=["chain", "act"], name="events_by_act")]


class Head(models.Model):
    """The last line of a chain. Locked while a line is added, so that lines never fork."""

    chain = models.CharField(max_length=40, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
